"""What was done since a device last asked, on whichever device, and what came of it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q

from tutor.errors import BadInput
from tutor.models import ConceptMemory, Event, LearnerDay, StepDone, User
from tutor.selectors.history import History, steps_of
from tutor.selectors.recalled import remembered

MOST_EVENTS = 200
# As far back as acts are told late, and some more: the days that a page of events may have changed.
MOST_DAYS = 90
# What the log keeps for the site itself.
OURS = {"planner"}


@dataclass(frozen=True, slots=True)
class EventView:
    """An act. What is not of its kind is empty; `document` has the rest, by the kind (docs/learning.md)."""

    id: Any
    kind: str
    at: datetime
    received_at: datetime
    zone: str
    day: date
    item: str
    revision: str
    concept: str
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StepAt:
    """A step that is done, and when it was first."""

    lesson: str
    step: str
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of events in the order in which they were told, and how what they touch stands by now, after all pages.

    `cursor` is where the next page begins; `more` says that there is one. `days` were finished.
    """

    events: tuple[EventView, ...]
    memories: tuple[ConceptMemory, ...]
    steps: tuple[StepAt, ...]
    days: tuple[LearnerDay, ...]
    cursor: str
    more: bool


def cursor_at_end(learner: User) -> str:
    """Where `changes_since` begins for who has everything. One query."""
    told = Event.objects.filter(learner=learner).aggregate(last=Max("pk"), count=Count("pk"))
    return _written(told["last"] or 0, told["count"])


def changes_since(learner: User, cursor: str) -> Changes:
    """The next events after a cursor, from the first on without one. Six queries.

    A learner's events get their keys one after another, under the lock on the learner. Only when a guest joins an account do
    older ones appear among those of the account; so the cursor counts those that it has passed, which an index alone tells.

    Raises:
        BadInput: the cursor is none of ours, or others have come in before it.
    """
    passed, count = _read(cursor) if cursor else (0, 0)
    own = Event.objects.filter(learner=learner)
    if own.filter(pk__lte=passed).count() != count:
        raise BadInput("The history has changed before this cursor.", "Begin again without one.", field="since")
    chosen = own.filter(pk__gt=passed).order_by("pk").select_related("item_revision__item", "concept")
    found = list(chosen.defer("item_revision__document")[: MOST_EVENTS + 1])
    page, more = found[:MOST_EVENTS], len(found) > MOST_EVENTS
    last = page[-1].pk if page else passed
    return Changes(
        events=tuple(map(_view, page)),
        memories=_memories(learner, {one.concept_id for one in page if one.concept_id}),
        steps=_steps(learner, own.filter(pk__in=[one.pk for one in page])),
        days=_days(learner, page),
        cursor=_written(last, count + len(page)),
        more=more,
    )


def _memories(learner: User, concepts: set[int]) -> tuple[ConceptMemory, ...]:
    """Of these concepts, and of those that a pass of them is credited to."""
    history = History(learner)
    touched = concepts.union(*(history.below(one) for one in concepts))
    return tuple(remembered(learner=learner, concept__in=touched).select_related("concept").order_by("concept__slug"))


def _steps(learner: User, events: Any) -> tuple[StepAt, ...]:
    lessons = {lesson for _, lesson, _ in steps_of(events)}
    rows = StepDone.objects.filter(learner=learner, lesson__slug__in=lessons).order_by("lesson__slug", "step_key")
    return tuple(StepAt(*row) for row in rows.values_list("lesson__slug", "step_key", "day", "at"))


def _days(learner: User, page: list[Event]) -> tuple[LearnerDay, ...]:
    since = Q(day__gte=min(one.day for one in page)) if page else Q(pk=None)
    return tuple(LearnerDay.objects.filter(since, learner=learner).order_by("-day")[:MOST_DAYS])


def _view(event: Event) -> EventView:
    revision = event.item_revision
    return EventView(
        id=event.uuid,
        kind=event.kind,
        at=event.at,
        received_at=event.received_at,
        zone=event.zone,
        day=event.day,
        item=revision.item.slug if revision else "",
        revision=revision.digest if revision else "",
        concept=event.concept.slug if event.concept else "",
        document={name: value for name, value in event.document.items() if name not in OURS},
    )


def _written(passed: int, count: int) -> str:
    return base64.urlsafe_b64encode(f"{passed}.{count}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[int, int]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        passed, count = (int(part) for part in text.split(".") if part.isdecimal() and len(part) < 19)
    except (binascii.Error, ValueError) as problem:
        raise BadInput("This cursor leads nowhere.", "Begin again without one.", field="since") from problem
    return passed, count
