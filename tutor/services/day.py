"""Opening a day: its plan is composed once and then stays, whatever is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tutor.models import DayPlan, LearnerDay, User
from tutor.rules import plan as rules
from tutor.rules.forecast import caught_up_on
from tutor.rules.margin import Margin
from tutor.selectors.progress import plan_progress, plan_rows
from tutor.selectors.statistics.habit import PromisedDay
from tutor.services.learning import lock, settle_day
from tutor.services.log import Stamp, note_plan
from tutor.services.planning import Material, due_soon, material
from tutor.services.quests import offer_quests
from tutor.services.room import course_ahead, lived_before, room_of, roomy
from tutor.services.targets import reckon_again

# Missed days after which one comes back to a session of its own.
LONG_AWAY = 3
# So many days after an absence are the first ones back, that of the return included.
FIRST_DAYS = 3
# After so many days there, at most, all that is due has had its turn; else no day is named.
CATCH_UP_DAYS = 183


def open_day(*, learner: User, now: datetime) -> DayPlan:
    """The plan of the learner's local day at `now`, composed when it is first asked for."""
    day = learner.clock.day(now)
    existing = plan_rows.first(learner=learner.pk, day=day)
    if existing is not None and existing.document["picks"]:
        return existing
    with transaction.atomic():
        learner = lock(learner)
        plan = plan_rows.first(learner=learner.pk, day=day) or DayPlan(learner=learner, day=day)
        if plan.pk is None or not plan.document["picks"]:
            # New, or opened when there was nothing to do, since when there may be.
            composed = _compose(learner, day)
            if plan.pk is None or composed.picks:
                plan.minutes, plan.composed_at, plan.document = learner.daily_minutes, now, _document(composed)
                plan.save()
                note_plan(learner, plan, now)
                offer_quests(learner=learner, day=day, picks=composed.picks)
                reckon_again(learner=learner, day=day)
    return plan


def open_today(learner: User, stamped: Stamp, now: datetime) -> DayPlan | None:
    """Opens the day on which something is done, and gives its plan. What is told of an earlier one opens nothing: there may be
    more to be told, and a plan that was made before that would have in it what is done already.
    """
    if stamped.late and stamped.day != learner.clock.day(now):
        return None
    plan = open_day(learner=learner, now=now)
    return plan if plan.day == stamped.day else None


def extend_day(*, learner: User, now: datetime) -> DayPlan:
    """More of today, for who wants it: another helping of the learner's minutes. Only a finished plan grows."""
    day = learner.clock.day(now)
    with transaction.atomic():
        learner = lock(learner)
        plan = open_day(learner=learner, now=now)
        planned = plan.document["picks"]
        if not planned or not LearnerDay.objects.filter(learner=learner, day=day).exists() or _open(learner, day):
            return plan
        more = _compose(learner, day, without=planned)
        if more.picks:
            told = {name: plan.document.get(name) for name in ("missed", "catch_up")}
            plan.document = _document(more) | told | {"picks": [*planned, *_document(more)["picks"]]}
            plan.minutes += learner.daily_minutes
            plan.save(update_fields=["document", "minutes"])
            note_plan(learner, plan, now)
    return plan


def start_anyway(*, learner: User, lesson_slug: str, now: datetime) -> None:
    """Takes what warms up a lesson out of today's plan, as far as it is not done: the learner wants to begin without it."""
    with transaction.atomic():
        learner = lock(learner)
        _take_out(learner, now, lambda pick: pick.get("warms") == lesson_slug)


def leave_out(*, learner: User, concept_slug: str, now: datetime) -> None:
    """Takes a concept that is not asked for any more out of today's plan. The caller holds the lock."""
    _take_out(learner, now, lambda pick: pick["concept"] == concept_slug)


def _take_out(learner: User, now: datetime, unwanted: Callable[[dict[str, Any]], bool]) -> None:
    """Plans today without these picks, as far as they are not done; if that was all that was left, the day is finished."""
    day = learner.clock.day(now)
    plan, progress = plan_rows.first(learner=learner.pk, day=day), plan_progress(learner, day)
    if plan is None or progress is None:
        return
    pairs = zip(progress.picks, progress.done, strict=True)
    kept = [pick for pick, done in pairs if done or not unwanted(pick)]
    if len(kept) == len(progress.picks):
        return
    plan.document["picks"] = kept
    plan.save(update_fields=["document"])
    note_plan(learner, plan, now)
    if kept:
        settle_day(learner=learner, day=day, now=now)


