"""Learns on behalf of a test: goes through a day's plan with right answers, by the services that the site calls."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from exercises.marking.responses import right_response
from exercises.models import Exercise
from tutor import selectors, services
from tutor.models import DayPlan, Kind, User
from tutor.services.code import code_steps, finish_code_steps, named
from tutor.services.log import record


def fields_of(response: dict[str, Any]) -> dict[str, Any]:
    """What the form of a question sends for a response."""
    prefixes = {"pairs": "pair:", "blanks": "blank:", "costs": "cost:", "choices": "choice:", "reasons": "reason:"}
    sent: dict[str, Any] = {}
    for name, value in response.items():
        sent |= {f"{prefixes[name]}{one}": inner for one, inner in value.items()} if isinstance(value, dict) else {name: value}
    return sent


def hidden_fields(page: str) -> dict[str, str]:
    """What the form of a question says of itself."""
    form = page[page.index("data-question") :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def answer(learner: User, item: str, now: datetime, *, lesson: str | None = None, step: str | None = None) -> services.Outcome:
    asked = services.question_for(learner=learner, item_slug=item, now=now)
    return services.answer_item(
        learner=learner,
        item_slug=item,
        revision=asked.revision_id,
        number=asked.number,
        response=right_response(asked.question),
        seconds=10,
        hints_used=0,
        lesson_slug=lesson,
        step_key=step,
        now=now,
    )


def play_day(learner: User, now: datetime, *, most: int = 100) -> None:
    """Does at most `most` picks of the learner's day, each ten seconds after the last."""
    services.open_day(learner=learner, now=now)
    plan = DayPlan.objects.get(learner=learner, day=learner.clock.day(now))
    done = [pick.done for pick in selectors.today_for(learner, now).picks]
    for pick in [pick for pick, was in zip(plan.document["picks"], done, strict=True) if not was][:most]:
        now += timedelta(seconds=10)
        if pick["kind"] == "review":
            answer(learner, pick["item"], now)
        else:
            do_step(learner, pick["lesson"], pick["key"], now)


def do_step(learner: User, lesson: str, key: str, now: datetime) -> None:
    services.start_lesson(learner=learner, lesson_slug=lesson, now=now)
    step = selectors.step_for(learner, lesson, key, now).step
    if step["kind"] == "check":
        answer(learner, step["item"], now, lesson=lesson, step=key)
    elif step["kind"] == "code":
        steps = code_steps(learner, Exercise.objects.get(slug=step["exercise"]))
        event, _ = record(learner=learner, kind=Kind.CODE_SETTLED, now=now, document={"steps": named(steps), "effort": 0})
        finish_code_steps(learner, steps, event)
    else:
        services.finish_step(learner=learner, lesson_slug=lesson, step_key=key, now=now)
