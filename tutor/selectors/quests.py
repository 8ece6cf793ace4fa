"""The quests of a day, and how far they are, read off what was done on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tutor.models import DailyQuest, Review, StepDone, User
from tutor.prepared import DAY, KEY, prepared
from tutor.rules import xp
from tutor.rules.quests import Answer, Deeds, Quest, progress


@dataclass(frozen=True, slots=True)
class QuestView:
    """`done` of `needed` parts, most often of one."""

    title: str
    done: int
    needed: int

    @property
    def met(self) -> bool:
        return self.done >= self.needed


def quests_on(learner: User, day: date, *, finished: bool) -> tuple[QuestView, ...]:
    """Three queries; one on a day without quests. `finished`: all of the day's plan is done."""
    quests = [Quest(*row) for row in _quests(learner=learner.pk, day=day)]
    if not quests:
        return ()
    done = progress(quests, _deeds(learner, day, finished))
    return tuple(QuestView(quest.title, *parts) for quest, parts in zip(quests, done, strict=True))


@prepared(learner=KEY, day=DAY)
def _quests(learner: Any, day: Any) -> QuerySet[DailyQuest]:
    return DailyQuest.objects.filter(learner=learner, day=day).values_list("slug", "subject", "title")


@prepared(learner=KEY, day=DAY)
def _reviews(learner: Any, day: Any) -> QuerySet[Review]:
    own = Review.objects.filter(learner=learner, day=day).order_by("at", "pk")
    asked = ("attempt__seconds", "attempt__revision__seconds", "attempt__hints_used")
    return own.values_list("concept__slug", "concept__lesson__slug", "rating", *asked, "predicted_recall", "at")


@prepared(learner=KEY, day=DAY)
def _steps(learner: Any, day: Any) -> QuerySet[StepDone]:
    done = StepDone.objects.filter(learner=learner, day=day).order_by("at", "pk")
    return done.values_list("lesson__slug", "step_key", "at")


def _deeds(learner: User, day: date, finished: bool) -> Deeds:
    reviews, steps = _reviews(learner=learner.pk, day=day), _steps(learner=learner.pk, day=day)
    recalled = [at for _, _, rating, *_, recall, at in reviews if rating > 1 and recall is not None]
    return Deeds(
        answers=tuple(
            Answer(
                concept=concept,
                lesson=lesson,
                right=rating > 1,
                hasty=seconds is not None and xp.is_hasty(seconds, expected),
                hinted=bool(hints),
            )
            for concept, lesson, rating, seconds, expected, hints, _, _ in reviews
        ),
        steps=tuple((lesson, key) for lesson, key, _ in steps),
        recalled_first=bool(recalled) and all(recalled[0] <= at for _, _, at in steps),
        finished=finished,
    )
