"""The page of a day: what is planned, what of it is done, and the streak that it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from django.db.models import CharField, QuerySet, Subquery, Sum
from django.urls import reverse

from tutor.models import Break, ConceptMemory, MemoryState, User, XpEntry
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

    @property
    def item(self) -> str:
        """The question of a review."""
        return self.key if self.kind == "review" else ""

    @property
    def lesson(self) -> str:
        """The lesson of a step."""
        return "" if self.kind == "review" else self.key.partition("/")[0]

    @property
    def step(self) -> str:
        """The key of a step in its lesson."""
        return "" if self.kind == "review" else self.key.partition("/")[2]


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
    """The learner's day at `now`, as far as it was opened. Twelve queries."""
    day = learner.clock.day(now)
    progress = plan_progress(learner, day)
    pairs = list(zip(progress.picks, progress.done, strict=True)) if progress else []
    picks = tuple(pick_view(pick, done) for pick, done in pairs)
    ahead = next((pick for pick in picks if not pick.done), None)
    planned = list({pick["concept"] for pick, _ in pairs if pick["concept"]})
    figures = _Figures(*_figures.first(learner=learner.pk, day=day, planned=planned) or (None, None, None))
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
        effort_seconds_today=figures.effort_seconds or 0,
        due_count=figures.due or 0,
        ends_at=learner.clock.bounds(day)[1],
        notices=notices_for(learner, progress, now, figures.break_until),
    )


class _Figures(NamedTuple):
    """The day's effort; how many memories come back by it, without those that are planned; the last day of the break that is on.
    None stands for none.
    """

    effort_seconds: int | None
    due: int | None
    break_until: date | None


@prepared(learner=KEY, day=DAY, planned=CharField())
def _figures(learner: Any, day: Any, planned: Any) -> QuerySet[User]:
    paid = XpEntry.objects.filter(learner=learner, day=day).order_by().values("learner")
    active = ConceptMemory.objects.filter(learner=learner, state=MemoryState.ACTIVE, concept__retired_at=None, due_on__lte=day)
    breaks = Break.objects.filter(learner=learner, starts_on__lte=day, ends_on__gte=day)
    return User.objects.filter(pk=learner).values_list(
        Subquery(paid.annotate(total=Sum("effort_seconds")).values("total")),
        Subquery(counted(active.exclude(concept__slug__in=planned))),
        Subquery(breaks.values("ends_on")[:1]),
    )


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
