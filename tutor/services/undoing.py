"""Taking back a slip: it is an event, and the rest is folded anew."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tutor.errors import NotFound, StaleQuestion
from tutor.models import Event, Kind, Review, User
from tutor.selectors.history import History
from tutor.services.learning import lock
from tutor.services.log import Stamp, stamp, told, write
from tutor.services.refolding import refold


@dataclass(frozen=True, slots=True)
class Undone:
    """The question that is open again, and the lesson's step that asked it, if one did."""

    item_slug: str
    lesson_slug: str
    step_key: str


def undo_last(
    *,
    learner: User,
    answer: uuid.UUID,
    now: datetime,
    event_id: uuid.UUID | None = None,
    at: datetime | None = None,
    zone: str | None = None,
) -> Undone:
    """Takes back the newest answer of today: its review, its effort, the step and the day that it finished. The question comes
    again with the same values. Taking the same answer back again changes nothing.

    Args:
        answer: the UUID of the answer's event, so that nobody takes back another than they saw.
        event_id, at, zone: those of a client that was without a connection, as `log.stamp` takes them.

    Raises:
        NotFound: the learner has given no such answer.
        StaleQuestion: it is not the newest answer of today.
    """
    with transaction.atomic():
        learner = lock(learner)
        told(learner, event_id, Kind.UNDONE)
        event = Event.objects.filter(learner=learner, uuid=answer, kind=Kind.ANSWERED).select_related("concept").first()
        if event is None:
            raise NotFound("There is no such answer.", "Reload the page.", field="answer")
        undone = _undone_since(learner, event)
        if event.uuid not in undone:
            stamped = stamp(learner, now=now, event_id=event_id or uuid.uuid5(event.uuid, Kind.UNDONE), at=at, zone=zone)
            _check_newest(learner, event, undone, stamped)
            # The review goes with the answer; what was predicted is kept for sums that have the answer in them.
            predicted = Review.objects.filter(event=event, counted=True).values_list("predicted_recall", flat=True).first()
            asked = {name: event.document[name] for name in ("item", "number", "hints_used")}
            document = {"event": str(event.uuid), "predicted": predicted, **asked}
            write(learner, Kind.UNDONE, stamped, now=now, concept=event.concept, document=document)
            history = History(learner)
            concepts = [event.concept_id, *history.below(event.concept_id)]
            refold(learner=learner, concepts=concepts, days=[history.day(event)], since=event.at)
    lesson, step = next(iter(event.document["steps"]), ("", ""))
    return Undone(event.document["item"], lesson, step)


def _undone_since(learner: User, event: Event) -> set[uuid.UUID]:
    """What was taken back after an act. A learner's slips of a day are few."""
    undone = Event.objects.filter(learner=learner, kind=Kind.UNDONE, at__gte=event.at)
    return {uuid.UUID(one.document["event"]) for one in undone}


def _check_newest(learner: User, event: Event, undone: set[uuid.UUID], stamped: Stamp) -> None:
    """That it is so. On a device without a connection it was, whatever others have told since."""
    newer = Event.objects.filter(learner=learner, kind=Kind.ANSWERED, at__gt=event.at).exclude(uuid__in=undone)
    if not stamped.late and newer.exists():
        problem = "You have answered another question since."
        raise StaleQuestion(problem, "Only the newest answer can be taken back.", field="answer")
    if event.at > stamped.at or History(learner).day(event) != stamped.day:
        raise StaleQuestion("This answer is not of today.", "Only an answer of today can be taken back.", field="answer")
