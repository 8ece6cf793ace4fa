"""How well predicted recall agrees with what was recalled, beside predictors that know nothing of any concept."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.rules.intervals import Estimate, share

# Predictions of a schedule crowd near its aim of 90 %, so bins are narrower there.
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
RECENT = 100  # answers in the moving average
LEAST = 1e-4  # no prediction is surer than this, so that one surprise costs no infinity


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model expected of a review (0 to 1), and whether the concept was recalled."""

    expected: float
    recalled: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions from `low` to `high`: their mean, and the share of them that was recalled."""

    low: float
    high: float
    expected: float
    recalled: Estimate


@dataclass(frozen=True, slots=True)
class Losses:
    """Mean log loss in nats, less is better: of the model, of the best constant in hindsight, and of the moving average."""

    model: float
    constant: float
    moving_average: float


def bins(predictions: Sequence[Prediction]) -> tuple[Bin, ...]:
    """The predictions by `EDGES`, least first; a bin without any is left out."""
    sorted_in: list[list[Prediction]] = [[] for _ in EDGES[1:]]
    for one in predictions:
        sorted_in[next(place for place, high in enumerate(EDGES[1:]) if one.expected < high or high == EDGES[-1])].append(one)
    return tuple(_bin(EDGES[place], EDGES[place + 1], inside) for place, inside in enumerate(sorted_in) if inside)


def losses(predictions: Sequence[Prediction]) -> Losses | None:
    """The log loss of the model and of two plain baselines over the same reviews, oldest first; None without any.

    The moving average expects of each review the share of the `RECENT` before it (with one of each added, so that it is never
    sure). A model is worth its trouble where it beats both.
    """
    if not predictions:
        return None
    mean = sum(one.recalled for one in predictions) / len(predictions)
    recent: deque[bool] = deque(maxlen=RECENT)
    hits, moving = 0, 0.0
    for one in predictions:
        moving += log_loss((hits + 1) / (len(recent) + 2), one.recalled)
        if len(recent) == RECENT:
            hits -= recent[0]
        recent.append(one.recalled)
        hits += one.recalled
    return Losses(
        model=sum(log_loss(one.expected, one.recalled) for one in predictions) / len(predictions),
        constant=sum(log_loss(mean, one.recalled) for one in predictions) / len(predictions),
        moving_average=moving / len(predictions),
    )


def log_loss(expected: float, recalled: bool) -> float:
    """Minus the logarithm of the probability that was given to what happened."""
    sure = min(1 - LEAST, max(LEAST, expected))
    return -math.log(sure if recalled else 1 - sure)


def _bin(low: float, high: float, inside: Sequence[Prediction]) -> Bin:
    expected = sum(one.expected for one in inside) / len(inside)
    return Bin(low, high, expected, share(sum(one.recalled for one in inside), len(inside)))
