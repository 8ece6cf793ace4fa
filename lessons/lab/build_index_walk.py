"""Data of the index walk: words laid flat, a real IVF partition and a real HNSW graph over them, and what searches cost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.lab import glove, walks
from lessons.lab.counts import Matrix, unit_rows

TOPICS = Path(__file__).parent / "corpora" / "topics.txt"
HELD_OUT = 6  # every sixth word of a topic asks, the others are searched
NEIGHBOURS = 10
CELLS = 16
LINKS, EFFORT = 4, 40
PROBES = (1, 2, 3, 4, 6, 8, 16)
BEAMS = (10, 12, 16, 24, 40, 80, 160)


@dataclass(frozen=True, slots=True)
class Plane:
    """Words and their places, those that are searched and those that ask."""

    words: tuple[str, ...]
    points: Matrix
    askers: tuple[str, ...]
    queries: Matrix


def topics() -> dict[str, list[str]]:
    """The words of each topic."""
    lines = TOPICS.read_text(encoding="utf-8").splitlines()
    return {name: words.split() for name, _, words in (line.partition(":") for line in lines)}


def plane() -> Plane:
    """Word vectors of length 1 on the two directions in which the topics' means differ most, to three decimals."""
    groups = topics()
    words = [word for group in groups.values() for word in group]
    vectors = unit_rows(glove.vectors(words))
    ends = np.cumsum([0, *map(len, groups.values())])
    means = np.array([vectors[start:end].mean(axis=0) for start, end in pairwise(ends)])
    axes = np.linalg.svd(means - means.mean(axis=0))[2][:2]
    axes *= np.where(axes[np.arange(2), np.abs(axes).argmax(axis=1)] > 0, 1, -1)[:, None]  # of two signs always the same
    flat = np.round((vectors - vectors.mean(axis=0)) @ axes.T, 3) + 0.0
    asks = np.arange(len(words)) % HELD_OUT == HELD_OUT - 1
    named = np.array(words)
    return Plane(tuple(named[~asks].tolist()), flat[~asks], tuple(named[asks].tolist()), flat[asks])


def cells(points: Matrix) -> walks.Cells:
    return walks.cells_of(walks.faiss_cells(points, CELLS), points, decimals=4)


def graph(points: Matrix) -> walks.Graph:
    return walks.graph_of(walks.faiss_graph(points, LINKS, EFFORT))


def build() -> dict[str, object]:
    flat = plane()
    partition, layers = cells(flat.points), graph(flat.points)
    truth = [walks.exact(flat.points, query, NEIGHBOURS) for query in flat.queries]

    def averaged(setting: int, search: Any) -> list[float]:
        found = [search(query, setting) for query in flat.queries]
        shares = [walks.recall(one, true) for one, true in zip(found, truth, strict=True)]
        return [setting, round(float(np.mean([one.distances for one in found])), 2), round(float(np.mean(shares)), 4)]

    def probed(query: NDArray[np.float64], probes: int) -> walks.Found:
        return walks.probe(flat.points, partition, query, NEIGHBOURS, probes)

    def descended(query: NDArray[np.float64], beam: int) -> walks.Found:
        return walks.descend(flat.points, layers, query, NEIGHBOURS, beam)

    return {
        "neighbours": NEIGHBOURS,
        "words": flat.words,
        "points": flat.points.tolist(),
        "queries": [[word, *at] for word, at in zip(flat.askers, flat.queries.tolist(), strict=True)],
        "ivf": {"centres": partition.centres.tolist(), "cells": partition.of.tolist()},
        "hnsw": {"entry": layers.entry, "layers": [[[point, *links] for point, links in one.items()] for one in layers.layers]},
        # For each setting: distances computed and share of the true nearest, mean over the queries.
        "costs": {"ivf": [averaged(one, probed) for one in PROBES], "hnsw": [averaged(one, descended) for one in BEAMS]},
    }


BUILDERS = {"embeddings/12-ann/data/index-walk.json": build}
