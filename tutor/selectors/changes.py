"""What was done since a device last asked, on whichever device, and what came of it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from lessons.models import Concept
from tutor.errors import BadInput
from tutor.models import ConceptMemory, Event, Kind, LearnerDay, StepDone, User
from tutor.selectors.history import History
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

    `cursor` is where the next page begins; `more` says that there is one. `memories`, `steps` and `days` are all of
    `concepts`, of `lessons` and since `days_since`: what a device has beyond them was taken back.
    """

    events: tuple[EventView, ...]
    memories: tuple[ConceptMemory, ...]
    concepts: tuple[str, ...]
    steps: tuple[StepAt, ...]
    lessons: tuple[str, ...]
    days: tuple[LearnerDay, ...]
    days_since: date | None
    cursor: str
    more: bool


def cursor_at_end(learner: User) -> str:
    """Where `changes_since` begins for who has everything. One query."""
    told = Event.objects.filter(learner=learner).aggregate(last=Max("pk"), count=Count("pk"))
    return _written(told["last"] or 0, told["count"])


def changes_since(learner: User, cursor: str) -> Changes:
    """The next events after a cursor, from the first on without one. Nine queries at most.

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
    touched = _touched(own, page)
    concepts, lessons = _concepts(learner, touched), {lesson for one in touched for lesson, _ in one.document.get("steps", ())}
    # A correction of a zone moves what was done by a day at most.
    first = min(one.day for one in touched) - timedelta(days=1) if touched else None
    return Changes(
        events=tuple(map(_view, page)),
        memories=tuple(remembered(learner=learner, concept__in=concepts).select_related("concept").order_by("concept__slug")),
        concepts=tuple(sorted(concepts.values())),
        steps=_steps(learner, lessons),
        lessons=tuple(sorted(lessons)),
        days=_days(learner, first),
        days_since=first,
        cursor=_written(last, count + len(page)),
        more=more,
    )


def _touched(own: QuerySet[Event], page: list[Event]) -> list[Event]:
    """These events, those that they take back, and whatever was done since a zone that they correct. Two queries at most."""
    undone = [one.document["event"] for one in page if one.kind == Kind.UNDONE]
    taken_back = list(own.filter(uuid__in=undone)) if undone else []
    of_zones = [one for one in (*page, *taken_back) if one.kind == Kind.ZONE_SET and "since" in one.document]
    if not of_zones:
        return [*page, *taken_back]
    since = min(datetime.fromisoformat(one.document["since"]) for one in of_zones)
    return [*page, *taken_back, *own.filter(at__gte=since)]


def _concepts(learner: User, touched: list[Event]) -> dict[int, str]:
    """Slugs, by their keys, of the concepts of these events, and of those that a pass of them is credited to."""
    of_events, history = {one.concept_id for one in touched if one.concept_id}, History(learner)
    among = of_events.union(*(history.below(one) for one in of_events))
    return dict(Concept.objects.filter(pk__in=among).order_by().values_list("pk", "slug"))


def _steps(learner: User, lessons: set[str]) -> tuple[StepAt, ...]:
    rows = StepDone.objects.filter(learner=learner, lesson__slug__in=lessons).order_by("lesson__slug", "step_key")
    return tuple(StepAt(*row) for row in rows.values_list("lesson__slug", "step_key", "day", "at"))


def _days(learner: User, first: date | None) -> tuple[LearnerDay, ...]:
    since = Q(day__gte=first) if first else Q(pk=None)
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
