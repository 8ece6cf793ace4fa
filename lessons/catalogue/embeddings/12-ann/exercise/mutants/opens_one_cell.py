"""Fails: uniform -- opens only the nearest cell and leaves the rest of the budget unused"""

import numpy as np


def build(X):
    count = int(np.ceil(np.sqrt(len(X))))
    pivots = np.random.default_rng(0).permutation(len(X))[:count]
    home = ((X[:, None] - X[pivots]) ** 2).sum(axis=2).argmin(axis=1)
    return pivots, [np.flatnonzero(home == cell) for cell in range(count)]


def candidates(index, distance, budget):
    pivots, cells = index
    pivots = pivots[:budget]
    ids = np.concatenate([pivots, cells[np.argmin(distance(pivots))]])
    return list(dict.fromkeys(ids.tolist()))[:budget]
