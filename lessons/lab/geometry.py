"""How points lie in spaces of many dimensions: cosines, distances and neighbours of all pairs of a cloud."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lessons.lab.counts import Matrix, unit_rows


def cloud(count: int, dimension: int, seed: int) -> Matrix:
    """`count` points whose coordinates are independent standard normals: no direction is preferred."""
    return np.random.default_rng([seed, dimension]).normal(size=(count, dimension))


def pair_cosines(points: Matrix) -> NDArray[np.float64]:
    """The cosine of each unordered pair of rows, once."""
    unit = unit_rows(points)
    return np.clip(pairs_of(unit @ unit.T), -1, 1)  # rounding may step over the edge


def distance_table(points: Matrix) -> Matrix:
    """Euclidean distances between all rows."""
    squares = (points**2).sum(axis=1)
    between = np.maximum(squares[:, None] + squares - 2 * points @ points.T, 0)
    np.fill_diagonal(between, 0)
    return np.asarray(np.sqrt(between))


def pairs_of(table: Matrix) -> NDArray[np.float64]:
    """The entries above the diagonal of a symmetric table."""
    return np.asarray(table[np.triu_indices(len(table), k=1)])


def nearest_and_farthest(distances: Matrix) -> tuple[float, float, float]:
    """Seen from a typical point: the distance of its nearest, of its farthest, and farthest ÷ nearest (medians)."""
    others = distances + np.diag(np.full(len(distances), np.inf))
    nearest, farthest = others.min(axis=1), distances.max(axis=1)
    return float(np.median(nearest)), float(np.median(farthest)), float(np.median(farthest / nearest))


def occurrences(distances: Matrix, neighbours: int) -> NDArray[np.int64]:
    """For each point, how many others have it among their `neighbours` nearest (Radovanović and others, 2010)."""
    others = distances + np.diag(np.full(len(distances), np.inf))
    lists = np.argsort(others, axis=1, kind="stable")[:, :neighbours]
    return np.bincount(lists.ravel(), minlength=len(distances))


def gaussian_projection(points: Matrix, dimension: int, seed: int) -> Matrix:
    """Points in `dimension` coordinates whose distances are those of `points` on average (Johnson and Lindenstrauss, 1984)."""
    matrix = np.random.default_rng(seed).normal(size=(points.shape[1], dimension))
    return np.asarray(points @ matrix / np.sqrt(dimension))


def lindenstrauss_dimension(points: int, distortion: float) -> int:
    """Coordinates that suffice to keep all squared distances of `points` points within 1 ± `distortion`.

    4 ln n / (ε²/2 − ε³/3), from the elementary proof of Dasgupta and Gupta (2003); the dimension they come from is not in it.
    """
    return int(np.ceil(4 * np.log(points) / (distortion**2 / 2 - distortion**3 / 3)))
