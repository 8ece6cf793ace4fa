"""Leeches: concepts that a learner misses much more often than the memory model holds possible.

A count of lapses calls every old and busy concept a leech. Here each counted review is weighed by how surprising it was: under
the model a miss has the probability 1 − p, where p is the corrected recall before it. What is summed is the log likelihood ratio
between "the odds of a right answer are a quarter of what the model says" and "they are as it says", the cumulative sum of
E. S. Page, Continuous inspection schemes, Biometrika 41 (1954): it grows with each miss that was not to be expected, falls
with each pass, and never below nothing, so that a good past does not hide a bad present.

At `ALARM` the evidence is 100 to 1, which takes at least four misses, for a miss never weighs more than ln 4. Of virtual learners
who are exactly as the model says 4 % are noticed wrongly within 40 reviews of a concept; of those whose odds are a quarter of
it 91 % are noticed rightly (tests/rules/test_leech.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tutor.rules.level import corrected

# In logits: what a leech is taken to lie under the model. A quarter of the odds turns 90 % into 69 %.
SHIFT = -math.log(4)
ALARM = math.log(100)


@dataclass(frozen=True, slots=True)
class Watch:
    """`evidence`: the log likelihood ratio so far, 0 or more; `misses`: since it was last nothing."""

    evidence: float = 0.0
    misses: int = 0

    @property
    def leech(self) -> bool:
        return self.evidence >= ALARM


def watched(watch: Watch, recall: float, *, passed: bool) -> Watch:
    """After one counted review; `recall` is the chance of a right answer that was expected, corrected in level."""
    usual, weak = corrected(recall), corrected(recall, SHIFT)
    ratio = math.log(weak / usual) if passed else math.log((1 - weak) / (1 - usual))
    evidence = max(0.0, watch.evidence + ratio)
    return Watch(evidence, watch.misses + (not passed)) if evidence > 0 else Watch()


def fold(reviews: Iterable[tuple[float, bool]]) -> Watch:
    """After a history of (expected chance, passed)."""
    watch = Watch()
    for recall, passed in reviews:
        watch = watched(watch, recall, passed=passed)
    return watch


def first_alarm(reviews: Iterable[tuple[float, bool]]) -> int | None:
    """After how many reviews the alarm rings first; None if it never does."""
    watch = Watch()
    for number, (recall, passed) in enumerate(reviews, 1):
        watch = watched(watch, recall, passed=passed)
        if watch.leech:
            return number
    return None
