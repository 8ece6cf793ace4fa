import numpy as np
from grading.checks import check


def _question(t, negatives=5, size=4):
    return t.rng.normal(size=size), t.rng.normal(size=size), t.rng.normal(size=(negatives, size))


def _loss(center, context, negatives):
    return sum((float(np.logaddexp(0, row @ center)) for row in negatives), float(np.logaddexp(0, -(context @ center))))


def _noise(t, counts):
    got = t.call("noise_distribution", counts)
    t.shape(got, counts.shape, "Return one number for each word.")
    return np.asarray(got, dtype=float)


@check("computes the loss of the example", concept="sigmoid-loss", sample=True)
def example(t):
    got = t.call("sgns_loss", np.array([1.0, 2.0]), np.array([2.0, -1.0]), np.array([[0.0, 0.0]]))
    t.close(got, 2 * np.log(2), message="Both scores are 0 and both beliefs a half: −log ½ twice.")


@check("draws the words of the example", concept="noise-distribution", sample=True)
def lottery(t):
    t.close(t.call("noise_distribution", np.array([16, 1])), [8 / 9, 1 / 9], message="The weights are 8 and 1; divide by their sum.")


@check("rewards belief in the real pair", weight=2, concept="sigmoid-loss")
def real_pair(t):
    center, context, _ = _question(t)
    none = np.zeros((0, 4))
    t.close(t.call("sgns_loss", center, context, none), _loss(center, context, none), message="Without negatives only the real pair is left: −log σ of its score.")
    near, far = t.call("sgns_loss", center, center, none), t.call("sgns_loss", center, -center, none)
    t.that(near < far, "A real pair with a large score should cost less than one with a low score.")


@check("rewards doubt about the negatives", weight=2, concept="negative-sampling")
def drawn_pairs(t):
    center, context, _ = _question(t)
    agrees, differs = center[None] * 0.5, center[None] * -0.5
    t.that(t.call("sgns_loss", center, context, agrees) > t.call("sgns_loss", center, context, differs), "A drawn word with a large score should cost more than one with a low score: its sign is turned.")


@check("adds a term for each negative", weight=2, concept="negative-sampling")
def each_negative(t):
    center, context, negatives = _question(t, negatives=int(t.rng.integers(4, 9)))
    t.close(t.call("sgns_loss", center, context, negatives), _loss(center, context, negatives), message="With several negatives the loss is off. Each has a score and a term of its own; the terms are added and not averaged.")
    again = np.concatenate([negatives, negatives[:1]])
    t.close(t.call("sgns_loss", center, context, again), _loss(center, context, again), message="A word that was drawn twice counts twice.")


@check("stays finite when scores are large", weight=2, concept="sigmoid-loss")
def large_scores(t):
    center = np.array([1.0, 0.0])
    got = t.call("sgns_loss", center, np.array([-900.0, 3.0]), np.array([[900.0, 1.0], [-900.0, 5.0]]))
    t.close(got, 1800.0, message="Scores of ±900: σ rounds to 0 there, and its logarithm is no number. log(1 + eˣ) is np.logaddexp(0, x), for any x.")


@check("raises counts to the power 0.75", weight=2, concept="noise-distribution")
def power(t):
    counts = t.rng.integers(1, 5000, size=12)
    weights = counts.astype(float) ** 0.75
    t.close(_noise(t, counts), weights / weights.sum(), message="The shares are off. First each count to the power 0.75, then all divided by their sum.")


@check("makes shares with the sum 1, and none for a word that never occurs", weight=2, concept="noise-distribution")
def shares(t):
    counts = t.rng.permutation(np.array([0, 0, 1, 7, 300, 40_000]))
    got = _noise(t, counts)
    t.close(got.sum(), 1.0, message="Something is always drawn, so the shares have the sum 1.")
    t.that((got[counts == 0] == 0).all(), "A word that never occurs has no share.")
    t.that(got[counts == 1][0] > 1 / counts.sum(), "A rare word should be drawn more often than it occurs.")


@check("leaves what it was given as it is", concept="noise-distribution")
def given_stay(t):
    t.unchanged("noise_distribution", t.rng.uniform(1, 9, size=5), message="The counts have changed. Work on an array of your own.")
    t.unchanged("sgns_loss", *_question(t), message="A vector has changed. The loss only looks.")
