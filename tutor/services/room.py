"""The time that a plan keeps free for things, by the learner's days of late; today's plan and those to come go by the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from statistics import mean
from typing import TypeVar

from tutor.models import User
from tutor.rules import margin
from tutor.rules.forecast import USUAL_SECONDS, Course
from tutor.rules.margin import Margin
from tutor.rules.memory import Memory
from tutor.rules.plan import DueReview, NextStep
from tutor.selectors.statistics.habit import PromisedDay, promised_days
from tutor.services.planning import Material

Planned = TypeVar("Planned", DueReview, NextStep)


def lived_before(learner: User, day: date) -> list[PromisedDay]:
    """The days of the last weeks on which something was done, oldest first."""
    return [one for one in promised_days(learner, day) if one.date < day]


def room_of(lived: Iterable[PromisedDay]) -> Margin:
    """What the finished ones of those days say of a plan."""
    return margin.learned(margin.Lived(*one.expected_seconds, one.taken_seconds) for one in lived if one.finished)


def roomy(one: Planned, room: float) -> Planned:
    """The same with the time that is kept free for it rather than what it is expected to take."""
    return replace(one, seconds=max(1, round(one.seconds * room)))


def course_ahead(given: Material, room: Margin, memories: Mapping[str, Memory], steps: Iterable[NextStep]) -> Course:
    """What plans to come are made from, with these memories and steps."""
    seconds = {one.concept: roomy(one, room.plain).seconds for one in given.due}
    return Course(
        memories=memories,
        seconds=seconds,
        steps=[roomy(one, room.of(one.kind)) for one in steps],
        taught=given.taught,
        by=given.by,
        downstream=given.downstream,
        usual_seconds=round(mean(seconds.values() or [USUAL_SECONDS * room.plain])),
    )
