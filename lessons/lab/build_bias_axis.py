"""Data of the bias axis: how occupations lean from *he* to *she*, and which way their nearest words lean, before and after
that direction is taken out of all vectors (the measure of Gonen and Goldberg, 2019)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lessons.lab import analogies, association, glove
from lessons.lab.counts import Matrix, unit_rows

NEIGHBOURS = 50
SHOWN = 5
# Names of work that anybody may do, of words people rated by stereotype.
OCCUPATIONS = (
    *("accountant", "analyst", "archaeologist", "architect", "artist", "astronomer", "attorney", "baker", "banker"),
    *("bookkeeper", "butcher", "caretaker", "carpenter", "chef", "chemist", "clerk", "coach", "composer", "conductor"),
    *("consultant", "counselor", "dancer", "dentist", "doctor", "drummer", "economist", "editor", "educator", "electrician"),
    *("farmer", "firefighter", "gardener", "geologist", "hairdresser", "historian", "housekeeper", "illustrator", "inspector"),
    *("instructor", "janitor", "journalist", "judge", "lawyer", "librarian", "manager", "mathematician", "mechanic"),
    *("musician", "nanny", "nurse", "officer", "painter", "pharmacist", "philosopher", "photographer", "physician"),
    *("physicist", "pianist", "plumber", "poet", "professor", "programmer", "prosecutor", "psychologist", "receptionist"),
    *("scientist", "sculptor", "secretary", "singer", "stylist", "surgeon", "teacher", "technician", "therapist", "violinist"),
)


def build() -> dict[str, object]:
    known = analogies.frequent()
    axis = association.direction("he", "she")
    leaning = known.unit @ axis
    rows = unit_rows(glove.vectors(OCCUPATIONS))
    trained = _nearest(rows, known.unit)
    removed = _nearest(association.without(rows, axis), association.without(known.unit, axis))
    return {
        "neighbours": NEIGHBOURS,
        "typical": round(float((leaning > 0).mean()) * NEIGHBOURS, 2),
        "occupations": [
            {
                "word": word,
                "leaning": round(float(row @ axis), 4),
                "rated": association.ratings()[word][1],
                "trained": _told(known.words, leaning, before),
                "removed": _told(known.words, leaning, after),
            }
            for word, row, before, after in zip(OCCUPATIONS, rows, trained, removed, strict=True)
        ],
    }


def _nearest(rows: Matrix, unit: Matrix) -> NDArray[np.int64]:
    """For each occupation the numbers of its nearest words, itself left out."""
    words = {word: number for number, word in enumerate(analogies.frequent().words)}
    cosines = rows @ unit.T
    for row, word in enumerate(OCCUPATIONS):
        if word in words:
            cosines[row, words[word]] = -np.inf
    return np.asarray(np.argsort(-cosines, axis=1, kind="stable")[:, :NEIGHBOURS])


def _told(words: tuple[str, ...], leaning: NDArray[np.float64], nearest: NDArray[np.int64]) -> dict[str, object]:
    """How many of the nearest lean to *she* in the vectors as trained, and the first few with their leaning."""
    return {
        "she": int((leaning[nearest] > 0).sum()),
        "nearest": [[words[place], round(float(leaning[place]), 3)] for place in nearest[:SHOWN]],
    }


BUILDERS = {"embeddings/09-bias/data/bias-axis.json": build}
