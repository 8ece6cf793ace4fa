"""What indexes of more and more rows cost: distances for a query, and how much of the truth they find."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.lab import glove, walks
from lessons.lab.counts import Matrix, unit_rows

QUERIES = 200
NEIGHBOURS = 10
LINKS, EFFORT, BEAM = 16, 40, 32
PROBES = 8
MOST = 65_536
SEED = 1


@dataclass(frozen=True, slots=True)
class Cost:
    """Means over the queries: distances computed, and recall of the ten nearest."""

    distances: float
    recall: float


def by_graph(rows: int) -> Cost:
    """A search with a beam of 32 through the HNSW graph of Faiss, M = 16."""
    stored, queries = _rows(rows)
    index = walks.faiss_graph(stored, LINKS, EFFORT)
    index.hnsw.efSearch = BEAM
    found, counted = _asked(index, queries, "hnsw_stats")
    return Cost(counted + 1, _recall(found, rows))  # Faiss leaves the entry point out of its count


def by_cells(rows: int) -> Cost:
    """A search of the 8 nearest of √rows cells of an IVF index of Faiss."""
    stored, queries = _rows(rows)
    index = walks.faiss_cells(stored, isqrt(rows))
    index.nprobe = PROBES
    found, counted = _asked(index, queries, "indexIVF_stats")
    return Cost(isqrt(rows) + counted, _recall(found, rows))


def _asked(index: Any, queries: Matrix, statistics: str) -> tuple[NDArray[np.int64], float]:
    """What Faiss finds for each query, and how many distances a query took by its own count."""
    import faiss

    counter = getattr(faiss.cvar, statistics)
    counter.reset()
    _, found = index.search(np.ascontiguousarray(queries, dtype=np.float32), NEIGHBOURS)
    return found, counter.ndis / len(queries)


def _recall(found: NDArray[np.int64], rows: int) -> float:
    hits = [len(set(some) & set(truth)) for some, truth in zip(found.tolist(), _truth(rows), strict=True)]
    return float(np.mean(hits)) / NEIGHBOURS


@cache
def _truth(rows: int) -> list[list[int]]:
    stored, queries = _rows(rows)
    cosines = queries @ stored.T
    nearest = np.argpartition(-cosines, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
    return [[int(one) for one in some] for some in nearest]


def _rows(count: int) -> tuple[Matrix, Matrix]:
    """Rows to be searched and queries, different words in an order drawn by lot, of length 1."""
    words = _words()
    return words[QUERIES : QUERIES + count], words[:QUERIES]


@cache
def _words() -> Matrix:
    words = list(glove.places())[: MOST + QUERIES]
    return unit_rows(glove.vectors(words))[np.random.default_rng(SEED).permutation(len(words))]
