"""A certificate as its page shows it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from exercises.models import CheckResult
from tutor.errors import NotFound
from tutor.models import Certificate, User


@dataclass(frozen=True, slots=True)
class CertificateView:
    """`name` is empty before the learner shares it; `figures` are means over the hidden corpora, from 0 to 1, by name."""

    public_id: uuid.UUID
    name: str
    shared: bool
    own: bool
    path_title: str
    lesson_title: str
    made: str
    score: float
    figures: tuple[tuple[str, float], ...]
    corpora: int
    trials: int
    at: datetime


def certificate_for(viewer: User | None, public_id: uuid.UUID) -> CertificateView:
    """For whoever has the link once it is shared, and before that for the learner alone. Three queries."""
    found = Certificate.objects.filter(public_id=public_id).select_related(
        "best__submission__revision", "exercise__lesson__path", "exercise__lesson__current"
    )
    row = found.first()
    own = row is not None and viewer is not None and row.learner_id == viewer.pk
    if row is None or not (own or row.shared_at):
        raise NotFound("There is no such certificate.", field="certificate")
    hidden = CheckResult.objects.filter(submission=row.best.submission, sample=False, details__has_key="findings")
    shares = [dict(details["findings"]["shares"]) for details in hidden.values_list("details", flat=True)]
    names = [name for name in (shares[0] if shares else {}) if all(name in one for one in shares)]
    lesson = row.exercise.lesson
    return CertificateView(
        public_id=row.public_id,
        name=row.name,
        shared=row.shared_at is not None,
        own=own,
        path_title=lesson.path.title,
        lesson_title=lesson.current.title if lesson.current else "",
        made=row.best.submission.revision.certificate,
        score=row.best.score,
        figures=tuple((name, sum(one[name] for one in shares) / len(shares)) for name in names),
        corpora=len(shares),
        trials=row.exercise.trials.filter(learner=row.learner_id).count(),
        at=row.best.at,
    )
