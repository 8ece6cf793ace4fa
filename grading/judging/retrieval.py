"""Judges of what was found: how much of what there is (recall), and how much of it is right (precision). A figure that was
reached is told, as it does not tell what should have been found.
"""

from __future__ import annotations

import math
from typing import Any

import numpy

from grading.forms import form, kind
from grading.judging.base import Failed, Judge
from grading.judging.members import ids_of


class Retrieval(Judge):
    def recall(self, ids: Any, exact: Any, at_least: float, *, k: int | None = None, message: str = "") -> float:
        """Passes if the recall, averaged over the queries, is `at_least` this. Returns it.

        Args:
            ids: for each query a list (or row) of the ids that were found, at most `k`.
            exact: for each query those that should be found. Without `k`, no more ids may be returned than these: all ids
                together have a recall of 1.

        >>> t.recall([[1, 2], [3, 4]], exact=[[1, 2], [3, 5]], at_least=0.75)
        0.75
        >>> t.recall([[1, 2], [3, 4]], exact=[[1, 2], [3, 5]], at_least=0.9)
        Traceback (most recent call last):
        grading.judging.base.Failed: Recall 0.75, averaged over all queries; asked is 0.90 or more.
        """
        self._shows(f"a recall of {at_least:g} or more")
        wanted, rows = _rows(exact, "What to find"), _rows(ids, "What you returned")
        if not wanted or len(rows) != len(wanted):
            raise Failed(f"What you returned: {form(ids)}; expected a list of ids for each query.")
        if any(len(row) > (len(right) if k is None else k) for row, right in zip(rows, wanted, strict=True)):
            raise Failed("There are more ids for a query than were asked for.")
        shares = [len(set(row) & set(right)) / len(set(right)) if right else 1.0 for row, right in zip(rows, wanted, strict=True)]
        reached = sum(shares) / len(shares)
        if reached < at_least:
            average = ", averaged over all queries" if len(shares) > 1 else ""
            said = f"Recall {_figure(reached)}{average}; asked is {at_least:.2f} or more."
            raise Failed(f"{said} {message}".strip())
        return reached

    def pairs_f1(self, got: Any, gold: Any, at_least: float, message: str = "") -> float:
        """Passes if the F1 of pairs, the harmonic mean of precision and recall, is `at_least` this. Returns it.

        Pairs have no order and count once; each has two different members, ids or texts.

        >>> t.pairs_f1([(1, 2), (2, 1), (3, 4)], gold=[[2, 1], [4, 3]], at_least=0.9)
        1.0
        >>> t.pairs_f1([(1, 2), (1, 3)], gold=[(1, 2)], at_least=0.9)
        Traceback (most recent call last):
        grading.judging.base.Failed: Precision 0.50, recall 1.00: F1 0.66; asked is 0.90 or more.
        """
        self._shows(f"an F1 of {at_least:g} or more")
        right, found = _pairs(gold, "What to find"), _pairs(got, "What you returned")
        both = len(right & found)
        precision = both / len(found) if found else float(not right)
        recall = both / len(right) if right else float(not found)
        reached = 2 * both / (len(found) + len(right)) if found or right else 1.0
        if reached < at_least:
            figures = f"Precision {_figure(precision)}, recall {_figure(recall)}: F1 {_figure(reached)}"
            raise Failed(f"{figures}; asked is {at_least:.2f} or more. {message}".strip())
        return reached


def _figure(share: float) -> str:
    """Two digits, rounded down: what is not reached must not look as if it were."""
    return f"{math.floor(100 * share + 1e-9) / 100:.2f}"


def _rows(value: Any, what: str) -> list[list[int]]:
    if not isinstance(value, list | tuple) and not (isinstance(value, numpy.ndarray) and value.ndim == 2):
        raise Failed(f"{what}: {form(value)}; expected a list of ids for each query.")
    return [ids_of(row, f"{what} for a query") for row in value]


def _pairs(value: Any, what: str) -> set[frozenset[int | str]]:
    if not isinstance(value, list | tuple) and not (isinstance(value, numpy.ndarray) and value.ndim == 2):
        raise Failed(f"{what}: {form(value)}; expected a list of pairs.")
    pairs = set()
    for one in value:
        members = one.tolist() if isinstance(one, numpy.ndarray) and one.ndim else one
        if not isinstance(members, list | tuple) or len(members) != 2:
            raise Failed(f"{what}: {form(value)} with {form(one)} in it; expected pairs.")
        pair = frozenset(map(_member, members))
        if len(pair) != 2:
            raise Failed(f"{what} has a pair of something with itself, or of other things than ids and texts.")
        pairs.add(pair)
    return pairs


def _member(one: Any) -> int | str:
    if isinstance(one, numpy.integer) or type(one) is int:
        return int(one)
    if type(one) is str:
        return one
    raise Failed(f"There is {kind(one)} in a pair; expected ids, which are whole numbers, or texts.")
