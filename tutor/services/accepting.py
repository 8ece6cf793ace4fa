"""The one door for acts that are told later, many at once: each is taken for itself, in the order in which they were done."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet

from exercises.models import HintTaken
from tutor.errors import AlreadyDone, BadInput, LearningError, NotYet, TooOld, UnknownRevision
from tutor.models import Enrolment, Event, Kind, LessonProgress, StepDone, User
from tutor.services.answers import answer_item
from tutor.services.code import take_hint
from tutor.services.learning import lock
from tutor.services.lessons import enrol, finish_step, start_lesson
from tutor.services.log import stamp
from tutor.services.undoing import undo_last

MOST_AT_ONCE = 500
LARGEST = 10**9
LAST = datetime.max.replace(tzinfo=UTC)
# What a device that was away is told where the site, which sees one act at a time, has one word for several things.
CODES: dict[type[LearningError], str] = {
    NotYet: "future",
    TooOld: "too_old",
    UnknownRevision: "unknown_revision",
    BadInput: "malformed",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one act. A refusal has a code, names the field, says what is wrong with it, and how to mend it. `score` is
    the site's own mark of an answer that was taken.
    """

    id: str
    state: Literal["accepted", "repeated", "refused"]
    code: str = ""
    field: str = ""
    reason: str = ""
    mend: str = ""
    score: float | None = None


def accept(*, learner: User, events: Sequence[Mapping[str, Any]], now: datetime) -> list[Taken]:
    """Takes what a client did while it had no connection. Sending a batch again, or parts of it, changes nothing.

    Args:
        events: documents with `id` (UUID), `kind`, `at` (ISO 8601 with its offset), `zone` (IANA), and what the kind needs:
            `answered`: item, revision (its digest), number, response, seconds, hints_used, and lesson and step if one asked it.
            `step_done`: lesson, step. `lesson_begun`: lesson. `enrolled`: path. `hint_taken`: exercise, number. `undone`: answer,
            the id of the answer that is taken back.

    Returns:
        What became of each, in the order in which they were sent. Of more than 500 the others are refused; nothing else that is
        wrong with one of them keeps another from being taken.
    """
    told = [_Told(one) for one in events]
    order = sorted(range(min(len(told), MOST_AT_ONCE)), key=lambda place: (told[place].done_at, place))
    taken = {place: _accept_one(learner, told[place], now) for place in order}
    later = ("refused", "too_many", "", f"Only the first {MOST_AT_ONCE} of a batch are taken.", "Send it with the next batch.")
    return [taken.get(place) or Taken(one.name, *later) for place, one in enumerate(told)]


def _accept_one(learner: User, told: _Told, now: datetime) -> Taken:
    try:
        event_id = told.uuid("id")
        act = ACTS.get(told.text("kind"))
        if act is None:
            raise BadInput("Clients do not tell of such acts.", f"Send one of {', '.join(ACTS)}.", field="kind")
        given = {"learner": learner, "now": now, "event_id": event_id, "at": told.moment("at"), "zone": told.text("zone")}
        known = Event.objects.filter(learner=learner, uuid=event_id).values_list("document", flat=True).first()
        if known is not None:
            return Taken(told.name, "repeated", score=known.get("score"))
        with transaction.atomic():
            score = act(told, {**given, "learner": lock(learner)})
    except LearningError as refusal:
        code = CODES.get(type(refusal), refusal.code)
        return Taken(told.name, "refused", code, refusal.field, refusal.problem, refusal.mend)
    return Taken(told.name, "accepted", score=score)


@dataclass(frozen=True, slots=True)
class _Told:
    """Reads a document that anybody may have written."""

    document: Any

    @property
    def name(self) -> str:
        """What the client calls it, as far as that can be told."""
        given = self.get("id")
        return given[:64] if isinstance(given, str) else ""

    @property
    def done_at(self) -> datetime:
        """When it says that it was done, for the order; what says nothing sensible comes last, and is refused."""
        try:
            at = self.moment("at")
        except BadInput:
            return LAST
        return at if at.tzinfo else LAST

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


def _answered(told: _Told, given: dict[str, Any]) -> float:
    response = told.get("response")
    if not isinstance(response, dict):
        raise BadInput("The response is missing.", "Send it as the kind of question takes it.", field="response")
    outcome = answer_item(
        item_slug=told.text("item"),
        revision=told.text("revision"),
        number=told.number("number"),
        response=response,
        seconds=told.number("seconds"),
        hints_used=told.number("hints_used"),
        lesson_slug=told.optional("lesson"),
        step_key=told.optional("step"),
        **given,
    )
    return outcome.mark.score


def _step_done(told: _Told, given: dict[str, Any]) -> None:
    which = {"lesson_slug": told.text("lesson"), "step_key": told.text("step")}
    done = StepDone.objects.filter(lesson__slug=which["lesson_slug"], step_key=which["step_key"])
    _first(done, "at", "step", "This step was done before.", given)
    finish_step(**which, **given)


def _lesson_begun(told: _Told, given: dict[str, Any]) -> None:
    lesson = told.text("lesson")
    _first(LessonProgress.objects.filter(lesson__slug=lesson), "started_at", "lesson", "This lesson was begun before.", given)
    start_lesson(lesson_slug=lesson, **given)


def _enrolled(told: _Told, given: dict[str, Any]) -> None:
    path = told.text("path")
    _first(Enrolment.objects.filter(path__slug=path), "at", "path", "This path was joined before.", given)
    enrol(path_slug=path, **given)


def _hint_taken(told: _Told, given: dict[str, Any]) -> None:
    exercise, number = told.text("exercise"), told.number("number")
    taken = HintTaken.objects.filter(exercise__slug=exercise, number=number)
    _first(taken, "at", "number", "This hint was taken before.", given)
    take_hint(exercise_slug=exercise, number=number, **given)


def _undone(told: _Told, given: dict[str, Any]) -> None:
    answer = told.uuid("answer")
    if Event.objects.filter(learner=given["learner"], kind=Kind.UNDONE, document__event=str(answer)).exists():
        raise AlreadyDone("This answer was taken back before.", OTHER_DEVICE, field="answer")
    undo_last(answer=answer, **given)


OTHER_DEVICE = "Forget this act: another device was first."


def _first(rows: QuerySet[Any], moment: str, field: str, problem: str, given: dict[str, Any]) -> None:
    """Refuses what another device did before. What was done earlier than what is known is taken, whenever it is told: so two
    devices come to the same state, whichever of them is heard first.
    """
    stamped = stamp(**given)
    if rows.filter(**{"learner": given["learner"], f"{moment}__lte": stamped.at}).exists():
        raise AlreadyDone(problem, OTHER_DEVICE, field=field)


# Each does the act; that of an answer gives its score.
ACTS: dict[str, Callable[[_Told, dict[str, Any]], float | None]] = {
    Kind.ANSWERED.value: _answered,
    Kind.STEP_DONE.value: _step_done,
    Kind.LESSON_BEGUN.value: _lesson_begun,
    Kind.ENROLLED.value: _enrolled,
    Kind.HINT_TAKEN.value: _hint_taken,
    Kind.UNDONE.value: _undone,
}
