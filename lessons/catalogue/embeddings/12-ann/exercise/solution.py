from collections.abc import Callable

import numpy as np


def build(X: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
    """About √N rows as pivots, and for each of them the rows that it is nearest to."""
    count = int(np.sqrt(len(X)))
    pivots = np.random.default_rng(0).permutation(len(X))[:count]
    apart = ((X[:, None] - X[pivots]) ** 2).sum(axis=2)
    home = apart.argmin(axis=1)
    return pivots, [np.flatnonzero(home == cell) for cell in range(count)]


def candidates(index: tuple[np.ndarray, list[np.ndarray]], distance: Callable, budget: int) -> list[int]:
    """The pivots, then the rows of one cell after the other, that of the nearest pivot first."""
    pivots, cells = index
    pivots = pivots[:budget]
    nearest_first = np.argsort(distance(pivots))
    ids = np.concatenate([pivots, *(cells[cell] for cell in nearest_first)])
    return list(dict.fromkeys(ids))[:budget]
