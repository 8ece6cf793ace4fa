"""Duplicate questions: who goes with whom by the gold groups, and what a threshold makes of the similarities."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from lessons.lab.build import CATALOGUE
from lessons.lab.corpus import CORPORA
from lessons.lab.counts import Matrix

Ints = NDArray[np.int64]
HIDDEN = CATALOGUE / "embeddings" / "14-duplicates" / "exercise" / "data"


@cache
def support_groups() -> Ints:
    """For each question of the support corpus the number of its group; questions with one intent share it."""
    lines = (CORPORA / "support" / "groups.csv").read_text(encoding="utf-8").splitlines()
    return np.array([int(line) for line in lines[1:]], dtype=np.int64)


def hidden_questions() -> list[str]:
    """All hidden questions, in the order of the rows of their vectors."""
    given = json.loads((HIDDEN / "questions.json").read_text(encoding="utf-8"))
    intents = [texts for domain in given["domains"].values() for texts in domain.values()]
    return [text for texts in [*intents, given["alone"]] for text in texts]


def compressed(rows: Matrix, d: int) -> NDArray[np.int8]:
    """Rows in the d directions in which they differ most (none is taken as their middle), as whole numbers of 8 bits."""
    _, _, directions = np.linalg.svd(rows, full_matrices=False)
    # A direction may come out either way round; its largest part decides.
    largest = np.abs(directions).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    short = rows @ (directions * signs[:, None])[:d].T
    return np.asarray(np.round(short * (127 / np.abs(short).max())), dtype=np.int8)


def pairs(rows: Matrix, groups: Ints) -> tuple[Matrix, NDArray[np.bool_]]:
    """For all pairs i < j, row by row: their cosine (of rows of length 1), and whether they are duplicates."""
    left, right = np.triu_indices(len(rows), k=1)
    return (rows @ rows.T)[left, right], groups[left] == groups[right]


def neighbours(likeness: Matrix, k: int) -> Ints:
    """For each row the k most alike others, the most alike first."""
    others = likeness.copy()
    np.fill_diagonal(others, -np.inf)
    return np.asarray(np.argsort(-others, axis=1, kind="stable")[:, :k])


def closed(rows: Matrix, threshold: float) -> Ints:
    """Groups when all pairs from this cosine on, and whatever follows from them, are merged."""
    return np.asarray(connected_components(csr_array(rows @ rows.T >= threshold), directed=False)[1], dtype=np.int64)


def figures(found: Ints, groups: Ints) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs within the groups that were found."""
    left, right = np.triu_indices(len(groups), k=1)
    said, true = found[left] == found[right], groups[left] == groups[right]
    both = int((said & true).sum())
    return both / max(1, int(said.sum())), both / max(1, int(true.sum())), 2 * both / max(1, int(said.sum() + true.sum()))


def sizes(groups: Ints | Sequence[int]) -> Ints:
    """How many members each group has, largest first."""
    return np.sort(np.unique(np.asarray(groups), return_counts=True)[1])[::-1]
