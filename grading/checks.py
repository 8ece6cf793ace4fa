"""What an author imports to write an exercise's checks.

    from grading.checks import check

    @check("is symmetric", weight=2, concept="cosine")
    def is_symmetric(t):
        a, b = t.rng.normal(size=(2, 16))
        t.close(t.call("cosine", a, b), t.call("cosine", b, a), message="cos(a, b) and cos(b, a) are the same angle.")

A check runs in a sandbox of its own, apart from the learner's code: `t.call` asks the judge to run the learner's function
elsewhere and gives back plain data (numbers, text, lists, dicts, arrays). What is expected never comes near the learner's code.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy

from grading.calls import NOTHING, Ask, CallEnded, Calls, Handle, Served, Work
from grading.findings import Findings
from grading.judging import Failed, Judging

__all__ = ["NOTHING", "REGISTRY", "UNFORESEEN", "CallEnded", "Check", "Failed", "Handle", "Served", "T", "Work", "check"]

# Said when a check itself breaks over a value; the form of that value follows.
UNFORESEEN = "This check cannot work with what you returned"


class T(Judging, Calls):
    """What a check gets: a random generator (`rng`), seeded for every grading and check, calls, and ways to judge."""

    def __init__(
        self, ask: Ask, check_name: str, seed: int, data: Mapping[str, Any] | None = None, *, sample: bool = True
    ) -> None:
        super().__init__(ask, sample=sample)
        self.rng = numpy.random.default_rng([abs(seed), zlib.crc32(check_name.encode())])
        self._data = data or {}
        self.findings: Findings | None = None

    def data(self, name: str) -> Any:
        """What the file `name` of the exercise's data/ folder holds (without its ending), a copy of its own each time."""
        if name not in self._data:
            raise LookupError(f"the exercise has no data named {name}")
        return copy.deepcopy(self._data[name])

    def report(
        self,
        score: float,
        *,
        shares: Mapping[str, float] | None = None,
        counts: Mapping[str, int] | None = None,
        curves: Mapping[str, Sequence[tuple[float, float]]] | None = None,
        texts: Sequence[str] = (),
        mistakes: Sequence[tuple[str, int, int, float, str]] = (),
        mistakes_in_all: int | None = None,
    ) -> None:
        """Tells the learner's page of this check's findings, whether or not it passes. The last call counts.

        Everything in it is shown to the learner, also of a hidden check.

        Args:
            score: from 0 to 1, what a certificate goes by.
            shares: figures from 0 to 1 by name, such as precision and recall.
            counts: whole numbers by name, such as work that was done.
            curves: points (recall, precision) by name.
            texts: what the mistakes are about.
            mistakes: `("wrong" or "missed", place, place, likeness, note)`, places in `texts`; a note stands beside the few
                that teach most.
            mistakes_in_all: how many there are, where not all are given.

        Raises:
            BadFindings: a part has not this form, or all of it is more than 96 KiB.
        """
        self.findings = Findings.from_dict(
            {
                "score": score,
                "shares": list((shares or {}).items()),
                "counts": list((counts or {}).items()),
                "curves": list((curves or {}).items()),
                "texts": texts,
                "mistakes": mistakes,
                "mistakes_in_all": len(mistakes) if mistakes_in_all is None else mistakes_in_all,
            }
        )


@dataclass(frozen=True)
class Check:
    name: str
    title: str
    weight: float
    concept: str
    sample: bool
    run: Callable[[T], None]
    # Those that differ from the exercise's; the judge knows what may be set.
    limits: dict[str, float] = field(default_factory=dict)


REGISTRY: dict[str, Check] = {}


def check(
    title: str,
    *,
    weight: float = 1,
    concept: str = "",
    sample: bool = False,
    cpu_seconds: float | None = None,
    wall_seconds: float | None = None,
    memory_mib: int | None = None,
) -> Callable[[Callable[[T], None]], Callable[[T], None]]:
    """Makes a function a check. Its name is the check's name; learners see `title`.

    Args:
        weight: its share of the score, relative to the others.
        concept: slug of the concept it is evidence of.
        sample: whether the learner sees the call, what was expected and what came back, and Run includes it.
        cpu_seconds, wall_seconds, memory_mib: limits of the learner's code in this check, where not those of the exercise.
    """
    given = {"cpu_seconds": cpu_seconds, "wall_seconds": wall_seconds, "memory_mib": memory_mib}
    limits = {name: limit for name, limit in given.items() if limit is not None}

    def register(run: Callable[[T], None]) -> Callable[[T], None]:
        name = run.__name__
        if name in REGISTRY:
            raise ValueError(f"two checks are named {name}")
        if not title or not weight > 0:
            raise ValueError(f"the check {name} needs a title and a positive weight")
        REGISTRY[name] = Check(name, title, float(weight), concept, sample, run, limits)
        return run

    return register


def declared() -> list[dict[str, Any]]:
    """The checks that were registered, as plain data."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "weight": one.weight,
            "concept": one.concept,
            "sample": one.sample,
            "limits": one.limits,
        }
        for one in REGISTRY.values()
    ]