def recompose_untouched(*, learner: User, now: datetime) -> None:
    """Plans today anew for changed settings, as long as nothing of it was done. The caller holds the lock."""
    day = learner.clock.day(now)
    plan = DayPlan.objects.filter(learner=learner, day=day).first()
    progress = plan_progress(learner, day)
    if plan is None or progress is None or any(progress.done):
        return
    plan.minutes, plan.composed_at = learner.daily_minutes, now
    composed = _compose(learner, day)
    plan.document = _document(composed)
    plan.save()
    note_plan(learner, plan, now)
    offer_quests(learner=learner, day=day, picks=composed.picks)


def replan(*, learner: User, kept: Sequence[dict[str, Any]], now: datetime) -> None:
    """Plans the rest of today anew around what is `kept` of it. The caller holds the lock."""
    day = learner.clock.day(now)
    plan = DayPlan.objects.get(learner=learner, day=day)
    left = plan.minutes * 60 - sum(pick["seconds"] for pick in kept)
    composed = _compose(learner, day, without=kept, seconds=left) if left > 0 else NOTHING
    scale = plan.document.get("scale", 1.0)
    plan.document = _document(composed) | {"picks": [*kept, *_document(composed)["picks"]], "scale": scale}
    plan.save(update_fields=["document"])
    note_plan(learner, plan, now)


def _open(learner: User, day: date) -> bool:
    progress = plan_progress(learner, day)
    return progress is not None and not all(progress.done)


def _document(composed: Composed) -> dict[str, Any]:
    """The picks as they are kept, their seconds corrected by `scale`. `missed` days are said on a return; what is `left_out` has
    had its turn by `catch_up`.
    """
    return {
        "picks": [asdict(pick) for pick in composed.picks],
        "scale": composed.scale,
        "missed": composed.missed,
        "left_out": composed.left_out,
        "catch_up": composed.catch_up.isoformat() if composed.catch_up else None,
    }


@dataclass(frozen=True, slots=True)
class Composed:
    picks: tuple[rules.Pick, ...]
    scale: float
    missed: int
    left_out: int
    catch_up: date | None


NOTHING = Composed((), 1.0, missed=0, left_out=0, catch_up=None)


def _compose(
    learner: User, day: date, *, without: Iterable[dict[str, Any]] = (), seconds: int | None = None
) -> Composed:
    concepts = {pick["concept"] for pick in without if pick["concept"]}
    planned = {(pick["lesson"], pick["key"]) for pick in without}
    given = material(learner, day)
    due = [review for review in given.due if review.concept not in concepts]
    warm = {lesson: [one for one in weak if one.concept not in concepts] for lesson, weak in given.warm.items()}
    steps = [step for step in given.steps if (step.lesson, step.key) not in planned]
    lived = lived_before(learner, day)
    room = room_of(lived)
    seconds = learner.daily_minutes * 60 if seconds is None else seconds
    returning = given.missed >= LONG_AWAY and bool(due) and not planned
    picks = rules.compose(
        [roomy(one, room.plain) for one in due],
        [roomy(one, room.of(one.kind)) for one in steps],
        seconds=seconds,
        day=day,
        warm={lesson: [roomy(one, room.plain) for one in weak] for lesson, weak in warm.items()},
        returning=returning,
        first_days=returning or any(one.missed for one in lived[1 - FIRST_DAYS :]),
    )
    chosen = {pick.concept for pick in picks}
    left = [review for review in due if review.concept not in chosen]
    named = None if returning else _still_named(learner, lived, day)
    backlog = bool(left) if returning else sum(one.seconds for one in left) * room.plain > rules.REVIEW_SHARE * seconds
    return Composed(
        picks=tuple(replace(pick, seconds=max(1, round(pick.seconds * room.scale / room.of(pick.step_kind)))) for pick in picks),
        scale=room.scale,
        missed=given.missed if returning else 0,
        left_out=len(left),
        catch_up=named or _catch_up(learner, given, room, day, returning=returning) if backlog else None,
    )


def _catch_up(learner: User, given: Material, room: Margin, day: date, *, returning: bool) -> date | None:
    """When all that is due has had its turn, by living through the days in advance."""
    memories = {one.concept: given.memories[one.concept] for one in given.due} | due_soon(learner, day, CATCH_UP_DAYS)
    course = course_ahead(given, room, memories, given.steps)
    return caught_up_on(course, seconds=learner.daily_minutes * 60, day=day, days=CATCH_UP_DAYS, returning=returning)


def _still_named(learner: User, lived: Sequence[PromisedDay], day: date) -> date | None:
    """The day that was named before, as long as it is ahead and the minutes are the same: what was promised stays."""
    last = lived[-1] if lived else None
    return last.catch_up if last and last.catch_up and last.catch_up >= day and last.minutes == learner.daily_minutes else None
