"""What designs of a duplicate finder cost: the counts that stage B of the lesson on duplicates turns into money."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lessons.lab import corpus, duplicates, index_growth, pooling, sentences
from lessons.lab.counts import Matrix

NEIGHBOURS = 10
THRESHOLDS = (60, 70, 80, 95)  # hundredths of a cosine
BAND = (50, 70)
BUDGETS = (500, 1000)
CHOSEN = 0.6  # the threshold that learners chose with the answers at hand
LABELS = 400
BANDS = 10
HELD_OUT = 100
DRAWS = 200
SEED = 1

Truths = NDArray[np.bool_]


def shared_words(texts: tuple[str, ...]) -> Matrix:
    """For each two texts the words that both have, as a share of those that either has (Jaccard, 1901)."""
    known = {word: place for place, word in enumerate(sorted({word for text in texts for word in corpus.words(text)}))}
    has = np.zeros((len(texts), len(known)))
    for row, text in enumerate(texts):
        has[row, [known[word] for word in corpus.words(text)]] = 1
    both, sizes = has @ has.T, has.sum(axis=1)
    return np.asarray(both / np.maximum(1, sizes[:, None] + sizes - both))


def missed_by_neighbours(likeness: Matrix, groups: duplicates.Ints) -> int:
    """Duplicate pairs of which neither is among the ten most alike to the other."""
    listed = np.zeros(likeness.shape, dtype=bool)
    np.put_along_axis(listed, duplicates.neighbours(likeness, NEIGHBOURS), True, axis=1)
    return int(np.triu((groups[:, None] == groups) & ~(listed | listed.T), k=1).sum())


def errors_at(likeness: Matrix, same: Truths, threshold: float) -> tuple[int, int]:
    """Strangers taken and duplicates missed among pairs, where those from this cosine on are taken."""
    taken = np.floor(100 * likeness + 1e-9) >= round(100 * threshold)
    return _errors(taken, same)


def errors_of_review(rows: Matrix, groups: duplicates.Ints, budget: int) -> tuple[int, int]:
    """The same of the exercise's solution, whose reviewer answers so many questions and is always right."""
    find: Callable[..., list[list[int]]] = runpy.run_path(str(duplicates.HIDDEN.parent / "solution.py"))["find_duplicates"]
    labels = np.arange(len(rows))
    for group in find([""] * len(rows), rows, lambda i, j: bool(groups[i] == groups[j]), budget):
        labels[group] = group[0]
    left, right = np.triu_indices(len(rows), k=1)
    return _errors(labels[left] == labels[right], groups[left] == groups[right])


def _errors(taken: Truths, same: Truths) -> tuple[int, int]:
    return int((taken & ~same).sum()), int((same & ~taken).sum())


def f_one(taken: Truths, same: Truths, weight: Matrix | float = 1.0) -> float:
    """F1 of what is taken, each pair counted as often as its weight says; 0 where there is nothing to count."""
    counted = float((weight * taken).sum() + (weight * same).sum())
    return 2 * float((weight * (taken & same)).sum()) / counted if counted else 0.0


def held_out() -> tuple[Matrix, duplicates.Ints, list[str]]:
    """Vectors, groups and domains of questions that learners never see; those that are alone are left out."""
    given = json.loads((duplicates.HIDDEN / "questions.json").read_text(encoding="utf-8"))["domains"]
    intents = [(name, texts) for name, domain in given.items() for texts in domain.values()]
    groups = np.repeat(np.arange(len(intents)), [len(texts) for _, texts in intents])
    return sentences.embed(duplicates.hidden_questions())[: len(groups)], groups, [name for name, texts in intents for _ in texts]


def off_by_domain(known: float) -> float:
    """By how many points of F1 a figure is off on the six other domains, in the mean, if it is the one of the known corpus."""
    rows, groups, domains = held_out()
    named = np.array(domains)
    gaps = []
    for domain in dict.fromkeys(domains):
        inside = named == domain
        likeness, same = duplicates.pairs(rows[inside], groups[inside])
        gaps.append(abs(f_one(likeness >= CHOSEN, same) - known))
    return 100 * float(np.mean(gaps))


def off_by_labels() -> dict[str, float]:
    """By how many points of F1 an estimate is off on held-out questions, in the mean of DRAWS draws, by what is labelled.

    `random`: LABELS of all pairs. `spread`: as many, equally from BANDS bands of the cosine, each counted for the pairs of its
    band. `complete`: all pairs of HELD_OUT questions.
    """
    rows, groups, _ = held_out()
    likeness, same = duplicates.pairs(rows, groups)
    taken, chance = likeness >= CHOSEN, np.random.default_rng(SEED)
    truth = f_one(taken, same)
    places = np.clip((BANDS * likeness).astype(int), 0, BANDS - 1)
    bands = [np.flatnonzero(places == band) for band in range(BANDS)]
    off: dict[str, list[float]] = {"random": [], "spread": [], "complete": []}
    for _ in range(DRAWS):
        some = chance.integers(len(likeness), size=LABELS)
        off["random"].append(f_one(taken[some], same[some]) - truth)
        each = LABELS // BANDS
        some = np.concatenate([chance.choice(band, each) for band in bands])
        weight = np.repeat([len(band) / each for band in bands], each)
        off["spread"].append(f_one(taken[some], same[some], weight) - truth)
        part = chance.choice(len(rows), HELD_OUT, replace=False)
        inside, alike = duplicates.pairs(rows[part], groups[part])
        off["complete"].append(f_one(inside >= CHOSEN, alike) - truth)
    return {name: 100 * float(np.abs(gaps).mean()) for name, gaps in off.items()}


def numbers() -> dict[str, object]:
    """Lists hold strangers taken and duplicates missed, `off` points of F1, `…_asks` distances for a query of 65,536 rows."""
    texts, groups = corpus.paragraphs("support"), duplicates.support_groups()
    rows = sentences.embed(texts)
    averaged = pooling.averaged_words(texts)
    likeness, same = duplicates.pairs(rows, groups)
    graph, cells = index_growth.by_graph(index_growth.MOST), index_growth.by_cells(index_growth.MOST)
    high, low = (errors_at(likeness, same, one / 100) for one in reversed(BAND))
    return {
        "duplicates": int(same.sum()),
        "missed_words": missed_by_neighbours(shared_words(texts), groups),
        "missed_mean": missed_by_neighbours(averaged @ averaged.T, groups),
        "missed_model": missed_by_neighbours(rows @ rows.T, groups),
        "graph_asks": round(graph.distances),
        "graph_recall": round(graph.recall, 3),
        "cells_asks": round(cells.distances),
        "cells_recall": round(cells.recall, 3),
        **{f"cut{one}": list(errors_at(likeness, same, one / 100)) for one in THRESHOLDS},
        "band_pairs": low[0] - high[0] + high[1] - low[1],
        "band": [high[0], low[1]],
        **{f"asked{budget}": list(errors_of_review(rows, groups, budget)) for budget in BUDGETS},
        "off_reused": round(off_by_domain(f_one(likeness >= CHOSEN, same)), 1),
        **{f"off_{name}": round(points, 1) for name, points in off_by_labels().items()},
    }
