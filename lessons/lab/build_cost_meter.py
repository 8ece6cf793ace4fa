"""Data of the cost meter: how often each word of the tales occurs, and how many pairs they make."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lessons.lab import build_window_walker, corpus, counts

DIMENSION = 100  # numbers a word, for the work that is counted


def build() -> dict[str, object]:
    words, times = occurrences()
    return {
        "dimension": DIMENSION,
        "reach": build_window_walker.PLAN.reach,
        "pairs": build_window_walker.pairs(build_window_walker.PLAN.reach),
        "trained": len(build_window_walker.text().words),
        "words": words,
        "counts": times.astype(int).tolist(),
    }


def occurrences() -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Every word of the tales, the most frequent first, and how often it occurs."""
    texts = [corpus.words(paragraph) for paragraph in corpus.paragraphs("grimm")]
    words = counts.vocabulary(texts, least=1)
    number = {word: place for place, word in enumerate(words)}
    return words, np.bincount([number[word] for text in texts for word in text]).astype(np.float64)


def softmax_work(words: int, dimension: int) -> int:
    """Multiply-adds of one pair: a score for each row, the slope of the center, and a move of each row."""
    return 3 * words * dimension


def sampled_work(negatives: int, dimension: int) -> int:
    """The same for the real neighbour and its negatives only."""
    return softmax_work(negatives + 1, dimension)


BUILDERS = {"embeddings/06-negative-sampling/data/cost-meter.json": build}
