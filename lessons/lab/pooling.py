"""One vector for a sentence: averages of word vectors, contextual token vectors, and how well each finds duplicates."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from lessons.lab import duplicates, glove, sentences
from lessons.lab.counts import Matrix, unit_rows

GLOVE_WORD = re.compile(r"[a-z]+?(?=n't)|n't|'[a-z]+|[a-z]+|[0-9]+")  # GloVe has “do n't” and “card 's”
BANKS = {
    "money": (
        "She deposited cash at the bank.",
        "The bank raised its interest rate.",
        "My bank charges me a fee.",
        "He opened an account at the bank.",
        "The bank refused the loan.",
        "The bank closed its branch in town.",
    ),
    "river": (
        "We sat on the bank of the river.",
        "The bank was steep and covered in grass.",
        "The boat drifted towards the bank.",
        "Reeds grow along the muddy bank.",
        "The swimmer reached the far bank.",
        "They fished from the bank of the stream.",
    ),
}


def averaged_words(texts: Sequence[str]) -> Matrix:
    """For each text the mean of the GloVe vectors of its words, at length 1; zeros where no word is known."""
    known = glove.places()
    lists = [[word for word in GLOVE_WORD.findall(text.lower()) if word in known] for text in texts]
    return unit_rows(np.array([glove.vectors(words).mean(axis=0) if words else np.zeros(50) for words in lists]))


def uses(word: str, texts: Sequence[str]) -> Matrix:
    """The vector, at length 1, that the first such token has in each text."""
    found = zip(texts, sentences.token_vectors(texts), strict=True)
    return unit_rows(np.array([rows[sentences.tokens(text).index(word)] for text, rows in found]))


def nearest_is_duplicate(rows: Matrix, groups: duplicates.Ints) -> float:
    """Of the questions that have a duplicate, the share whose nearest neighbour is one."""
    likeness = rows @ rows.T
    np.fill_diagonal(likeness, -2)
    same = groups[:, None] == groups
    return float(same[np.arange(len(rows)), likeness.argmax(axis=1)][same.sum(axis=1) > 1].mean())


def partners(groups: duplicates.Ints) -> tuple[duplicates.Ints, duplicates.Ints]:
    """The first question of each group of several, and the second."""
    several = [np.flatnonzero(groups == group)[:2] for group in np.unique(groups) if (groups == group).sum() > 1]
    first, second = np.array(several).T
    return first, second


def picked(likeness: Matrix) -> float:
    """The share of rows in which the partner, on the diagonal, is the most alike."""
    return float(np.mean(likeness.argmax(axis=1) == np.arange(len(likeness))))


def info_nce(likeness: Matrix, temperature: float) -> float:
    """Mean of −log softmax(row / temperature) at the diagonal (van den Oord, Li and Vinyals, 2018)."""
    logits = likeness / temperature
    logits = logits - logits.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(logits).sum(axis=1)) - np.diag(logits)))
