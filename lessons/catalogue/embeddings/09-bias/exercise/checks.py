import numpy as np
from grading.checks import check


def _unit(M):
    return M / np.linalg.norm(M, axis=1, keepdims=True)


def _s(W, A, B):
    return (_unit(W) @ _unit(A).T).mean(axis=1) - (_unit(W) @ _unit(B).T).mean(axis=1)


def _right(X, Y, A, B):
    x, y = _s(X, A, B), _s(Y, A, B)
    return float((x.mean() - y.mean()) / np.concatenate([x, y]).std())


def _sets(t, *counts, size=6):
    """Word vectors of length 1."""
    return [_unit(t.rng.normal(size=(count, size))) for count in counts]


@check("gives 2 for the example", concept="weat-effect-size", sample=True)
def example(t):
    X, Y, A, B = np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]), np.array([[2.0, 0.0]]), np.array([[0.0, 3.0]])
    t.close(t.call("weat_effect_size", X, Y, A, B), 2.0, message="s(x) is 1, s(y) is −1, and their standard deviation is 1.")


@check("measures in standard deviations of all words", weight=2, concept="weat-effect-size", sample=True)
def spread(t):
    X, Y = np.array([[1.0, 0.0], [0.8, 0.6]]), np.array([[0.6, 0.8], [0.0, 1.0]])
    A, B = np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])
    message = "The associations are 1, 0.2, −0.2 and −1. Take one standard deviation over all four, dividing by 4."
    t.close(t.call("weat_effect_size", X, Y, A, B), _right(X, Y, A, B), message=message)


@check("turns its sign with X and Y, and with A and B", weight=2, concept="weat-effect-size")
def signs(t):
    X, Y, A, B = _sets(t, 4, 4, 3, 3)
    d = _right(X, Y, A, B)
    message = "X comes before Y, and A before B: with either pair in each other's place the sign turns."
    t.close(t.call("weat_effect_size", X, Y, A, B), d, message=message)
    t.close(t.call("weat_effect_size", Y, X, A, B), -d, message=message)
    t.close(t.call("weat_effect_size", X, Y, B, A), -d, message=message)


@check("does not feel how long vectors are", weight=2, concept="association-score")
def lengths(t):
    sets = _sets(t, 5, 5, 4, 4)
    scaled = [rows * 10.0 ** t.rng.uniform(-2, 2, size=(len(rows), 1)) for rows in sets]
    message = "Rows were made longer and shorter. An association is made of cosines: divide every row by its norm, in all four matrices."
    t.close(t.call("weat_effect_size", *scaled), _right(*sets), message=message)


@check("takes the mean of cosines", weight=2, concept="association-score")
def mean_of_cosines(t):
    X, Y = _sets(t, 4, 4)
    tight, wide = _unit(np.ones((5, 6)) + t.rng.normal(size=(5, 6)) / 20), _unit(t.rng.normal(size=(5, 6)))
    message = "A's words point one way, B's all about. Take a cosine with each word first and the mean then, not the cosine with a mean."
    t.close(t.call("weat_effect_size", X, Y, tight, wide), _right(X, Y, tight, wide), message=message)


@check("takes sets of different sizes", weight=2, concept="weat-effect-size")
def sizes(t):
    X, Y, A, B = _sets(t, 7, 3, 2, 5)
    message = "The four sets have different sizes. Average within each set, and take the standard deviation over all words of X and Y."
    t.close(t.call("weat_effect_size", X, Y, A, B), _right(X, Y, A, B), message=message)


@check("leaves the vectors as they are")
def untouched(t):
    sets = [3 * rows for rows in _sets(t, 3, 3, 2, 2)]
    t.unchanged("weat_effect_size", *sets, message="Divide copies by their norms: `M / norms`, not `M /= norms`.")
