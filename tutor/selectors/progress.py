"""What of a day's plan is done: derived from answers and steps, stored nowhere twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from exercises.models import Attempt
from tutor.models import DayPlan, StepDone, User


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """The picks of a day as they were planned, and for each whether it is done."""

    minutes: int
    picks: tuple[dict[str, Any], ...]
    done: tuple[bool, ...]


def plan_progress(learner: User, day: date) -> PlanProgress | None:
    """The plan of a local day with what is done; None before it was opened. Three queries."""
    plan = DayPlan.objects.filter(learner=learner, day=day).first()
    if plan is None:
        return None
    picks = tuple(plan.document["picks"])
    items = [pick["item"] for pick in picks if pick["kind"] == "review"]
    lessons = {pick["lesson"] for pick in picks if pick["kind"] == "step"}
    answered = set(
        Attempt.objects.filter(learner=learner, day=day, item__slug__in=items).values_list("item__slug", flat=True)
    )
    stepped = set(
        StepDone.objects.filter(learner=learner, lesson__slug__in=lessons).values_list("lesson__slug", "step_key")
    )
    done = tuple(
        pick["item"] in answered if pick["kind"] == "review" else (pick["lesson"], pick["key"]) in stepped
        for pick in picks
    )
    return PlanProgress(plan.minutes, picks, done)
