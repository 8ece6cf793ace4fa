"""What a learner's log leads to: the fold from what was done to steps and finished days, as `rules.history` is for memories.

A day's state follows from the events of that day, a step's from those that name it: that bounds the work of folding anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

# A pick of a plan, or what does it: ("review", item) or ("step", lesson, key).
Thing = tuple[str, ...]


# Of the minutes of a day for which no plan was made, as where a device was without a connection all day. Plans keep room free:
# half of those of a simulated year expect less than 61 % of the minutes, a tenth less than 48 %.
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Deed:
    """What one event does for the plan of a day.

    Attributes:
        zone: IANA name, where it was done.
        done: the picks that it does.
        seconds: of expected effort, for days without a plan.
        plan: the day's picks from then on, where the event opened or changed a plan.
        planner: whose plan, where two histories were joined. The day is finished by either.
        minutes: of a day that nobody had planned when something that was done on it was told.
        once: it does nothing but steps, and so nothing if they were done before.
    """

    event: UUID
    at: datetime
    zone: str
    done: frozenset[Thing] = frozenset()
    seconds: int = 0
    plan: frozenset[Thing] | None = None
    planner: str = ""
    minutes: int | None = None
    once: bool = False

    @property
    def opens(self) -> bool:
        return self.plan is not None or self.minutes is not None


@dataclass(frozen=True, slots=True)
class Finish:
    """When and where a day's plan was done."""

    at: datetime
    zone: str


def fold_day(deeds: Iterable[Deed], *, before: Collection[Thing] = ()) -> Finish | None:
    """When a day was finished for the first time, None if it never was. A plan that grows afterwards takes nothing back.

    Args:
        deeds: the events of the day, in any order. One that opens a plan comes before what was done at the same moment.
        before: steps of the plan that were done on earlier days.
    """
    plans, least = dict[str, frozenset[Thing]](), float("inf")
    done, today, seconds = set(before), set[Thing](), 0
    for deed in sorted(deeds, key=lambda one: (one.at, not one.opens, one.event)):
        if deed.plan is not None:
            plans[deed.planner] = deed.plan
        if deed.minutes is not None:
            least = ENOUGH * 60 * deed.minutes
        # The same question again is no more of the day's work.
        seconds += deed.seconds if deed.done - today else 0
        today |= deed.done
        done |= deed.done
        # A plan without picks is done by doing anything at all.
        planned = any(plan <= done and (plan or not deed.opens) for plan in plans.values())
        if planned or (not plans and seconds >= least):
            return Finish(deed.at, deed.zone)
    return None


def first_of(deeds: Iterable[Deed], done_at: Mapping[Thing, datetime]) -> list[Deed]:
    """The deeds without those that did a step again. Of two devices that tell of the same step the later one is refused if it is
    heard last, so it must not count for its day if it is heard first.

    Args:
        done_at: when each step was done for the first time.
    """
    return [one for one in deeds if not one.once or any(done_at.get(step, one.at) >= one.at for step in one.done)]


@dataclass(frozen=True, slots=True)
class StepAct:
    """An event by which a step was done, and the effort in seconds that it was worth."""

    event: UUID
    at: datetime
    day: date
    effort: int = 0


def fold_steps(acts: Mapping[Thing, Iterable[StepAct]]) -> dict[Thing, StepAct]:
    """The act by which each step was first done. Doing it again is worth nothing."""
    return {step: min(found, key=lambda one: (one.at, one.event)) for step, found in acts.items() if found}
