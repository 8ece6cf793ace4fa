import numpy as np
from grading.checks import check

TOO_OFTEN = "Ask the scorer about the k retrieved documents, once each. That is the whole budget."


def _unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def _nearest(query, docs, k):
    return np.argsort(-(docs @ query))[:k].tolist()


def _rerank(t, query, docs, k, scores):
    """What the learner returns, with a scorer that may be asked about each candidate once."""
    asked = []

    def scorer(place):
        (place,) = t.ids([place], len(docs), "The scorer takes the place of one document.")
        t.that(place not in asked, "You asked about the same document twice. Keep its score.")
        asked.append(place)
        return float(scores[place])

    got = t.call("retrieve_then_rerank", query, docs, k, t.serve(scorer, most=min(k, len(docs)), message=TOO_OFTEN))
    t.that(sorted(asked) == sorted(_nearest(query, docs, k)), "The scorer was not asked about exactly the k documents with the largest dot product.")
    return t.subset(got, n=len(docs), k=k)


def _random(t, n=30, d=6):
    return _unit(t.rng.normal(size=d)), _unit(t.rng.normal(size=(n, d))), t.rng.permutation(n) - n / 2


def _best_first(query, docs, k, scores):
    return sorted(_nearest(query, docs, k), key=lambda place: -scores[place])


@check("reranks two of four", concept="retrieve-then-rerank", sample=True)
def example(t):
    docs = np.array([[0.6, 0.8], [1.0, 0.0], [0.0, 1.0], [0.8, 0.6]])
    got = _rerank(t, np.array([1.0, 0.0]), docs, 2, [9, 1, 9, 5])
    t.equal(got, [3, 1], "1 and 3 are nearest, and the scorer likes 3 better. 0 and 2 are not among the candidates.")


@check("keeps to k calls among many", weight=3, concept="model-calls")
def budget(t):
    query, docs, scores = _random(t, n=200)
    for k in (1, 5, 20):
        t.equal(_rerank(t, query, docs, k, scores), _best_first(query, docs, k, scores), "The best score comes first.")


@check("believes the scorer, not the retriever", weight=2, concept="cross-encoder")
def believes(t):
    query, docs, _ = _random(t)
    k = 8
    against = docs @ query
    got = _rerank(t, query, docs, k, -against)
    t.equal(got, _nearest(query, docs, k)[::-1], "Here the scorer turns the order around. Sort the candidates by its scores alone.")


@check("does not look beyond the candidates", weight=2, concept="retrieve-then-rerank")
def beyond(t):
    query, docs, scores = _random(t)
    k = 6
    last = int(np.argmin(docs @ query))
    scores[last] = 1000
    t.equal(_rerank(t, query, docs, k, scores), _best_first(query, docs, k, scores), "What was not retrieved cannot be found, however good.")


@check("leaves equals in the order they came", weight=2, concept="retrieve-then-rerank")
def ties(t):
    query, docs, scores = _random(t)
    k = 10
    t.equal(_rerank(t, query, docs, k, np.zeros(30)), _nearest(query, docs, k), "With equal scores the retriever's order stays.")
    t.equal(_rerank(t, query, docs, k, scores % 3), _best_first(query, docs, k, scores % 3), "Among equal scores the one retrieved first comes first.")


@check("works with fewer documents than k, and with none", concept="encode-once")
def few(t):
    query, docs, scores = _random(t, n=3)
    t.equal(_rerank(t, query, docs, 10, scores), _best_first(query, docs, 10, scores), "With three documents, all three are candidates.")
    t.equal(_rerank(t, query, np.zeros((0, 6)), 5, []), [], "Without documents there is nothing to return, and nobody to ask.")
    t.equal(_rerank(t, query, docs, 0, scores), [], "A budget of 0 allows nothing.")
