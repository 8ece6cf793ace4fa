"""Fails: any_budget -- opens the three nearest cells, whatever the budget"""

import numpy as np


def build(X):
    count = int(np.ceil(np.sqrt(len(X))))
    pivots = np.random.default_rng(0).permutation(len(X))[:count]
    home = ((X[:, None] - X[pivots]) ** 2).sum(axis=2).argmin(axis=1)
    return pivots, [np.flatnonzero(home == cell) for cell in range(count)]


def candidates(index, distance, budget):
    pivots, cells = index
    nearest = np.argsort(distance(pivots))[:3]
    return np.concatenate([cells[cell] for cell in nearest]).tolist()
