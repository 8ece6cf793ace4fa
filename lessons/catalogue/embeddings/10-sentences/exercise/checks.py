import numpy as np
from grading.checks import check


def _batch(t, texts=5, tokens=7, d=4):
    """Token vectors and a mask with a different number of tokens for each text."""
    lengths = t.rng.permutation(np.arange(1, tokens + 1))[:texts]
    mask = (np.arange(tokens) < lengths[:, None]).astype(int)
    return t.rng.normal(size=(texts, tokens, d)), mask


def _means(vectors, mask):
    return np.array([rows[own == 1].mean(axis=0) for rows, own in zip(vectors, mask, strict=True)])


def _loss(sim, temperature):
    logits = sim / temperature
    return float(np.mean(np.logaddexp.reduce(logits, axis=1) - np.diag(logits)))


@check("pools two short texts", concept="mean-pooling", sample=True)
def two_texts(t):
    vectors = np.array([[[1.0, 0.0], [3.0, 4.0], [9.0, 9.0]], [[2.0, 6.0], [9.0, 9.0], [9.0, 9.0]]])
    got = t.call("mean_pool", vectors, np.array([[1, 1, 0], [1, 0, 0]]))
    t.close(got, [[2.0, 2.0], [2.0, 6.0]], message="The first text has two tokens, the second one. What follows is padding.")


@check("scores a batch of two", concept="contrastive-training", sample=True)
def two_pairs(t):
    got = t.call("info_nce", np.array([[1.0, 0.0], [0.0, 1.0]]), 1.0)
    t.close(got, float(np.log(1 + np.exp(-1))), message="Each row: e¹ for the partner, over e¹ + e⁰. Then the mean of −log.")


@check("leaves padding out, whatever stands there", weight=2, concept="mean-pooling")
def padding(t):
    vectors, mask = _batch(t)
    t.close(t.call("mean_pool", vectors, mask), _means(vectors, mask), message="Divide by the number of a text's own tokens, not by the padded length.")
    junk = np.where(mask[:, :, None] == 1, vectors, np.array([1e12, np.inf, np.nan, -np.inf]))
    got = t.call("mean_pool", junk, mask)
    t.finite(got, "Padding may hold anything, even infinity or NaN, and zero times those is NaN. Choose tokens instead of multiplying.")
    t.close(got, _means(vectors, mask), message="What stands in the padding changed the result.")


@check("gives zeros for a text without tokens", weight=2, concept="mean-pooling")
def no_tokens(t):
    vectors, mask = _batch(t)
    mask[2] = 0
    got = t.call("mean_pool", vectors, mask)
    t.shape(got, (5, 4), "One row of d numbers per text.")
    t.finite(got, "One text has no tokens: 0/0 is NaN.")
    t.close(got[2], np.zeros(4), message="A text without tokens is a row of zeros.")
    t.close(got[3], _means(vectors[3:4], mask[3:4])[0], message="The text without tokens changed another one.")


@check("scores random batches", weight=2, concept="contrastive-training")
def random_batches(t):
    for size in (2, 3, 8):
        sim, temperature = t.rng.uniform(-1, 1, size=(size, size)), float(t.rng.uniform(0.2, 2))
        t.close(t.call("info_nce", sim, temperature), _loss(sim, temperature), message="Divide by the temperature, softmax along each row, −log of the diagonal, mean.")


@check("is log n for one who cannot tell", concept="contrastive-training")
def no_idea(t):
    n = int(t.rng.integers(3, 9))
    t.close(t.call("info_nce", np.full((n, n), 0.4), 0.1), float(np.log(n)), message="All candidates alike: each has chance 1/n.")
    t.close(t.call("info_nce", np.array([[0.3]]), 0.5), 0.0, message="With one candidate there is nothing to confuse.")


@check("compares each text with its candidates, not the other way", weight=2, concept="contrastive-training")
def rows(t):
    sim = t.rng.uniform(-1, 1, size=(5, 5))
    shifted = sim + t.rng.uniform(-3, 3, size=(5, 1))
    t.close(t.call("info_nce", shifted, 0.5), _loss(sim, 0.5), message="A number added to a whole row changes no share in it. Sum along the row.")


@check("stays finite at small temperatures", weight=2, concept="contrastive-training")
def small_temperature(t):
    # Rows lie 20 apart, so each needs its own largest number; the partner is sometimes far below it.
    sim = t.rng.uniform(0, 1, size=(5, 5)) + 20.0 * np.arange(1, 6)[:, None]
    sim[2, 2] -= 15
    for likeness in (sim, sim - 200):
        got = t.call("info_nce", likeness, 0.01)
        t.finite(got, "e to a few thousand overflows, and what rounds to 0 has no logarithm. Take each row's largest away first, and keep to logarithms.")
        t.close(got, _loss(likeness, 0.01), message="The loss is off where likenesses are large. Sum along each row.")


@check("leaves its arguments as they are")
def untouched(t):
    vectors, mask = _batch(t)
    t.unchanged("mean_pool", vectors, mask)
    t.unchanged("info_nce", t.rng.normal(size=(4, 4)), 0.3)
