"""Data of the dimension slider: how cosines and distances of random points spread, and those of real sentences."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lessons.lab import corpus, geometry, sentences
from lessons.lab.counts import Matrix

DIMENSIONS = (2, 3, 4, 8, 16, 32, 64, 128, 256, 384, 512, 1024)
POINTS = 1000  # as many as there are questions
NEIGHBOURS = 10
SEED = 1
BIN = 0.01
COSINES = (-1.0, 1.0)
DISTANCES = (0.0, 3.0)  # in units of the mean distance; farther pairs, one in 1800 at d = 2, are not drawn


def build() -> dict[str, object]:
    questions = corpus.paragraphs("support")
    return {
        "points": POINTS,
        "neighbours": NEIGHBOURS,
        "ranges": {"cosine": COSINES, "distance": DISTANCES},
        "random": [{"d": d, **measured(geometry.cloud(POINTS, d, SEED))} for d in DIMENSIONS],
        "real": {"d": 384, "questions": len(questions), **measured(sentences.embed(questions))},
    }


def measured(points: Matrix) -> dict[str, object]:
    """Histograms (counts of pairs) and the figures that are told in words."""
    cosines = geometry.pair_cosines(points)
    table = geometry.distance_table(points)
    distances = geometry.pairs_of(table)
    mean = float(distances.mean())
    nearest, farthest, ratio = geometry.nearest_and_farthest(table)
    listed = geometry.occurrences(table, NEIGHBOURS)
    return {
        "cosine": _histogram(cosines, COSINES),
        "mean": round(float(cosines.mean()), 4) + 0.0,  # no minus zero
        "spread": round(float(cosines.std()), 4),
        "distance": _histogram(distances / mean, DISTANCES),
        "nearest": round(nearest / mean, 4),
        "farthest": round(farthest / mean, 4),
        "ratio": round(ratio, 3),
        "hub": int(listed.max()),
        "orphans": int((listed == 0).sum()),
    }


def _histogram(values: NDArray[np.float64], limits: tuple[float, float]) -> list[int]:
    counts, _ = np.histogram(values, bins=round((limits[1] - limits[0]) / BIN), range=limits)
    return [int(count) for count in counts]


BUILDERS = {"embeddings/04-high-dimensions/data/dimension-slider.json": build}
