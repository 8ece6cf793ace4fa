"""The one door for acts that are told later, many at once: each is taken for itself, in the order in which they were done."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from exercises.models import ItemRevision
from tutor.errors import BadInput, LearningError, NotFound
from tutor.models import Event, Kind, User
from tutor.services.answers import answer_item
from tutor.services.code import take_hint
from tutor.services.lessons import enrol, finish_step, start_lesson
from tutor.services.undoing import undo_last

MOST_AT_ONCE = 500
LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one act. A refusal names the field, says what is wrong with it, and how to mend it."""

    id: str
    state: Literal["accepted", "repeated", "refused"]
    code: str = ""
    field: str = ""
    reason: str = ""


def accept(*, learner: User, events: Sequence[Mapping[str, Any]], now: datetime) -> list[Taken]:
    """Takes what a client did while it had no connection. Sending a batch again, or parts of it, changes nothing.

    Args:
        events: documents with `id` (UUID), `kind`, `at` (ISO 8601 with its offset), `zone` (IANA), and what the kind needs:
            `answered`: item, revision (its digest), number, response, seconds, hints_used, and lesson and step if one asked it.
            `step_done`: lesson, step. `lesson_begun`: lesson. `enrolled`: path. `hint_taken`: exercise, number. `undone`: answer,
            the id of the answer that is taken back.

    Returns:
        What became of each, in the order in which they were sent.

    Raises:
        BadInput: there are too many at once.
    """
    if len(events) > MOST_AT_ONCE:
        raise BadInput(f"These are {len(events)} acts.", f"Send at most {MOST_AT_ONCE} at once.", field="events")
    order = sorted(range(len(events)), key=lambda place: (str(_Told(events[place]).get("at")), place))
    taken = {place: _accept_one(learner, _Told(events[place]), now) for place in order}
    return [taken[place] for place in range(len(events))]


def _accept_one(learner: User, told: _Told, now: datetime) -> Taken:
    name = str(told.get("id"))[:64]
    try:
        event_id = told.uuid("id")
        act = ACTS.get(told.text("kind"))
        if act is None:
            raise BadInput("Clients do not tell of such acts.", f"Send one of {', '.join(ACTS)}.", field="kind")
        given = {"learner": learner, "now": now, "event_id": event_id, "at": told.moment("at"), "zone": told.text("zone")}
        if Event.objects.filter(learner=learner, uuid=event_id).exists():
            return Taken(name, "repeated")
        act(told, given)
    except LearningError as refusal:
        return Taken(name, "refused", refusal.code, refusal.field, refusal.message)
    return Taken(name, "accepted")


@dataclass(frozen=True, slots=True)
class _Told:
    """Reads a document that anybody may have written."""

    document: Any

    def get(self, name: str) -> Any:
        return self.document.get(name) if isinstance(self.document, Mapping) else None

    def text(self, name: str) -> str:
        value = self.get(name)
        if not isinstance(value, str) or not 0 < len(value) <= 200 or not value.isprintable():
            raise BadInput(f"“{name}” is missing or no text.", "Send a short text.", field=name)
        return value

    def optional(self, name: str) -> str | None:
        return None if self.get(name) is None else self.text(name)

    def number(self, name: str) -> int:
        value = self.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
            raise BadInput(f"“{name}” is missing or no count.", "Send a whole number, 0 or more.", field=name)
        return value

    def uuid(self, name: str) -> uuid.UUID:
        try:
            return uuid.UUID(self.text(name))
        except ValueError:
            raise BadInput(f"“{name}” is no UUID.", "Make one for each act.", field=name) from None

    def moment(self, name: str) -> datetime:
        try:
            return datetime.fromisoformat(self.text(name))
        except ValueError:
            raise BadInput(f"“{name}” is no moment.", "Send it as in 2026-03-02T09:00:00Z.", field=name) from None


def _answered(told: _Told, given: dict[str, Any]) -> None:
    item, response = told.text("item"), told.get("response")
    revision = ItemRevision.objects.filter(item__slug=item, digest=told.text("revision")).first()
    if revision is None:
        raise NotFound(f"There is no such version of the question “{item}”.", "Synchronise first.", field="revision")
    if not isinstance(response, dict):
        raise BadInput("The response is missing.", "Send it as the kind of question takes it.", field="response")
    answer_item(
        item_slug=item,
        revision_id=revision.pk,
        number=told.number("number"),
        response=response,
        seconds=told.number("seconds"),
        hints_used=told.number("hints_used"),
        lesson_slug=told.optional("lesson"),
        step_key=told.optional("step"),
        **given,
    )


def _undone(told: _Told, given: dict[str, Any]) -> None:
    undo_last(answer=told.uuid("answer"), **given)


ACTS: dict[str, Callable[[_Told, dict[str, Any]], Any]] = {
    Kind.ANSWERED.value: _answered,
    Kind.STEP_DONE.value: lambda told, given: finish_step(
        lesson_slug=told.text("lesson"), step_key=told.text("step"), **given
    ),
    Kind.LESSON_BEGUN.value: lambda told, given: start_lesson(lesson_slug=told.text("lesson"), **given),
    Kind.ENROLLED.value: lambda told, given: enrol(path_slug=told.text("path"), **given),
    Kind.HINT_TAKEN.value: lambda told, given: take_hint(
        exercise_slug=told.text("exercise"), number=told.number("number"), **given
    ),
    Kind.UNDONE.value: _undone,
}
