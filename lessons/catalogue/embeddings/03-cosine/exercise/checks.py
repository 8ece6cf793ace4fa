import numpy as np
from grading.checks import check


def _unit(X):
    return X / np.linalg.norm(X, axis=1, keepdims=True)


@check("gives 0.96 for the example", concept="cosine-similarity", sample=True)
def example(t):
    got = t.call("cosine", np.array([3.0, 4.0]), np.array([4.0, 3.0]))
    t.close(got, 0.96, message="Dot product 24, lengths 5 and 5. Are both lengths below the line?")


@check("compares every row with every row", concept="normalise-once", sample=True)
def small_matrix(t):
    X = np.array([[1.0, 0.0], [3.0, 4.0]])
    Y = np.array([[0.0, 2.0], [5.0, 0.0], [-6.0, -8.0]])
    expected = np.array([[0.0, 1.0, -0.6], [0.8, 0.6, -1.0]])
    t.close(t.call("cosine_matrix", X, Y), expected, message="Entry (i, j) belongs to row i of X and row j of Y, each divided by its own norm.")


@check("does not feel a stretch", weight=2, concept="cosine-similarity")
def stretch(t):
    a, b = t.rng.normal(size=(2, 12))
    factor = float(t.rng.uniform(3, 9))
    t.close(t.call("cosine", factor * a, b), t.call("cosine", a, b), message="Making one vector longer changed the cosine. Divide by both norms.")
    short = "Two short vectors have an angle, too. Only a length of exactly 0 is the special case."
    t.close(t.call("cosine", a / 1000, b / 1000), t.call("cosine", a, b), message=short)
    t.close(t.call("cosine", a, a), 1.0, message="A vector points the same way as itself: that is cosine 1.")


@check("tells opposite from alike", weight=2, concept="cosine-similarity")
def opposite(t):
    a, b = t.rng.normal(size=(2, 9))
    t.close(t.call("cosine", a, -2 * a), -1.0, message="Opposite arrows have cosine −1; the sign must survive.")
    expected = float(a @ b / np.sqrt((a @ a) * (b @ b)))
    t.close(t.call("cosine", a, b), expected, message="The number is off for two random vectors.")


@check("gives a zero vector cosine 0", weight=2, concept="zero-vectors")
def zero_vector(t):
    a = t.rng.normal(size=7)
    message = "One vector is all zeros: 0/0 is NaN. Look at the norm before you divide, and return 0.0."
    t.close(t.call("cosine", a, np.zeros(7)), 0.0, message=message)
    t.close(t.call("cosine", np.zeros(7), np.zeros(7)), 0.0, message=message)


@check("scales each row, also with rows of zeros", weight=2, concept="zero-vectors")
def zero_rows(t):
    X, Y = t.rng.normal(size=(5, 6)), t.rng.normal(size=(4, 6))
    expected = _unit(X) @ _unit(Y).T
    X[2] = Y[1] = 0
    expected[2, :] = expected[:, 1] = 0
    t.close(t.call("cosine_matrix", X, Y), expected, message="There is a row of zeros in X and one in Y. Their cosines are 0, and the other rows do not notice.")


@check("keeps rows of very different lengths apart", weight=2, concept="normalise-once")
def lengths(t):
    X = t.rng.normal(size=(6, 5)) * 10.0 ** t.rng.integers(-3, 4, size=(6, 1))
    Y = t.rng.normal(size=(5, 5)) * 10.0 ** t.rng.integers(-3, 4, size=(5, 1))
    got = t.call("cosine_matrix", X, Y)
    t.shape(got, (6, 5), "Six rows and five rows give shape (6, 5).")
    t.close(got, _unit(X) @ _unit(Y).T, message="Every row has to be divided by its own norm: sum along axis 1, and keep that axis.")


@check("takes 250 × 300 rows in its stride", weight=2, concept="normalise-once")
def many_rows(t):
    X, Y = t.rng.normal(size=(250, 24)), t.rng.normal(size=(300, 24))
    got = t.call("cosine_matrix", X, Y)
    t.close(got, _unit(X) @ _unit(Y).T, message="With many rows some entry is off.")
