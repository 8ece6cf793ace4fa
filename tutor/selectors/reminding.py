"""What a reminder has to say, for many learners at once, and how a learner has set theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery

from exercises.models import Attempt
from lessons.models import Lesson
from tutor.models import Break, ConceptMemory, DayPlan, LearnerDay, LessonProgress, PushDevice, Reminder, Review, StepDone, User
from tutor.models.reminding import Kind
from tutor.rules import reminding as rules
from tutor.selectors.recalled import asked_for, recall_of

DEFAULT_HOUR = 18
Days = Mapping[int, date]  # the local day of each learner


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a learner's day asks for. `idle_days` are those since they last learned or were on a break, None if never."""

    minutes: int
    due: int
    fading: rules.Fading | None
    idle_days: int | None


def waiting_for(learners: Collection[User], days: Days) -> dict[int, Waiting]:
    """For learners whose day is not done. Five queries, however many they are."""
    due = _due(days)
    planned = _planned_seconds(days)
    told = User.objects.filter(pk__in=days).values_list("pk", Exists(_new_lessons()), *_last_days(max(days.values())))
    ahead = {pk: (new, max(filter(None, lasts), default=None)) for pk, new, *lasts in told}
    found = {}
    for learner in learners:
        if learner.pk not in ahead:
            continue
        new, last = ahead[learner.pk]
        day, memories = days[learner.pk], due[learner.pk]
        found[learner.pk] = Waiting(
            minutes=rules.minutes_waiting(
                planned_seconds=planned.get(learner.pk), due=len(memories), new=new, minutes=learner.daily_minutes
            ),
            due=len(memories),
            fading=rules.most_endangered((row.concept.title, recall_of(row, day)) for row in memories),
            idle_days=max(0, (day - last).days) if last else None,
        )
    return found


def done_learners(days: Days) -> set[int]:
    """Whose local day is finished. One query."""
    rows = LearnerDay.objects.filter(learner__in=days, day__in=set(days.values())).values_list("learner_id", "day")
    return {learner for learner, day in rows if days[learner] == day}


def away_learners(days: Days) -> set[int]:
    """Who has a break on their local day, such as a vacation. One query."""
    if not days:
        return set()
    rows = Break.objects.filter(learner__in=days, starts_on__lte=max(days.values()), ends_on__gte=min(days.values()))
    return {row.learner_id for row in rows if row.starts_on <= days[row.learner_id] <= row.ends_on}


def addresses_of(learners: Collection[int]) -> dict[int, str]:
    """Where mail may go: to an address that its owner has confirmed, so that nobody subscribes somebody else. One query."""
    if not settings.EMAIL_HOST:
        return {}
    rows = EmailAddress.objects.filter(user__in=learners, verified=True, user__is_active=True)
    return dict(rows.order_by("primary").values_list("user_id", "email"))  # the primary one last, which stays


def devices_of(learners: Collection[int]) -> dict[int, list[PushDevice]]:
    """One query."""
    found: dict[int, list[PushDevice]] = defaultdict(list)
    for device in PushDevice.objects.filter(learner__in=learners):
        found[device.learner_id].append(device)
    return found


def _due(days: Days) -> dict[int, list[ConceptMemory]]:
    rows = asked_for(learner__in=days, due_on__lte=max(days.values()))
    found: dict[int, list[ConceptMemory]] = defaultdict(list)
    for row in rows.select_related("concept").defer("concept__summary"):
        if row.due_on <= days[row.learner_id]:
            found[row.learner_id].append(row)
    return found


def _planned_seconds(days: Days) -> dict[int, int]:
    """What is left of the plans that were opened. Three queries, of that day's rows alone."""
    when = {"learner__in": days, "day__in": set(days.values())}
    plans = {plan.learner_id: plan for plan in DayPlan.objects.filter(**when) if plan.day == days[plan.learner_id]}
    answered = set(Attempt.objects.filter(**when).values_list("learner_id", "item__slug"))
    stepped = set(StepDone.objects.filter(**when).values_list("learner_id", "lesson__slug", "step_key"))

    def is_open(learner: int, pick: dict[str, Any]) -> bool:
        if pick["kind"] == "review":
            return (learner, pick["item"]) not in answered
        return (learner, pick["lesson"], pick["key"]) not in stepped

    return {
        learner: sum(pick["seconds"] for pick in plan.document["picks"] if is_open(learner, pick))
        for learner, plan in plans.items()
        if plan.document["picks"]
    }


def _new_lessons() -> Any:
    finished = LessonProgress.objects.filter(learner=OuterRef(OuterRef("pk")), lesson=OuterRef("pk"), finished_at__isnull=False)
    return Lesson.objects.filter(
        ~Exists(finished), path__enrolments__learner=OuterRef("pk"), retired_at=None, current__isnull=False
    )


def _last_days(latest: date) -> list[Subquery]:
    """The last days of a review and of a step, each one step into an index, whatever the history; and that of a break, after
    which somebody is as expected as before it.
    """
    breaks = Break.objects.filter(learner=OuterRef("pk"), ends_on__lt=latest).order_by("-ends_on").values("ends_on")
    done = [model.objects.filter(learner=OuterRef("pk")).order_by("-day").values("day") for model in (Review, StepDone)]
    return [Subquery(rows[:1]) for rows in (*done, breaks)]


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """How a learner is reminded. `mail` says whether mail can go to them: "off" (the site sends none), "none" (they gave no
    address), "unconfirmed" or "ready". `paused_until` is the first local day after a snooze.
    """

    hour: int
    by_mail: bool
    by_push: bool
    weekly: bool
    paused_until: date | None
    next_at: datetime | None
    mail: str
    address: str
    devices: tuple[PushDevice, ...]

    @property
    def wanted(self) -> bool:
        return self.by_mail or self.by_push


def reminders_for(learner: User, now: datetime) -> ReminderSettings:
    """Three queries."""
    rows = {row.kind: row for row in Reminder.objects.filter(learner=learner)}
    daily, weekly = rows.get(Kind.DAILY), rows.get(Kind.WEEKLY)
    paused = daily.not_before if daily and daily.not_before and daily.not_before > learner.clock.day(now) else None
    address = EmailAddress.objects.filter(user=learner).order_by("-verified", "-primary").first() if settings.EMAIL_HOST else None
    mail = "off" if not settings.EMAIL_HOST else "none" if address is None else "ready" if address.verified else "unconfirmed"
    return ReminderSettings(
        hour=daily.hour if daily else weekly.hour if weekly else DEFAULT_HOUR,
        by_mail=bool(daily and daily.by_mail),
        by_push=bool(daily and daily.by_push),
        weekly=bool(weekly and weekly.by_mail),
        paused_until=paused,
        next_at=daily.next_at if daily else None,
        mail=mail,
        address=address.email if address else "",
        devices=tuple(PushDevice.objects.filter(learner=learner)),
    )
