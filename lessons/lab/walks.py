"""Three ways to the nearest rows, and every distance they compute: exact, an inverted file (IVF), a layered graph (HNSW).

The indexes are built by Faiss. The walks through them are written out here, so that each step can be shown; they find what
Faiss finds, with as many distances.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.lab.counts import Matrix

Layer = Mapping[int, Sequence[int]]  # point → the points it is linked to


@dataclass(frozen=True, slots=True)
class Graph:
    """Layers of an HNSW graph, the lowest first; a search enters at `entry`, in the highest."""

    layers: tuple[Layer, ...]
    entry: int


@dataclass(frozen=True, slots=True)
class Cells:
    """Centres of an inverted file, and the cell of each point."""

    centres: Matrix
    of: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """The nearest that were found, the nearest first, and how many distances that took."""

    points: tuple[int, ...]
    distances: int


def faiss_graph(points: Matrix, links: int, effort: int) -> Any:
    """An `IndexHNSWFlat`, built by one thread. `links` is M of the paper, `effort` its efConstruction."""
    faiss = _faiss()
    index = faiss.IndexHNSWFlat(points.shape[1], links)
    index.hnsw.efConstruction = effort
    index.add(np.ascontiguousarray(points, dtype=np.float32))
    return index


def faiss_cells(points: Matrix, count: int) -> Any:
    """An `IndexIVFFlat` of `count` cells, from k-means with a fixed seed."""
    faiss = _faiss()
    index = faiss.IndexIVFFlat(faiss.IndexFlatL2(points.shape[1]), points.shape[1], count)
    index.cp.min_points_per_centroid = 1  # small on purpose; without this Faiss warns
    rows = np.ascontiguousarray(points, dtype=np.float32)
    index.train(rows)
    index.add(rows)
    return index


def graph_of(index: Any) -> Graph:
    """The links of an `IndexHNSWFlat` as they are. (Malkov and Yashunin, 2018)"""
    array, hnsw = _faiss().vector_to_array, index.hnsw
    tops, starts = array(hnsw.levels), array(hnsw.offsets).astype(int)
    stored, ends = array(hnsw.neighbors), array(hnsw.cum_nneighbor_per_level).astype(int)
    layers: list[Layer] = []
    for level in range(hnsw.max_level + 1):
        inside = [int(point) for point in np.flatnonzero(tops > level)]
        slots = {point: stored[starts[point] + ends[level] : starts[point] + ends[level + 1]] for point in inside}
        layers.append({point: [int(one) for one in some if one >= 0] for point, some in slots.items()})
    return Graph(tuple(layers), int(hnsw.entry_point))


def cells_of(index: Any, points: Matrix, decimals: int) -> Cells:
    """The centres of an `IndexIVFFlat`, rounded, and each point in the cell of the nearest of these."""
    centres = np.round(index.quantizer.reconstruct_n(0, index.nlist).astype(float), decimals) + 0.0  # no minus zero
    return Cells(centres, homes(points, centres))


def homes(points: Matrix, centres: Matrix) -> NDArray[np.int64]:
    """The nearest centre of each point."""
    return np.asarray(((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1))


def exact(points: Matrix, query: NDArray[np.float64], k: int) -> Found:
    """All distances, the k smallest; of equals the earlier row."""
    return Found(tuple(np.argsort(_squares(points, query), kind="stable")[:k].tolist()), len(points))


def probe(points: Matrix, cells: Cells, query: NDArray[np.float64], k: int, probes: int) -> Found:
    """Distances to all centres, then to every point of the `probes` nearest cells."""
    nearest = np.argsort(_squares(cells.centres, query), kind="stable")[:probes]
    members = np.flatnonzero(np.isin(cells.of, nearest))
    order = np.argsort(_squares(points[members], query), kind="stable")[:k]
    return Found(tuple(members[order].tolist()), len(cells.centres) + len(members))


def descend(points: Matrix, graph: Graph, query: NDArray[np.float64], k: int, beam: int) -> Found:
    """Greedy through the upper layers, then best first in the lowest, until the `beam` best found are nearer than all that is
    left to open. (Algorithms 2 and 5 of Malkov and Yashunin; `beam` is their ef.)
    """
    count = 1
    at, near = graph.entry, _square(points, query, graph.entry)
    for layer in reversed(graph.layers[1:]):
        before = -1
        while at != before:
            before = at
            for other in layer[before]:
                count += 1
                if (apart := _square(points, query, other)) < near:
                    at, near = other, apart
    seen, waiting, best = {at}, [(near, at)], [(-near, at)]
    while waiting:
        near, at = heapq.heappop(waiting)
        if len(best) >= beam and near > -best[0][0]:
            break
        for other in graph.layers[0][at]:
            if other in seen:
                continue
            seen.add(other)
            count += 1
            apart = _square(points, query, other)
            if len(best) < beam or apart < -best[0][0]:
                heapq.heappush(waiting, (apart, other))
                heapq.heappush(best, (-apart, other))
                if len(best) > beam:
                    heapq.heappop(best)
    return Found(tuple(point for _, point in sorted((-apart, point) for apart, point in best))[:k], count)


def recall(found: Found, truth: Found) -> float:
    """The share of the true nearest that were found."""
    return len(set(found.points) & set(truth.points)) / len(truth.points)


def _square(points: Matrix, query: NDArray[np.float64], point: int) -> float:
    return float(((points[point] - query) ** 2).sum())


def _squares(points: Matrix, query: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(((points - query) ** 2).sum(axis=1))


def _faiss() -> Any:
    import faiss  # a large library, needed only while data are built

    faiss.omp_set_num_threads(1)  # the graph depends on the order in which points come in
    return faiss
