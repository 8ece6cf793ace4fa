"""Fails: line -- takes the scale for true distances, solves for the query and searches all rows for it"""

import numpy as np


def build(X):
    return X


def candidates(index, distance, budget):
    ask = np.arange(min(len(index), max(1, budget // 2)))
    squares = np.asarray(distance(ask)) ** 2
    norms = (index**2).sum(axis=1)
    equations = 2 * (index[ask[1:]] - index[0])
    right = norms[ask[1:]] - norms[0] - squares[1:] + squares[0]
    query = np.linalg.lstsq(equations, right, rcond=None)[0]
    nearest = np.argsort(norms - 2 * index @ query).tolist()
    return list(dict.fromkeys([*ask.tolist(), *nearest]))[:budget]
