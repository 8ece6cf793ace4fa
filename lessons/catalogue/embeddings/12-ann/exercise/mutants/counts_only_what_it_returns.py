"""Fails: any_budget -- asks about the pivots for free and returns a whole budget besides"""

import numpy as np


def build(X):
    count = int(np.ceil(np.sqrt(len(X))))
    pivots = np.random.default_rng(0).permutation(len(X))[:count]
    home = ((X[:, None] - X[pivots]) ** 2).sum(axis=2).argmin(axis=1)
    return pivots, [np.flatnonzero(home == cell) for cell in range(count)]


def candidates(index, distance, budget):
    pivots, cells = index
    nearest_first = np.argsort(distance(pivots))
    return np.concatenate([cells[cell] for cell in nearest_first])[:budget].tolist()
