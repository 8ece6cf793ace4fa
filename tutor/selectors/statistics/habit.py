"""When somebody learned, for how long, and what they had been promised."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Value

from exercises.models import Attempt, Submission
from tutor.models import DayPlan, LeagueResult, LearnerDay, Review, StepDone, User, XpEntry
from tutor.rules.leagues import TIERS
from tutor.rules.taken import seconds_taken

YEAR_WEEKS = 53
PROMISED_DAYS = 28


@dataclass(frozen=True, slots=True)
class ActiveDay:
    """`effort_seconds` are the XP ledger's; `answers` all that were rated, `right` those that were no miss."""

    date: date
    effort_seconds: int
    answers: int
    right: int
    finished: bool


@dataclass(frozen=True, slots=True)
class PromisedDay:
    """A planned day: the minutes the learner gave, the seconds the plan expected (with what they were corrected by, `scale`) and
    those of code among them, those that it took, whether it was done, the missed days after which it was a return, and the
    day by which it said that a backlog is gone.
    """

    date: date
    minutes: int
    planned_seconds: int
    code_seconds: int
    taken_seconds: float
    scale: float
    finished: bool
    missed: int
    catch_up: date | None

    @property
    def expected_seconds(self) -> tuple[float, float]:
        """Before any correction: what is no code, and code."""
        return (self.planned_seconds - self.code_seconds) / self.scale, self.code_seconds / self.scale


@dataclass(frozen=True, slots=True)
class LeagueWeek:
    """The week from a Monday in a league of `size`; `tier` counts from 0, the lowest."""

    week: date
    tier: int
    name: str
    place: int
    size: int
    days: int


def days_of_year(learner: User, today: date) -> tuple[ActiveDay, ...]:
    """Every local day of the last 53 weeks, from a Monday to today. Three queries, each summed by day where it can be."""
    first = today - timedelta(days=today.weekday(), weeks=YEAR_WEEKS - 1)
    span = Q(learner=learner, day__range=(first, today))
    effort = dict(XpEntry.objects.filter(span).order_by().values_list("day").annotate(Sum("effort_seconds")))
    rated = Review.objects.filter(span).order_by().values_list("day")
    sums = rated.annotate(all=Count("pk"), right=Count("pk", filter=Q(rating__gt=1)))
    answers = {day: (count, right) for day, count, right in sums}
    finished = set(LearnerDay.objects.filter(span).values_list("day", flat=True))
    days = (first + timedelta(days=place) for place in range((today - first).days + 1))
    return tuple(ActiveDay(day, effort.get(day, 0), *answers.get(day, (0, 0)), day in finished) for day in days)


def promised_days(learner: User, today: date) -> tuple[PromisedDay, ...]:
    """The planned days among the last four weeks on which something was done, oldest first. Two queries.

    Only here single moments are read: they are needed for the pauses between them.
    """
    span = Q(learner=learner, day__range=(today - timedelta(days=PROMISED_DAYS - 1), today))
    marks: dict[date, list[tuple[datetime, int]]] = defaultdict(list)
    for day, moment, measured in _marks(span):
        marks[day].append((moment, measured))
    finished = Exists(LearnerDay.objects.filter(learner=learner, day=OuterRef("day")))
    plans = DayPlan.objects.filter(span).order_by("day").annotate(finished=finished)
    return tuple(
        PromisedDay(
            date=plan.day,
            minutes=plan.minutes,
            planned_seconds=sum(pick["seconds"] for pick in plan.document["picks"]),
            code_seconds=sum(pick["seconds"] for pick in plan.document["picks"] if pick["step_kind"] == "code"),
            # The look at the plan begins the day; what is read first is not measured otherwise.
            taken_seconds=seconds_taken([(plan.composed_at, 0), *marks[plan.day]]),
            scale=plan.document.get("scale", 1.0),
            finished=plan.finished,
            missed=plan.document.get("missed", 0),
            catch_up=date.fromisoformat(named) if (named := plan.document.get("catch_up")) else None,
        )
        for plan in plans
        if plan.day in marks
    )


def league_weeks(learner: User, today: date) -> tuple[LeagueWeek, ...]:
    """How the leagues of the last 53 weeks ended for the learner, oldest first. One query."""
    since = today - timedelta(weeks=YEAR_WEEKS)
    rows = LeagueResult.objects.filter(seat__learner=learner, seat__week__gte=since).order_by("seat__week")
    return tuple(
        LeagueWeek(week, tier, TIERS[tier], place, size, days)
        for week, tier, place, size, days in rows.values_list(
            "seat__week", "seat__group__tier", "place", "seat__group__size", "days"
        )
    )


def _marks(span: Q) -> QuerySet:
    """Day, moment and measured seconds of whatever was finished or handed in."""
    answers = Attempt.objects.filter(span).order_by().values_list("day", "at", "seconds")
    steps = StepDone.objects.filter(span).order_by().values_list("day", "at", Value(0))
    code = Submission.objects.filter(span, regraded_from=None).order_by().values_list("day", "created_at", Value(0))
    return answers.union(steps, code, all=True)
