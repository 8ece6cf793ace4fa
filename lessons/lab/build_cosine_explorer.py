"""Data of the cosine explorer: lengths of real word vectors and the cosine of every pair of them."""

from __future__ import annotations

import numpy as np

from lessons.lab import glove
from lessons.lab.counts import unit_rows

# Each group is a row of the word list; words of a group have something to say to one another.
GROUPS = {
    "animals": ("cat", "kitten", "dog", "shark", "monster"),
    "sky": ("planet", "spacecraft", "asteroid", "moon"),
    "people": ("king", "queen", "doctor", "you"),
    "things": ("coffee", "tea", "banana", "piano", "violin"),
    "places": ("paris", "france", "bank", "river", "hospital"),
    "qualities": ("good", "bad", "hot", "cold"),
    "other words": ("disappear", "tax", "parliament", "the", "of", "lastly"),
}
# Pairs worth seeing first: short against long, opposites, strangers.
PAIRS = (
    ("cat", "kitten"),
    ("cat", "you"),
    ("planet", "spacecraft"),
    ("planet", "disappear"),
    ("good", "bad"),
    ("moon", "tax"),
)


def build() -> dict[str, object]:
    words = [word for group in GROUPS.values() for word in group]
    vectors = glove.vectors(words)
    unit = unit_rows(vectors)
    cosines = unit @ unit.T
    return {
        "dimension": vectors.shape[1],
        "groups": [[name, len(group)] for name, group in GROUPS.items()],
        "words": words,
        "lengths": [round(float(length), 3) for length in np.linalg.norm(vectors, axis=1)],
        # Below the diagonal only: row i holds the cosines with words 0..i-1.
        "cosines": [[round(float(value), 4) for value in cosines[row, :row]] for row in range(len(words))],
        "pairs": [list(pair) for pair in PAIRS],
    }


BUILDERS = {"embeddings/03-cosine/data/cosine-explorer.json": build}
