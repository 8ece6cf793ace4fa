"""How virtual learners really forget: two models, of which the site knows neither the kind nor the parameters."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol

from fsrs import Card, Rating, Scheduler, State
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from tutor.simulation.chance import around, chance

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
# How much a learner's parameters differ from the defaults, as the standard deviation of their logarithm.
APART = 0.2
# How much faster than usual a concept is forgotten, whoever learned it: likewise.
HARDNESS = 0.35


class Mind(Protocol):
    """What one learner knows. Days count from the beginning of the simulation."""

    def met(self) -> Collection[str]:
        """Concepts that were practised at least once."""

    def recall(self, concept: str, day: int) -> float:
        """The true chance to recall a concept, 0 for one never met."""

    def practise(self, concept: str, day: int, *, recalled: bool) -> None:
        """A recall or a miss, followed by the right answer."""


def hardness(concept: str) -> float:
    """So many times as fast as usual a concept is forgotten, the same for all learners."""
    return around(1.0, HARDNESS, "hardness", concept)


class FsrsMind:
    """FSRS-6 with parameters of the learner's own, around the defaults."""

    def __init__(self, seed: str) -> None:
        own = [
            min(high, max(low, around(default, APART, seed, "parameter", n)))
            for n, (default, low, high) in enumerate(
                zip(DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
            )
        ]
        self._scheduler = Scheduler(parameters=own, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        self._cards: dict[str, Card] = {}
        self._hardness: dict[str, float] = {}

    def met(self) -> Collection[str]:
        return self._cards.keys()

    def recall(self, concept: str, day: int) -> float:
        card = self._cards.get(concept)
        return float(self._scheduler.get_card_retrievability(card, self._moment(concept, day))) if card else 0.0

    def practise(self, concept: str, day: int, *, recalled: bool) -> None:
        card = self._cards.get(concept)
        if card is None:
            card, self._hardness[concept] = Card(card_id=0), hardness(concept)
        rating = Rating.Good if recalled else Rating.Again
        self._cards[concept], _ = self._scheduler.review_card(card, rating, self._moment(concept, day))
        assert self._cards[concept].state is State.Review

    def _moment(self, concept: str, day: int) -> datetime:
        """A harder concept lives through its days faster."""
        return EPOCH + timedelta(days=day * self._hardness[concept])


class TraceMind:
    """Each practice leaves a trace that decays by a power of its age; what is learned beside a concept gets in its way.

    Activation m = ln Σ t^(−d), where a trace laid down at a high activation decays faster, d = c·e^m + a: practice that comes
    too soon is worth little. Recall is logistic in m. Pavlik and Anderson 2005 (doi 10.1207/s15516709cog0000_14), with their
    c, a and scale of the time between sessions; the threshold is lower than their word pairs', for ideas that a lesson explained.
    """

    C, A = 0.217, 0.177
    SPREAD = 0.255
    SECONDS_A_DAY = 0.025 * 86_400
    AT_ONCE = 600.0  # seconds between a practice and the next question on the same day
    THRESHOLD, THRESHOLDS_APART = -1.95, 0.12
    INTERFERENCE = 0.10

    def __init__(self, seed: str, lesson_of: Mapping[str, str]) -> None:
        draw = chance(seed, "threshold")
        self._threshold = draw.gauss(self.THRESHOLD, self.THRESHOLDS_APART)
        self._decay = self.A * draw.lognormvariate(0, APART / 2)
        self._traces: dict[str, list[tuple[int, float]]] = {}
        self._lesson_of, self._lately = lesson_of, dict[str, dict[str, int]]()
        self._hardness: dict[str, float] = {}

    def met(self) -> Collection[str]:
        return self._traces.keys()

    def recall(self, concept: str, day: int) -> float:
        if concept not in self._traces:
            return 0.0
        return 1 / (1 + math.exp((self._threshold + self._hindered(concept) - self._activation(concept, day)) / self.SPREAD))

    def practise(self, concept: str, day: int, *, recalled: bool) -> None:
        traces = self._traces.setdefault(concept, [])
        self._hardness.setdefault(concept, hardness(concept))
        # After a miss the right answer is only read, which leaves a trace like that of a first meeting at best.
        strength = math.exp(self._activation(concept, day)) if traces and recalled else 0.0
        traces.append((day, self.C * strength + self._decay * (1.0 if recalled else 1.15)))
        self._lately.setdefault(self._lesson_of[concept], {})[concept] = day

    def _activation(self, concept: str, day: int) -> float:
        fast = self._hardness[concept]
        ages = ((self.AT_ONCE + (day - when) * self.SECONDS_A_DAY * fast, decay) for when, decay in self._traces[concept])
        return math.log(sum(age**-decay for age, decay in ages))

    def _hindered(self, concept: str) -> float:
        """By what else of its lesson was practised since: similar things push each other out."""
        last = self._traces[concept][-1][0]
        others = self._lately[self._lesson_of[concept]].items()
        return self.INTERFERENCE * math.log1p(sum(when > last for other, when in others if other != concept))
