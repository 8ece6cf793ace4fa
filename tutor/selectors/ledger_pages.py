"""A learner's ledgers as querysets, for clients that page through them in one query a page, and versions by their digests."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, QuerySet

from exercises.models import Attempt, Item, ItemRevision, Submission
from tutor.errors import NotFound, UnknownRevision
from tutor.models import ItemReport, Review, User, XpEntry
from tutor.prepared import prepared
from tutor.selectors.submissions import regradings


def answers_of(learner: User) -> QuerySet[Attempt]:
    """All answers."""
    rows = Attempt.objects.filter(learner=learner).select_related("item", "revision")
    return rows.defer("revision__document")


def reviews_of(learner: User) -> QuerySet[Review]:
    """All that was said of memory."""
    return Review.objects.filter(learner=learner).select_related("concept", "attempt__item")


def effort_entries_of(learner: User) -> QuerySet[XpEntry]:
    """All that earned effort."""
    return XpEntry.objects.filter(learner=learner)


def submissions_of(learner: User, exercise_slug: str) -> QuerySet[Submission]:
    """All code of an exercise that was run or submitted, with what graded it again."""
    own = Submission.objects.filter(learner=learner, exercise__slug=exercise_slug, regraded_from=None)
    return own.select_related("revision", "exercise").prefetch_related(regradings()).defer("source", "report")


def reports_of(learner: User) -> QuerySet[ItemReport]:
    """All that was said to be wrong with questions, with what was answered."""
    return ItemReport.objects.filter(learner=learner).select_related("revision__item__concept").defer("revision__document")


def revision_named(item_slug: str, digest: str) -> int:
    """The key of a question's version that a client names by its digest. One query.

    Raises:
        UnknownRevision: the question has no such version.
    """
    key = _keys.first(item=item_slug, digest=digest)
    if key is None:
        raise UnknownRevision(item_slug)
    return key


@prepared(item=CharField(), digest=CharField())
def _keys(item: Any, digest: Any) -> QuerySet:
    return ItemRevision.objects.filter(item__slug=item, digest=digest).values_list("pk", flat=True)


def current_revision(item_slug: str) -> int:
    """The key of the version of a question that is asked now. One query.

    Raises:
        NotFound: there is no such question.
    """
    key = Item.objects.filter(slug=item_slug, current__isnull=False).values_list("current", flat=True).first()
    if key is None:
        raise NotFound(f"There is no question “{item_slug}”.", field="item")
    return key
