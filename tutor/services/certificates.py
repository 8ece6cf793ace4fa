"""Certificates: noted when a verdict comes, shared and taken back by the learner."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import datetime

from django.db import transaction

from exercises.models import Exercise, Submission
from tutor.errors import BadInput, NotFound
from tutor.models import Certificate, Trial, User
from tutor.rules.trial import Part, worth
from tutor.services.learning import lock

MOST_NAME = 80


def note_trial(*, learner: User, submission: Submission, passed: bool, now: datetime) -> None:
    """Keeps what a graded submission is worth, and makes or betters the certificate. The caller holds the lock on the learner."""
    if not submission.revision.certificate:
        return
    hidden = submission.checks.filter(sample=False, details__has_key="findings").values_list("weight", "details")
    score = worth([Part(weight, details["findings"]["score"]) for weight, details in hidden])
    if score is None:
        return
    Trial.objects.get_or_create(
        submission=submission,
        defaults={"learner": learner, "exercise": submission.exercise, "score": score, "passed": passed, "at": now},
    )
    award(learner=learner, exercise=submission.exercise, now=now)


def award(*, learner: User, exercise: Exercise, now: datetime) -> None:
    """Gives the learner's certificate their best passing trial, the first of equal ones; without one there is no certificate."""
    best = Trial.objects.filter(learner=learner, exercise=exercise, passed=True).order_by("-score", "at", "pk").first()
    if best is None:
        return
    certificate, new = Certificate.objects.get_or_create(
        learner=learner, exercise=exercise, defaults={"best": best, "awarded_at": now}
    )
    if not new and certificate.best_id != best.pk:
        certificate.best = best
        certificate.save(update_fields=["best"])


def share_certificate(*, learner: User, public_id: uuid.UUID, name: str, now: datetime) -> Certificate:
    """Lets everybody who has the link see the certificate, under this name. Sharing again changes the name.

    Raises:
        NotFound: it is not the learner's.
        BadInput: the name is empty, too long, or cannot be shown.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name or len(name) > MOST_NAME:
        raise BadInput("The certificate needs a name to show.", f"Write 1 to {MOST_NAME} characters.", field="name")
    if not name.isprintable():
        raise BadInput("The name has characters that cannot be shown.", "Type it by hand.", field="name")
    with transaction.atomic():
        certificate = _own(lock(learner), public_id)
        certificate.name, certificate.shared_at = name, certificate.shared_at or now
        certificate.save(update_fields=["name", "shared_at"])
    return certificate


def revoke_certificate(*, learner: User, public_id: uuid.UUID) -> Certificate:
    """Takes the link and the name back. A link that was given away leads nowhere for good: the next sharing makes another."""
    with transaction.atomic():
        certificate = _own(lock(learner), public_id)
        if certificate.shared_at is not None:
            certificate.name, certificate.shared_at, certificate.public_id = "", None, uuid.uuid4()
            certificate.save(update_fields=["name", "shared_at", "public_id"])
    return certificate


def _own(learner: User, public_id: uuid.UUID) -> Certificate:
    certificate = Certificate.objects.filter(learner=learner, public_id=public_id).first()
    if certificate is None:
        raise NotFound("There is no such certificate.", field="certificate")
    return certificate
