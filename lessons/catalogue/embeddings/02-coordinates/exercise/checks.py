import math

import numpy

from grading.checks import check


def _expected(documents):
    rows = []
    for document in documents:
        row = {}
        for term in document:
            having = sum(term in other for other in documents)
            row[term] = document.count(term) * math.log(len(documents) / having)
        rows.append(row)
    return rows


def _rows(t, documents):
    """The learner's rows, after checking that they have the right words."""
    got = t.call("tfidf", documents)
    t.that(isinstance(got, list) and len(got) == len(documents), "Return a list with one dict per document.")
    for row, document in zip(got, documents):
        t.that(isinstance(row, dict), "Each document becomes a dict from word to weight.")
        t.that(set(row) == set(document), "A row has the words of its own document, each once, and no others.")
        numbers = all(isinstance(weight, int | float | numpy.number) for weight in row.values())
        t.that(numbers, "Every weight is a number.")
    return got


def _close(t, got, documents, message):
    for row, expected in zip(got, _expected(documents)):
        words = sorted(expected)
        if words:
            t.close([row[word] for word in words], [expected[word] for word in words], message=message)


@check("weighs the example", concept="tf-idf", sample=True)
def example(t):
    documents = [["the", "wolf"], ["the", "fox", "fox"]]
    _close(t, _rows(t, documents), documents, "Count times natural log of N / df, for each word.")
    t.expects("[{'the': 0.0, 'wolf': 0.693147}, {'the': 0.0, 'fox': 1.38629}]")


@check("silences what is everywhere", weight=2, concept="tf-idf")
def everywhere(t):
    documents = [["the", f"w{number}"] for number in t.rng.permutation(5)]
    for row in _rows(t, documents):
        t.close(row["the"], 0.0, message="A word that every document has tells nothing: log(N / N) is 0.")


@check("counts every occurrence in a document", weight=2, concept="tf-idf")
def repeats(t):
    times = int(t.rng.integers(3, 8))
    documents = [["fox"] * times + ["wolf"], ["king"]]
    row = _rows(t, documents)[0]
    t.close(row["fox"], times * math.log(2), message="A word that stands there more often weighs more: multiply by its count.")


@check("counts documents, not occurrences, for rarity", weight=2, concept="tf-idf")
def document_frequency(t):
    documents = [["fox", "fox", "fox", "den"], ["wolf"], ["king"], ["crown"]]
    row = _rows(t, documents)[0]
    t.close(row["den"], math.log(4), message="One of four documents has this word.")
    t.close(row["fox"], 3 * math.log(4), message="df is the number of documents that have the word, once each.")


@check("gives rarer words more weight", weight=2, concept="tf-idf")
def rarer(t):
    documents = [["a", "b", "c"], ["a", "b"], ["a"], ["d"]]
    row = _rows(t, documents)[0]
    t.that(0 < row["a"] < row["b"] < row["c"], "The fewer documents have a word, the more it weighs, and no weight is negative.")


@check("copes with empty documents", weight=1, concept="tf-idf")
def empty(t):
    documents = [[], ["fox"]]
    _close(t, _rows(t, documents), documents, "An empty document still counts among the N.")
    t.equal(t.call("tfidf", []), [], "No documents, no rows.")


@check("agrees on random documents", weight=2, concept="tf-idf")
def random_documents(t):
    words = ["the", "wolf", "fox", "king", "gold", "wood", "old"]
    documents = [t.rng.choice(words, size=int(size)).tolist() for size in t.rng.integers(1, 12, size=6)]
    _close(t, _rows(t, documents), documents, "Six random documents: some weight is off.")
