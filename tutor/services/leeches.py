"""Flags on concepts that resist a learner (`rules.leech`), as rows: raised and closed by each answer, or by a fold of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from exercises.models import ItemRevision
from tutor.models import LeechFlag, Review, User
from tutor.rules import leech
from tutor.rules.judging import Levels
from tutor.services.keeping import update


def flag(*, learner: User, concept_id: int, watch: leech.Watch, revision: ItemRevision | None, now: datetime) -> None:
    """Opens a flag when misses have become improbable, and closes it when passes have taken that back."""
    if watch.leech:
        defaults = {"misses": watch.misses, "revision": revision, "opened_at": now}
        LeechFlag.objects.get_or_create(learner=learner, concept_id=concept_id, closed_at=None, defaults=defaults)
    elif watch.evidence == 0:
        LeechFlag.objects.filter(learner=learner, concept_id=concept_id, closed_at=None).update(closed_at=now)


def open_flags(learner: User) -> dict[int, LeechFlag]:
    """By their concepts."""
    return {flag.concept_id: flag for flag in LeechFlag.objects.filter(learner=learner, closed_at=None)}


def keep_flags(learner: User, told: Mapping[int, LeechFlag], folded: Levels, reviews: Mapping[UUID, Review]) -> None:
    """Lets the open flags be those that a fold has raised. One that was raised by what is not there any more goes.

    Args:
        told: the open flags on the concepts that were folded.
        reviews: those that were folded, by their UUIDs.
    """
    for concept, key in folded.flagged.items():
        if key is None:
            continue  # it was open before
        review = reviews[key]
        revision = review.attempt.revision if review.attempt else None
        misses = folded.before[key].watch.misses + 1
        given = {"misses": misses, "revision": revision, "opened_at": review.at}
        if concept in told:
            update(told[concept], **given)
        else:
            LeechFlag.objects.create(learner=learner, concept_id=concept, **given)
    for concept, flag in told.items():
        if concept in folded.closed and concept not in folded.flagged:
            update(flag, closed_at=folded.closed[concept])
        elif concept not in folded.flagged:
            flag.delete()
