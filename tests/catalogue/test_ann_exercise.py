"""The exercise of lesson 3.3 asks for an index, not for the one of its solution: others that are as good pass, too."""

from __future__ import annotations

import pytest

from grading.contract import Verdict
from grading.validate import grade
from tests.catalogue.bundle import real
from tutor.catalogue.proving import bench_of

BUNDLE = real()
(EXERCISE,) = (one for one in BUNDLE.exercises.values() if one.slug == "ann-index")

GRAPH = """
import numpy as np


def build(X):
    squares = (X**2).sum(axis=1)
    near = np.argsort(squares[:, None] + squares - 2 * X @ X.T, axis=1)[:, :11]
    starts = [0]
    apart = ((X - X[0]) ** 2).sum(axis=1)
    while len(starts) < min(60, len(X)):
        starts.append(int(apart.argmax()))
        apart = np.minimum(apart, ((X - X[starts[-1]]) ** 2).sum(axis=1))
    return near.tolist(), list(dict.fromkeys(starts)), len(X)


def candidates(index, distance, budget):
    near, starts, count = index
    known, opened, ask = {}, set(), starts
    while len(known) < min(budget, count):
        ask = ask[: budget - len(known)]
        known.update(zip(ask, distance(ask)))
        closed = [row for row in known if row not in opened]
        if not closed:
            ask = [next(row for row in range(count) if row not in known)] if len(known) < count else []
            continue
        best = min(closed, key=known.get)
        opened.add(best)
        ask = [row for row in near[best] if row not in known]
    return sorted(known, key=known.get)[:15]
"""

K_MEANS = """
import numpy as np


def build(X):
    centres = X[np.random.default_rng(7).permutation(len(X))[: int(np.sqrt(len(X)))]].astype(float)
    for _ in range(10):
        apart = ((X[:, None] - centres) ** 2).sum(axis=2)
        home = apart.argmin(axis=1)
        for cell in set(home.tolist()):
            centres[cell] = X[home == cell].mean(axis=0)
    apart = ((X[:, None] - centres) ** 2).sum(axis=2)
    home = apart.argmin(axis=1)
    cells = [np.flatnonzero(home == cell) for cell in range(len(centres)) if (home == cell).any()]
    return [rows[apart[rows, home[rows[0]]].argsort()].tolist() for rows in cells]


def candidates(index, distance, budget):
    first = [rows[0] for rows in index][:budget]
    order = np.argsort(distance(first))
    return list(dict.fromkeys(first + [row for cell in order for row in index[cell]]))[:budget]
"""


@pytest.mark.parametrize("source", [GRAPH, K_MEANS], ids=["graph", "k-means"])
def test_another_good_index_passes(source: str) -> None:
    report = grade(bench_of(EXERCISE), source, seed=1)
    assert (report.verdict, report.score) == (Verdict.PASSED, 1)


def test_brute_force_is_over_the_budget_in_every_search_for_less_than_all() -> None:
    report = grade(bench_of(EXERCISE), EXERCISE.mutants["scans_all_rows.py"], 1)
    assert [one.name for one in report.checks if one.passed] == ["everything"]
    assert {one.message for one in report.checks if not one.passed and one.name != "tiny"} == {
        "More rows count than the budget allows: those that you ask about and those that you return, each once."
    }
