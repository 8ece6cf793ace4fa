"""What a day brought: steps learned, concepts that grew brighter, and what comes back when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lessons.models import LessonRevision
from tutor.models import LearnerDay, LessonProgress, Review, StepDone, User
from tutor.rules.levels import Level
from tutor.selectors.marks import days_of
from tutor.selectors.quests import QuestView, quests_on
from tutor.selectors.recalled import asked_for, foreseen
from tutor.selectors.rewards import AchievementView, CauseView, achievements_on, effort_by_cause, level_of
from tutor.selectors.streaks import StreakView, streak_view

COMING = 5


@dataclass(frozen=True, slots=True)
class LearnedStep:
    lesson_title: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Gain:
    """A concept that was worked on. `recall_before` is what was expected of it (0 to 1), None if it was new; `right` is how its
    last answer of the day went.
    """

    slug: str
    title: str
    recall_before: float | None
    due_on: date
    right: bool


@dataclass(frozen=True, slots=True)
class Coming:
    due_on: date
    title: str


@dataclass(frozen=True, slots=True)
class Summary:
    """`reviews_right` of `reviews_total` answers and verdicts of the day were right; `coming` are the next few concepts;
    `level` is the learner's of now."""

    day: date
    finished: bool
    steps: tuple[LearnedStep, ...]
    concepts: tuple[Gain, ...]
    reviews_right: int
    reviews_total: int
    effort_seconds: int
    causes: tuple[CauseView, ...]
    level: Level
    quests: tuple[QuestView, ...]
    achievements: tuple[AchievementView, ...]
    streak: StreakView
    coming: tuple[Coming, ...]


def day_summary(learner: User, day: date, now: datetime) -> Summary:
    """A local day in retrospect. Sixteen queries."""
    # As folds take them: acts of one moment may have been told in another order.
    reviews = list(Review.objects.filter(learner=learner, day=day).select_related("concept").order_by("at", "event__uuid", "pk"))
    finished = LearnerDay.objects.filter(learner=learner, day=day).exists()
    days, causes = days_of(learner), effort_by_cause(learner, day)
    return Summary(
        day=day,
        finished=finished,
        steps=_steps(learner, day),
        concepts=_gains(reviews),
        reviews_right=sum(review.rating > 1 for review in reviews),
        reviews_total=len(reviews),
        effort_seconds=sum(cause.effort_seconds for cause in causes),
        causes=causes,
        level=level_of(learner, days),
        quests=quests_on(learner, day, finished=finished),
        achievements=achievements_on(learner, day),
        streak=streak_view(learner, days, now),
        coming=tuple(
            Coming(row.due_on, row.concept.title)
            for row in asked_for(learner=learner, due_on__gt=day)
            .select_related("concept")
            .order_by("due_on", "concept__position")[:COMING]
        ),
    )


def _gains(reviews: list[Review]) -> tuple[Gain, ...]:
    """One per concept: what was expected before the day's first review, and the due day that its last one set."""
    first: dict[int, Review] = {}
    last: dict[int, Review] = {}
    for review in reviews:
        first.setdefault(review.concept_id, review)
        last[review.concept_id] = review
    return tuple(
        Gain(
            review.concept.slug,
            review.concept.title,
            foreseen(review.predicted_recall, review.intercept),
            last[key].due_on,
            last[key].rating > 1,
        )
        for key, review in first.items()
    )


def _steps(learner: User, day: date) -> tuple[LearnedStep, ...]:
    done = list(StepDone.objects.filter(learner=learner, day=day).order_by("at", "pk"))
    begun = LessonProgress.objects.filter(learner=learner, lesson__in={row.lesson_id for row in done})
    revisions: dict[int, LessonRevision] = {row.lesson_id: row.revision for row in begun.select_related("revision")}
    steps = []
    for row in done:
        revision = revisions.get(row.lesson_id)
        found = next((step for step in revision.steps if step["key"] == row.step_key), None) if revision else None
        if revision and found:
            steps.append(LearnedStep(revision.title, found["title"], found["kind"]))
    return tuple(steps)
