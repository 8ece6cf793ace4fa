"""The page of a day: what is planned, what of it is done, and the streak that it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import CharField, QuerySet, Sum
from django.urls import reverse

from tutor.models import ConceptMemory, MemoryState, User, XpEntry
from tutor.prepared import DAY, KEY, counted, prepared
from tutor.selectors.links import pick_url
from tutor.selectors.marks import days_of
from tutor.selectors.notices import Notices, notices_for
from tutor.selectors.progress import plan_progress
from tutor.selectors.quests import QuestView, quests_on
from tutor.selectors.streaks import StreakView, streak_view


@dataclass(frozen=True, slots=True)
class PickView:
    """One thing of the plan. `why` is the reason for it, shown to the learner."""

    kind: Literal["review", "step"]
    step_kind: str
    key: str
    title: str
    subtitle: str
    why: str
    seconds: int
    done: bool
    url: str


@dataclass(frozen=True, slots=True)
class Today:
    """A local day. `finished` says that nothing of it is left; `next_url` then leads to the day's summary.

    `due_count` are the concepts that are due and not in the plan; `ends_at` is when the next day begins.
    """

    day: date
    opened: bool
    minutes: int
    picks: tuple[PickView, ...]
    seconds_total: int
    seconds_left: int
    finished: bool
    next_url: str
    streak: StreakView
    quests: tuple[QuestView, ...]
    effort_seconds_today: int
    due_count: int
    ends_at: datetime
    notices: Notices


def today_for(learner: User, now: datetime) -> Today:
    """The learner's day at `now`, as far as it was opened. Fourteen queries."""
    day = learner.clock.day(now)
    progress = plan_progress(learner, day)
    pairs = list(zip(progress.picks, progress.done, strict=True)) if progress else []
    picks = tuple(pick_view(pick, done) for pick, done in pairs)
    ahead = next((pick for pick in picks if not pick.done), None)
    planned = list({pick["concept"] for pick, _ in pairs if pick["concept"]})
    return Today(
        day=day,
        opened=progress is not None,
        minutes=progress.minutes if progress else learner.daily_minutes,
        picks=picks,
        seconds_total=sum(pick.seconds for pick in picks),
        seconds_left=sum(pick.seconds for pick in picks if not pick.done),
        finished=progress is not None and ahead is None,
        next_url=ahead.url if ahead else reverse("day-summary", args=[day.isoformat()]),
        streak=streak_view(learner, days_of(learner), now),
        quests=quests_on(learner, day, finished=progress is not None and ahead is None),
        effort_seconds_today=effort_on(learner, day),
        due_count=_due.first(learner=learner.pk, day=day, planned=planned) or 0,
        ends_at=learner.clock.bounds(day)[1],
        notices=notices_for(learner, progress, now),
    )


def effort_on(learner: User, day: date) -> int:
    return _effort.first(learner=learner.pk, day=day) or 0


@prepared(learner=KEY, day=DAY)
def _effort(learner: Any, day: Any) -> QuerySet[XpEntry]:
    paid = XpEntry.objects.filter(learner=learner, day=day).order_by().values("learner")
    return paid.annotate(total=Sum("effort_seconds")).values_list("total", flat=True)


@prepared(learner=KEY, day=DAY, planned=CharField())
def _due(learner: Any, day: Any, planned: Any) -> QuerySet[ConceptMemory]:
    """How many memories come back by a day, without the planned concepts."""
    active = ConceptMemory.objects.filter(learner=learner, state=MemoryState.ACTIVE, concept__retired_at=None, due_on__lte=day)
    return counted(active.exclude(concept__slug__in=planned))


def pick_view(pick: dict[str, Any], done: bool) -> PickView:
    """A pick of a plan's document."""
    return PickView(
        kind=pick["kind"],
        step_kind=pick["step_kind"],
        key=pick["item"] or f"{pick['lesson']}/{pick['key']}",
        title=pick["title"],
        subtitle=pick["subtitle"],
        why=pick["why"],
        seconds=pick["seconds"],
        done=done,
        url=pick_url(pick),
    )
