"""Learners report a question; its author answers, and the learner is told once."""

from __future__ import annotations

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction

from exercises.models import Attempt, ItemRevision
from tutor.errors import BadInput, NotFound, TooLong
from tutor.models import ItemReport, User
from tutor.models.analysis import Reason, Status
from tutor.services.learning import lock


def report_item(*, learner: User, item_slug: str, revision_id: int, reason: str, note: str, now: datetime) -> bool:
    """Notes that something is wrong with a version that the learner has answered; says whether that is new.

    A learner reports a version once: what comes again changes nothing.

    Raises:
        NotFound: the learner has not answered such a version.
        BadInput: the reason is none of the list, or is “something else” without a note; or the note has signs that are no text.
        TooLong: the note has more than 500 characters.
    """
    if reason not in Reason.values:
        raise BadInput("No reason is chosen.", "Choose one from the list.", field="reason")
    note = note_text(note)
    if reason == Reason.OTHER and not note:
        raise BadInput("Nobody can tell what is wrong.", "Say it in a few words.", field="note")
    with transaction.atomic():
        learner = lock(learner)
        version = ItemRevision.objects.filter(pk=revision_id, item__slug=item_slug).first()
        # By the item as well, which leads past what others answered.
        if not version or not Attempt.objects.filter(learner=learner, item_id=version.item_id, revision=version).exists():
            raise NotFound(f"You have not answered this version of “{item_slug}”.", "Answer it first.", field="revision")
        given = {"reason": reason, "note": note, "at": now}
        return ItemReport.objects.get_or_create(learner=learner, revision=version, defaults=given)[1]


def answer_report(*, report_id: int, status: str, answer: str, by: User, now: datetime) -> None:
    """Closes a report, or answers it otherwise than before, and then the learner is told anew; or opens it again.

    Raises:
        NotFound: there is no such report.
        BadInput: the status is unknown, or the answer has signs that are no text.
        TooLong: the answer has more than 500 characters.
    """
    if status not in Status.values:
        raise BadInput("This is no status of a report.", f"Send one of {', '.join(Status.values)}.", field="status")
    answer = note_text(answer, field="answer")
    with transaction.atomic():
        report = ItemReport.objects.select_for_update().filter(pk=report_id).first()
        if report is None:
            raise NotFound("There is no such report.", field="report")
        if (report.status, report.answer) == (status, answer):
            return
        report.status, report.answer, report.seen_at = status, answer, None
        report.answered_at = None if status == Status.OPEN else now
        report.save(update_fields=["status", "answer", "seen_at", "answered_at"])
        LogEntry.objects.log_actions(by.pk, [report], CHANGE, f"Answered: {status}.", single_object=True)


def take_answers(*, learner: User, now: datetime) -> tuple[ItemReport, ...]:
    """The answers to the learner's reports that were not shown yet, which are shown now and not again."""
    unseen = ItemReport.objects.filter(learner=learner, seen_at=None).exclude(status=Status.OPEN)
    found = tuple(unseen.select_related("revision__item__concept").order_by("answered_at"))
    if found:
        ItemReport.objects.filter(pk__in=[report.pk for report in found]).update(seen_at=now)
    return found


def note_text(text: str, *, field: str = "note") -> str:
    """A note as it is kept: plain lines of at most 500 characters."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > ItemReport.MOST_NOTE:
        raise TooLong(f"This has {len(text)} characters.", f"At most {ItemReport.MOST_NOTE} are taken.", field=field)
    if any(not one.isprintable() and one != "\n" for one in text):
        raise BadInput("This has characters that cannot be shown.", "Type it by hand.", field=field)
    return text
