"""Data of the analogy explorer: real word vectors, small enough for a page, and how public analogy questions are answered.

A vector of length 1 is kept as 50 signed bytes, its numbers in 127ths of the largest; the figure stretches it to length 1 again.
"""

from __future__ import annotations

import base64
import re

import numpy as np

from lessons.lab import analogies, glove
from lessons.lab.counts import Matrix

FREQUENT = 2800
LETTERS = re.compile(r"[a-z]{2,}")
# Words that presets and lesson need beyond those of the public questions.
ALSO = ("nurse", "puppy", "kitten", "cat", "dog", "apple", "queen", "prince", "princess", "throne", "engineer", "banana")
# a is to b as c is to what?
PRESETS = (
    ("man", "woman", "king"),
    ("france", "paris", "japan"),
    ("france", "french", "spain"),
    ("good", "better", "bad"),
    ("go", "went", "see"),
    ("japan", "yen", "europe"),
    ("hot", "cold", "big"),
    ("man", "woman", "doctor"),
    ("woman", "man", "doctor"),
)


def vocabulary() -> list[str]:
    """Frequent words of letters, and all words of public questions among those of which accuracy is told; most frequent first."""
    places = glove.places()
    frequent = [word for word in places if LETTERS.fullmatch(word)][:FREQUENT]
    asked = {word for section in analogies.questions().values() for question in section for word in question}
    known = {word for word in asked if places.get(word, analogies.VOCABULARY) < analogies.VOCABULARY}
    return sorted({*frequent, *known, *ALSO}, key=places.__getitem__)


def packed(unit: Matrix) -> str:
    """Rows of length 1 as base64 of signed bytes; the scale of a row is lost, for its length is known."""
    bytes_ = np.rint(127 * unit / np.abs(unit).max(axis=1, keepdims=True)).astype(np.int8)
    return base64.b64encode(bytes_.tobytes()).decode()


def build() -> dict[str, object]:
    known = analogies.Words.of(vocabulary())
    return {
        "dimension": known.unit.shape[1],
        "words": " ".join(known.words),
        "vectors": packed(known.unit),
        "presets": [list(preset) for preset in PRESETS],
    }


BUILDERS = {"embeddings/08-analogies/data/analogy-explorer.json": build}
