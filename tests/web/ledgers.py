"""Years of daily learning in a second: ledgers as they would have grown, written in bulk."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from exercises.models import Attempt, CheckResult, Draft, Exercise, HintTaken, Item, Submission
from exercises.models.record import SubmissionState
from lessons.models import Concept, Lesson
from tests.sample import CONCEPT, EXERCISE, LESSON, slug_of
from tutor import services
from tutor.models import (
    Achievement,
    Break,
    Certificate,
    CodeTime,
    ConceptMemory,
    DailyQuest,
    DayPlan,
    Event,
    FittedParameters,
    ItemReport,
    Kind,
    KnownCheck,
    LeagueGroup,
    LeagueMember,
    LeagueResult,
    LeagueSeat,
    LearnerDay,
    LearnerLevel,
    LearnerPace,
    LeechFlag,
    LessonProgress,
    MadeUpDay,
    PathReminder,
    PathTarget,
    Placement,
    PushDevice,
    Reminder,
    RestLevel,
    Review,
    RewardMark,
    SentReminder,
    StepDone,
    Trial,
    User,
    WeeklyGoal,
    XpEntry,
)
from tutor.rules.achievements import Seen
from tutor.rules.goal import WeekRun, monday_of
from tutor.rules.memory import DEFAULT_PARAMETERS
from tutor.rules.streak import FinishedDay, chronicle
from tutor.selectors.marks import Past, written

RESPONSES = {"card": {"rating": "good"}}  # what the memory reads of one; of other kinds the score suffices
A_DAY = 5  # answers, and one submission beside them


def live(learner: User, reviews: int, now: datetime) -> None:
    """Gives a learner this many reviews, five a day, up to yesterday; the lesson is begun, its code passed, the concept due."""
    today = learner.clock.day(now)
    # In the middle of each local day: at one hour of all, two may fall on the same day where the clocks go back.
    days = [learner.clock.bounds(today - timedelta(days=back))[0] + timedelta(hours=8) for back in range(reviews // A_DAY, 0, -1)]
    _answers(learner, [day + timedelta(minutes=n) for day in days for n in range(A_DAY)])
    _submissions(learner, days)
    LearnerDay.objects.bulk_create(
        LearnerDay(learner=learner, day=learner.clock.day(day), zone=learner.zone, finished_at=day) for day in days
    )
    DayPlan.objects.bulk_create(
        DayPlan(learner=learner, day=learner.clock.day(day), minutes=6, document={"picks": []}, composed_at=day) for day in days
    )
    PathReminder.objects.create(learner=learner, path_slug="circles", at=days[0])
    RestLevel.objects.create(learner=learner, answers=reviews, residual=0.5)
    reported = Item.objects.get(slug=slug_of("number")).current
    ItemReport.objects.create(learner=learner, revision=reported, reason="slip", at=days[0])
    _reminders(learner, days)
    lesson = Lesson.objects.get(slug=LESSON)
    _planning(learner, lesson, days[0])
    LessonProgress.objects.create(learner=learner, lesson=lesson, revision=lesson.current, started_at=days[0])
    for key in ("sight", "which", "where", "count"):
        StepDone.objects.create(learner=learner, lesson=lesson, step_key=key, day=learner.clock.day(days[-1]), at=days[-1])
    yesterday = learner.clock.day(now) - timedelta(days=1)
    ConceptMemory.objects.create(
        learner=learner,
        concept=Concept.objects.get(slug=CONCEPT),
        stability=20.0,
        difficulty=5.0,
        reviewed_on=yesterday,
        due_on=yesterday,
        repetitions=reviews,
    )
    _rewards(learner, now)
    _memory(learner, now)
    services.sign_in_device(learner=learner, name="A phone", seen_by="IPv4", now=now)


def _rewards(learner: User, now: datetime) -> None:
    """As if the marks had been made on the way: one that folds all but the last weeks."""
    today = learner.clock.day(now)
    through = monday_of(today) - timedelta(weeks=4, days=1)
    finished = LearnerDay.objects.filter(learner=learner, day__lte=through).values_list("day", "finished_at", "zone")
    days = [FinishedDay(*row) for row in finished]
    weeks = WeekRun(len(days) // 7, len(days) // 7)
    past = Past(through, chronicle(days).run, weeks, Seen(effort_seconds=30 * A_DAY * len(days)))
    RewardMark.objects.create(learner=learner, day=through, made_at=now, document=written(past))
    week, yesterday = monday_of(today) - timedelta(weeks=1), today - timedelta(days=1)
    given = {"learner": learner, "day": yesterday}
    Achievement.objects.create(**given, slug="first-light", at=now)
    DailyQuest.objects.create(**given, slug="whole", title="Finish what you planned for today")
    MadeUpDay.objects.create(learner=learner, day=through, made_on=through + timedelta(days=1), at=now)
    WeeklyGoal.objects.create(learner=learner, week=week, days=4)
    LeagueMember.objects.create(learner=learner, name="Quiet Heron", joined_at=now)
    group = LeagueGroup.objects.create(week=week, tier=0, size=1, closes_at=now, closed_at=now)
    seat = LeagueSeat.objects.create(group=group, learner=learner, week=week, name="Quiet Heron", at=now)
    LeagueResult.objects.create(seat=seat, place=1, days=7, effort_seconds=900, outcome="stay")


def _planning(learner: User, lesson: Lesson, first: datetime) -> None:
    """A break, a target, a placement test and the paces of a learner."""
    day = learner.clock.day(first) - timedelta(days=9)
    Break.objects.create(learner=learner, starts_on=day, ends_on=day + timedelta(days=2), made_at=first)
    target = {"day": day + timedelta(days=5000), "minutes": 6, "reckoned_on": learner.clock.day(timezone.now())}
    PathTarget.objects.create(learner=learner, path=lesson.path, set_at=first, **target)
    Placement.objects.create(learner=learner, path=lesson.path, day=day, started_at=first, finished_at=first)
    LearnerPace.objects.create(learner=learner, kind="quiz", factor=1.1, answers=40)
    CodeTime.objects.create(
        learner=learner, exercise=Exercise.objects.get(slug=EXERCISE), seconds=60, last_at=first, passed_at=first
    )


def _reminders(learner: User, days: list[datetime]) -> None:
    soon = days[-1] + timedelta(days=30)
    Reminder.objects.create(learner=learner, kind="daily", hour=8, by_push=True, next_at=soon, since=days[0])
    PushDevice.objects.create(learner=learner, endpoint=f"https://push.example/{learner.pk}", label="A", created_at=days[0])
    SentReminder.objects.bulk_create(
        SentReminder(learner=learner, day=learner.clock.day(day), kind="daily", batch=uuid.uuid4(), claimed_at=day)
        for day in days
    )


def _memory(learner: User, now: datetime) -> None:
    """What is learned beside the state of each concept: level, parameters, a concept that resisted, one that was shown."""
    concept, day = Concept.objects.get(slug=CONCEPT), learner.clock.day(now) - timedelta(days=1)
    fitted = FittedParameters.objects.create(learner=learner, reviews=1500, parameters=list(DEFAULT_PARAMETERS), fitted_at=now)
    LearnerLevel.objects.create(learner=learner, intercept=0.2, answers=1600, fit=fitted)
    LeechFlag.objects.create(learner=learner, concept=concept, misses=4, opened_at=now - timedelta(days=9), closed_at=now)
    KnownCheck.objects.create(learner=learner, concept=concept, items=[slug_of("number")], day=day, begun_at=now, passed=False)


def _answers(learner: User, moments: list[datetime]) -> None:
    items = list(Item.objects.select_related("current", "concept").order_by("slug"))
    attempts = Attempt.objects.bulk_create(
        Attempt(
            learner=learner,
            item=items[n % len(items)],
            revision=items[n % len(items)].current,
            number=n // len(items) + 1,
            seed=n,
            response=RESPONSES.get(items[n % len(items)].current.kind, {}),
            score=1.0,
            seconds=9,
            day=learner.clock.day(moment),
            at=moment,
        )
        for n, moment in enumerate(moments)
    )
    concept = items[0].concept
    events = Event.objects.bulk_create(
        Event(
            learner=learner,
            uuid=one.client_id,
            kind=Kind.ANSWERED,
            at=one.at,
            received_at=one.at,
            zone=learner.zone,
            day=one.day,
            item_revision=one.revision,
            concept=concept,
            document={"item": one.item.slug, "number": one.number, "seed": one.seed, "response": one.response}
            | {"score": 1.0, "seconds": 9, "hints_used": 0, "steps": []},
        )
        for one in attempts
    )
    reviewed = {"learner": learner, "concept": concept, "rating": 3, "counted": True}
    Review.objects.bulk_create(
        Review(**reviewed, attempt=one, event=event, due_on=one.day, day=one.day, at=one.at)
        for one, event in zip(attempts, events, strict=True)
    )
    XpEntry.objects.bulk_create(
        XpEntry(learner=learner, cause=f"attempt:{one.pk}", effort_seconds=30, day=one.day, at=one.at) for one in attempts
    )


def _submissions(learner: User, days: list[datetime]) -> None:
    exercise = Exercise.objects.select_related("current").get(slug=EXERCISE)
    submissions = Submission.objects.bulk_create(
        Submission(
            client_id=uuid.uuid4(),
            learner=learner,
            exercise=exercise,
            revision=exercise.current,
            mode="submit",
            source="def count(arrows):\n    return len(arrows)\n",
            seed=1,
            state=SubmissionState.DONE,
            verdict="passed",
            score=1.0,
            created_at=day,
            settled_at=day,
            day=learner.clock.day(day),
        )
        for day in days
    )
    CheckResult.objects.bulk_create(
        CheckResult(submission=one, position=0, name="counts", title="counts arrows", status="passed", weight=1, sample=True)
        for one in submissions
    )
    given = {"learner": learner, "exercise": exercise}
    trial = Trial.objects.create(**given, submission=submissions[0], score=0.9, passed=True, at=days[-1])
    Certificate.objects.create(**given, best=trial, awarded_at=days[-1])
    Draft.objects.create(learner=learner, exercise=exercise, source="", saved_at=days[-1])
    HintTaken.objects.create(learner=learner, exercise=exercise, number=1, at=days[-1])
