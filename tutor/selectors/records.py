"""A learner's record: the figures that achievements and levels are predicates over."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from exercises.models import Submission
from grading.contract import Verdict
from lessons.models import Lesson
from tutor.models import Certificate, ConceptMemory, LessonProgress, MadeUpDay, Review, Trial, User, XpEntry
from tutor.rules.achievements import Record, Seen
from tutor.rules.goal import WeekRun, fold_weeks, monday_of
from tutor.selectors.marks import Days, goals_of

LONG_SHOT = 0.5
HARD_LAPSES, TURNED_DAYS = 3, 21
MONTH_DAYS, SEASON_DAYS = 30, 90


def effort_of(learner: User, days: Days) -> int:
    """Effort seconds in all. One query, of what came after the past."""
    return days.past.seen.effort_seconds + _effort(learner, days.past.through, date.max)


def _effort(learner: User, since: date, through: date) -> int:
    paid = XpEntry.objects.filter(learner=learner, day__gt=since, day__lte=through)
    return paid.aggregate(total=Sum("effort_seconds"))["total"] or 0


def seen_between(learner: User, since: date, through: date) -> Seen:
    """What the ledgers tell of the days after `since` up to `through`. Four queries."""
    made_up = MadeUpDay.objects.filter(learner=learner, made_on__gt=since, made_on__lte=through).count()
    effort = Seen(effort_seconds=_effort(learner, since, through), made_up=made_up)
    return effort + _recalls(learner, since, through) + _passes(learner, since, through)


def _recalls(learner: User, since: date, through: date) -> Seen:
    before = Review.objects.filter(learner=learner, concept=OuterRef("concept"), at__lt=OuterRef("at")).order_by("-at")
    rows = (
        Review.objects.filter(learner=learner, day__gt=since, day__lte=through, counted=True)
        .order_by()
        .annotate(day_before=Subquery(before.values("day")[:1]))
        .values_list("day", "rating", "predicted_recall", "concept__lesson_id", "day_before")
    )
    lessons: dict[date, set[int]] = defaultdict(set)
    longest = long_shots = recalled = judged = 0
    predicted = 0.0
    for day, rating, expected, lesson, day_before in rows:
        right = rating > 1
        if expected is not None:
            judged, predicted, recalled = judged + 1, predicted + expected, recalled + right
        if right and day_before is not None:
            longest = max(longest, (day - day_before).days)
            lessons[day].add(lesson)
            long_shots += expected is not None and expected < LONG_SHOT
    return Seen(
        longest_recall=longest,
        long_shots=long_shots,
        predicted=predicted,
        recalled=recalled,
        judged=judged,
        most_lessons=max((len(one) for one in lessons.values()), default=0),
    )


def _passes(learner: User, since: date, through: date) -> Seen:
    """First passes of exercises, each with the submissions that it took."""
    own = Submission.objects.filter(learner=learner, mode="submit", regraded_from=None)
    earlier = own.filter(exercise=OuterRef("exercise"), created_at__lt=OuterRef("created_at")).order_by()
    tries = earlier.values("exercise").annotate(count=Count("pk")).values("count")
    passes = own.filter(~Exists(earlier.filter(verdict=Verdict.PASSED)), verdict=Verdict.PASSED, day__gt=since, day__lte=through)
    taken = [1 + before for before in passes.order_by().values_list(Coalesce(Subquery(tries), 0), flat=True)]
    return Seen(passed=len(taken), first_tries=taken.count(1), most_tries=max(taken, default=0))


def weeks_of(learner: User, days: Days, through: date) -> WeekRun:
    """The run of weekly goals up to a Sunday. One query."""
    begun = days.past.through.toordinal() + 1 if days.past.through > date.min else None
    if begun is None and not days.finished:
        return days.past.weeks
    first = date.fromordinal(begun) if begun else monday_of(min(entry.day for entry in days.finished))
    done = {entry.day for entry in days.finished}
    goals = goals_of(learner, first)
    return fold_weeks(done, goals=goals, covered=days.covered, first=first, through=through, begin=days.past.weeks)


def record_of(learner: User, days: Days, today: date) -> Record:
    """Ten queries."""
    run = days.chronicle.run
    memories = ConceptMemory.objects.filter(learner=learner).aggregate(
        turned=Count("pk", filter=Q(lapses__gte=HARD_LAPSES, stability__gte=TURNED_DAYS)),
        month=Count("pk", filter=Q(stability__gte=MONTH_DAYS)),
        season=Count("pk", filter=Q(stability__gte=SEASON_DAYS)),
        longest=Max("stability"),
    )
    finished = set(LessonProgress.objects.filter(learner=learner, finished_at__isnull=False).values_list("lesson_id", flat=True))
    offered = Lesson.objects.filter(retired_at=None, current__isnull=False).order_by().values_list("pk", "phase_id", "path_id")
    phases, paths = defaultdict(list), defaultdict(list)
    for lesson, phase, path in offered:
        phases[phase].append(lesson in finished)
        paths[path].append(lesson in finished)
    trials = Trial.objects.filter(learner=learner, passed=True).aggregate(all=Count("pk"), kinds=Count("exercise", distinct=True))
    return Record(
        seen=days.past.seen + seen_between(learner, days.past.through, date.max),
        days=run.days,
        longest_run=run.longest,
        longest_weeks=weeks_of(learner, days, today).longest,
        longest_return=run.longest_return,
        turned_around=memories["turned"],
        lasting_month=memories["month"],
        lasting_season=memories["season"],
        longest_stability=int(memories["longest"] or 0),
        lessons=len(finished),
        phases=sum(all(done) for done in phases.values()),
        paths=sum(all(done) for done in paths.values()),
        certificates=Certificate.objects.filter(learner=learner).count(),
        bettered=trials["all"] - trials["kinds"],
    )
