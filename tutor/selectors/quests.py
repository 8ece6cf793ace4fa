"""The quests of a day, and how far they are, read off what was done on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.models import DailyQuest, Review, StepDone, User
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
    rows = DailyQuest.objects.filter(learner=learner, day=day).values_list("slug", "subject", "title")
    quests = [Quest(*row) for row in rows]
    if not quests:
        return ()
    done = progress(quests, _deeds(learner, day, finished))
    return tuple(QuestView(quest.title, *parts) for quest, parts in zip(quests, done, strict=True))


def _deeds(learner: User, day: date, finished: bool) -> Deeds:
    reviews = list(
        Review.objects.filter(learner=learner, day=day)
        .order_by("at", "pk")
        .values_list(
            "concept__slug",
            "concept__lesson__slug",
            "rating",
            "attempt__seconds",
            "attempt__revision__seconds",
            "attempt__hints_used",
            "predicted_recall",
            "at",
        )
    )
    stepped = StepDone.objects.filter(learner=learner, day=day).order_by("at", "pk")
    steps = list(stepped.values_list("lesson__slug", "step_key", "at"))
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
