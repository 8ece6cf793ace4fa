"""Quests are chosen with the day's plan, and stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery

from tutor.models import DailyQuest, Review, User
from tutor.rules.memory import Grade
from tutor.rules.plan import Pick
from tutor.rules.quests import DayAhead, PlannedReview, PlannedStep, choose
from tutor.selectors.recalled import asked_for, recall_of


def offer_quests(*, learner: User, day: date, picks: Sequence[Pick]) -> None:
    """Chooses the quests of a day that was just planned, instead of those of an earlier plan. The caller holds the lock."""
    ahead = DayAhead(_reviews(learner, day, picks), tuple(_step(pick) for pick in picks if pick.kind == "step"))
    asked = DailyQuest.objects.filter(learner=learner, day__range=(day - timedelta(days=1), day)).values_list("day", "slug")
    if any(before == day for before, _ in asked):
        DailyQuest.objects.filter(learner=learner, day=day).delete()
    yesterday = {slug for before, slug in asked if before < day}
    quests = choose(ahead, learner=learner.pk, day=day, before=yesterday)
    DailyQuest.objects.bulk_create(
        DailyQuest(learner=learner, day=day, slug=quest.slug, subject=quest.subject, title=quest.title[:300]) for quest in quests
    )


def _reviews(learner: User, day: date, picks: Sequence[Pick]) -> tuple[PlannedReview, ...]:
    last = Review.objects.filter(learner=learner, concept=OuterRef("concept")).order_by("-at").values("rating")[:1]
    rows = (
        asked_for(learner=learner, concept__slug__in=[pick.concept for pick in picks if pick.kind == "review"])
        .select_related("concept__lesson")
        .annotate(last_rating=Subquery(last))
        .order_by("concept_id")
    )
    return tuple(
        PlannedReview(
            concept=row.concept.slug,
            title=row.concept.title,
            lesson=row.concept.lesson.slug,
            recall=recall_of(row, day),
            days_since=(day - row.reviewed_on).days,
            missed_last=row.last_rating == Grade.AGAIN,
        )
        for row in rows
    )


def _step(pick: Pick) -> PlannedStep:
    """Every lesson ends with its recap; the catalogue's checks see to that."""
    ends = pick.step_kind == "recap"
    return PlannedStep(pick.lesson, pick.subtitle, pick.key, pick.step_kind, pick.title, ends_lesson=ends)
