"""An exercise to grade against: the dot product."""

from __future__ import annotations

from textwrap import indent
from typing import Any

from grading.contract import Job, Limits, Report
from grading.engine import judge

CHECKS = """
import numpy as np
from grading.checks import check

@check("one pair", sample=True, concept="dot")
def one_pair(t):
    t.close(t.call("dot", np.array([1.0, 2.0]), np.array([3.0, 4.0])), 11.0)

@check("random pairs", weight=3, concept="dot")
def random_pairs(t):
    a, b = t.rng.normal(size=(2, 6))
    t.close(t.call("dot", a, b), float(a @ b), message="The products are not all added up.")
"""
RIGHT = "def dot(a, b):\n    return float(a @ b)\n"
# Far from what anything here takes, on however busy a machine; what is to meet a limit is given a nearer one.
LIMITS = {"cpu_seconds": 20, "wall_seconds": 60, "memory_mib": 256}


def job(
    source: str, *, checks: str = CHECKS, mode: str = "submit", entry: tuple[str, ...] = ("dot",), seed: int = 7, **limits: Any
) -> Job:
    return Job("j", "python", mode, source, checks, entry, seed, Limits(**LIMITS | limits), "d")


def grade(source: str, **changes: Any) -> Report:
    return judge(job(source, **changes))


def dot(body: str, before: str = "") -> str:
    """A submission whose dot has this body."""
    return f"{before}\ndef dot(a, b):\n{indent(body, '    ')}\n"


def sample(body: str) -> str:
    """What one sample check printed of a submission whose dot has this body."""
    report = grade(dot(f"{body}\nreturn 11.0"), mode="run")
    return report.checks[0].output or report.checks[0].message
