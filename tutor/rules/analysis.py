"""What the answers to a version of a question say of the question: sums to add answers to, and figures to read off them.

Sums and not lists are kept, so that a million answers to a version take one row, and an answer can be taken out again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tutor.rules.intervals import Z95, Estimate, correlation, median, share

# Fewer answers than this say nothing that an author should act upon: at 30 the interval of a share is 0.35 wide at its widest.
LEAST_ANSWERS = 30
# A correlation needs more: at 50 the interval around 0.2 is ±0.27.
LEAST_PAIRS = 50
# A learner of whom so many other answers are known counts for discrimination; with fewer the level is mostly chance.
LEAST_OTHERS = 5
# As many answers at the expected level are put to everyone's own, so that few of them make nobody strong or weak.
SHRINK = 10


@dataclass(frozen=True, slots=True)
class Level:
    """How a learner did so far against what the model predicted: over `answers`, the sum of passed (0 or 1) less predicted."""

    answers: int = 0
    residual: float = 0.0

    def after(self, passed: bool, predicted: float | None) -> Level:
        """With one answer more; one of which nothing was predicted says nothing of the level."""
        return self if predicted is None else Level(self.answers + 1, self.residual + passed - predicted)

    def before(self, passed: bool, predicted: float | None) -> Level:
        """Without the latest answer."""
        return self if predicted is None else Level(self.answers - 1, self.residual - passed + predicted)

    @property
    def rest(self) -> float | None:
        """The mean of the residuals, shrunk towards 0; None where it is known of too few answers.

        It is taken before an answer is added, so it is the level on the learner's *other* answers: the item-rest correlation
        leaves the item itself out, which would correlate with itself (Henrysson 1963, Psychometrika 28). A residual, not the
        share of right answers, because learners meet different questions at different times: who reviews late is not weak.
        """
        return self.residual / (self.answers + SHRINK) if self.answers >= LEAST_OTHERS else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as the figures need it. `passed` as memory counts it; `predicted`: the recall that the model expected, None
    where it knew nothing; `rest`: the learner's level on other answers; `picks`: what was chosen, by its place in the file.
    """

    passed: bool
    seconds: int
    hinted: bool = False
    predicted: float | None = None
    rest: float | None = None
    picks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picked:
    """How often an option was taken; by how many of known level, and the sum of their levels."""

    count: int = 0
    known: int = 0
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class Sums:
    """Answers to one version, added up. Of the `known`, whose level is known: how many passed (`known_passed`), the sums of
    their levels, of the squares of these, and of the levels of those who passed.
    """

    answers: int = 0
    passed: int = 0
    hinted: int = 0
    seconds: Mapping[int, int] = field(default_factory=dict)
    predicted: int = 0
    residual: float = 0.0
    variance: float = 0.0
    known: int = 0
    known_passed: int = 0
    rest: float = 0.0
    rest_squared: float = 0.0
    rest_passed: float = 0.0
    picks: Mapping[str, Picked] = field(default_factory=dict)

    def as_document(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Sums:
        """What `as_document` gave, after JSON has made texts of its keys."""
        read = {
            "seconds": {int(value): count for value, count in document["seconds"].items()},
            "picks": {key: Picked(**one) for key, one in document["picks"].items()},
        }
        return cls(**{**document, **read})


def add(sums: Sums, answer: Answer, sign: int = 1) -> Sums:
    """The sums with an answer more; with `sign` −1, without one that is in them."""
    p, rest, passed = answer.predicted, answer.rest, int(answer.passed)
    known = rest is not None
    level = rest if rest is not None else 0.0
    picks = dict(sums.picks)
    for pick in answer.picks:
        before = picks.pop(pick, Picked())
        after = Picked(before.count + sign, before.known + sign * known, before.rest + sign * level)
        if after.count > 0:
            picks[pick] = after
    seconds = dict(sums.seconds)
    seconds[answer.seconds] = seconds.get(answer.seconds, 0) + sign
    return replace(
        sums,
        answers=sums.answers + sign,
        passed=sums.passed + sign * passed,
        hinted=sums.hinted + sign * answer.hinted,
        seconds={value: count for value, count in seconds.items() if count > 0} if sign < 0 else seconds,
        predicted=sums.predicted + sign * (p is not None),
        residual=sums.residual + (sign * (passed - p) if p is not None else 0.0),
        variance=sums.variance + (sign * p * (1 - p) if p is not None else 0.0),
        known=sums.known + sign * known,
        known_passed=sums.known_passed + sign * (known and passed),
        rest=sums.rest + sign * level,
        rest_squared=sums.rest_squared + sign * level * level,
        rest_passed=sums.rest_passed + sign * level * passed,
        picks=picks,
    )


def together(one: Sums, other: Sums) -> Sums:
    """The sums over the answers of both."""
    picks = dict(one.picks)
    for key, more in other.picks.items():
        had = picks.get(key, Picked())
        picks[key] = Picked(had.count + more.count, had.known + more.known, had.rest + more.rest)
    seconds = dict(one.seconds)
    for value, count in other.seconds.items():
        seconds[value] = seconds.get(value, 0) + count
    plain = {
        name: getattr(one, name) + getattr(other, name) for name in Sums.__slots__ if name not in {"seconds", "picks"}
    }
    return Sums(seconds=seconds, picks=picks, **plain)


def pass_rate(sums: Sums) -> Estimate | None:
    return share(sums.passed, sums.answers) if sums.answers >= LEAST_ANSWERS else None


def hint_rate(sums: Sums) -> Estimate | None:
    return share(sums.hinted, sums.answers) if sums.answers >= LEAST_ANSWERS else None


def time_taken(sums: Sums) -> Estimate | None:
    """The median of the seconds."""
    return median(sums.seconds) if sums.answers >= LEAST_ANSWERS else None


def residual(sums: Sums) -> Estimate | None:
    """Observed less predicted recall, a mean; were the model right, its standard error would be √Σp(1−p) / n."""
    n = sums.predicted
    if n < LEAST_ANSWERS:
        return None
    half = Z95 * math.sqrt(max(0.0, sums.variance)) / n
    return Estimate(sums.residual / n, sums.residual / n - half, sums.residual / n + half, n)


def standardised(sums: Sums) -> float | None:
    """Σ(passed − p) / √Σp(1−p): about normal with deviation 1 while the model is right (the z of a sum of Bernoulli trials)."""
    if sums.predicted < LEAST_ANSWERS or sums.variance <= 1e-9:
        return None
    return sums.residual / math.sqrt(sums.variance)


def discrimination(sums: Sums) -> Estimate | None:
    """Point-biserial correlation of passing with the learner's level on other answers: do the strong pass more often?

    None where too few levels are known, or where all passed or none did, so that nothing can be told apart.
    """
    return _biserial(sums, sums.known_passed, sums.rest_passed)


def option_share(sums: Sums, pick: str) -> Estimate | None:
    return share(_count(sums, pick).count, sums.answers) if sums.answers >= LEAST_ANSWERS else None


def option_discrimination(sums: Sums, pick: str) -> Estimate | None:
    """As `discrimination`, of choosing this option: above 0 where strong learners choose it, as they should a right one."""
    picked = _count(sums, pick)
    return _biserial(sums, picked.known, picked.rest)


def _count(sums: Sums, pick: str) -> Picked:
    return sums.picks.get(pick, Picked())


def _biserial(sums: Sums, ones: int, rest_of_ones: float) -> Estimate | None:
    """(M₁ − M) / s · √(p / (1 − p)), which is Pearson's r where one of the two is 0 or 1 (Lev 1949, Annals of Math. Stat. 20)."""
    n = sums.known
    if n < LEAST_PAIRS or not 0 < ones < n:
        return None
    mean = sums.rest / n
    spread = sums.rest_squared / n - mean * mean
    if spread <= 1e-12:
        return None
    p = ones / n
    r = (rest_of_ones / ones - mean) / math.sqrt(spread) * math.sqrt(p / (1 - p))
    return correlation(max(-1.0, min(1.0, r)), n)
