import numpy as np
from grading.checks import check


def _distances(X):
    squares = (X**2).sum(axis=1)
    table = np.sqrt(np.maximum(squares[:, None] + squares - 2 * X @ X.T, 0))
    return table[np.triu_indices(len(X), k=1)]


def _seed(t):
    return int(t.rng.integers(10**6))


@check("gives each row d numbers", concept="johnson-lindenstrauss", sample=True)
def shape(t):
    X = np.array([[0.0, 0.0, 0.0], [3.0, 0.0, 4.0]])
    t.shape(t.call("random_projection", X, 6, 1), (2, 6), "Two rows go in, two rows of d = 6 numbers come out.")


@check("repeats itself with the same seed", weight=2, concept="johnson-lindenstrauss", sample=True)
def same_seed(t):
    X = np.array([[1.0, 2.0, 0.0, -1.0]])
    first = t.call("random_projection", X, 3, 5)
    t.close(t.call("random_projection", X, 3, 5), first, message="Two calls with seed 5 differ. Draw the matrix from a generator made from the seed.")


@check("changes with the seed", weight=1, concept="johnson-lindenstrauss")
def other_seed(t):
    X = t.rng.normal(size=(4, 60))
    seed = _seed(t)
    first, second = t.call("random_projection", X, 20, seed), t.call("random_projection", X, 20, seed + 1)
    t.that(not np.allclose(first, second), "Two different seeds gave the same projection.")


@check("keeps squared distances on average", weight=3, concept="johnson-lindenstrauss")
def scale(t):
    X = t.rng.normal(size=(30, 900)) + 1
    got = t.call("random_projection", X, 300, _seed(t))
    t.shape(got, (30, 300))
    ratio = float(((_distances(got) / _distances(X)) ** 2).mean())
    t.that(ratio < 1.25, "Distances grew. Each new coordinate is as large as a whole distance, and d of them add up: what must you divide by?")
    t.that(ratio > 0.75, "Distances shrank. The scale depends on the number of new coordinates alone, and on its root.")


@check("keeps every distance nearly, whatever the data", weight=2, concept="johnson-lindenstrauss")
def every_pair(t):
    # Each row lives on three coordinates of its own, so that leaving coordinates out would tear pairs apart.
    X = np.zeros((40, 1000))
    places = t.rng.permutation(1000)[:120].reshape(40, 3)
    X[np.arange(40)[:, None], places] = t.rng.uniform(1, 3, size=(40, 3))
    got = t.call("random_projection", X, 400, _seed(t))
    t.shape(got, (40, 400))
    worst = float(np.abs(_distances(got) / _distances(X) - 1).max())
    t.that(worst < 0.3, "Some pair is off by more than 30%. Every new coordinate should mix all the old ones, with random signs.")


@check("sends a row to the same place, alone or in company", weight=2, concept="johnson-lindenstrauss")
def alone(t):
    X = t.rng.normal(size=(6, 80))
    seed = _seed(t)
    together = t.call("random_projection", X, 16, seed)
    t.shape(together, (6, 16))
    t.close(t.call("random_projection", X[3:4], 16, seed), together[3:4], message="A row alone lands elsewhere than among others. One matrix for all, drawn from the seed only: a query comes later and alone.")


@check("keeps sums and lengths: it is one matrix", weight=1, concept="johnson-lindenstrauss")
def linear(t):
    X, Y = t.rng.normal(size=(2, 5, 70))
    seed = _seed(t)
    of = {name: t.call("random_projection", rows, 24, seed) for name, rows in (("x", X), ("y", Y), ("sum", X + 3 * Y))}
    t.close(of["sum"], of["x"] + 3 * of["y"], message="The projection of x + 3y should be that of x plus 3 times that of y. Do not centre or normalise rows.")
