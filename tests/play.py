"""Learns on behalf of a test: goes through a day's plan with right answers, by the services that the site calls."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from exercises.marking import Question, design, mark, normal
from exercises.models import Exercise
from tutor import selectors, services
from tutor.models import DayPlan, User
from tutor.services.code import finish_code_step


def right_response(question: Question) -> dict[str, Any]:
    """The response that earns the full score."""
    key = question.key
    match question.kind:
        case "choice":
            return {"choice": key["right"][0]}
        case "choices":
            return {"choices": key["right"]}
        case "number":
            return {"number": repr(key["answer"])}
        case "order":
            return {"order": key["order"]}
        case "match":
            return {"pairs": key["pairs"]}
        case "fill":
            return {"blanks": {name: blank["accept"][0] for name, blank in key["blanks"].items()}}
        case "output":
            return {"output": key["answer"]}
        case "point":
            return {"points": key["right"]}
        case "text":
            return {"text": key["accept"][0]}
        case "design":
            return _decided(question, right=True)
        case _:
            return {"rating": "good"}


def wrong_responses(question: Question) -> list[dict[str, Any]]:
    """Responses that earn less than the full score: those that the item foresees, or one where it foresees none."""
    key = question.key
    match question.kind:
        case "choice":
            return [{"choice": one} for one in key["options"] if one not in key["right"]]
        case "choices":
            return [{"choices": [one]} for one in key["options"] if one not in key["right"]]
        case "point":
            return [{"points": [one]} for one in key["notes"] if one not in key["right"]]
        case "order":
            return [{"order": key["order"][::-1]}]
        case "match":
            partners = list(key["pairs"].values())
            return [{"pairs": dict(zip(key["pairs"], partners[1:] + partners[:1], strict=True))}]
        case "fill":
            blanks = {name: _wrong_filling(question, name) for name in key["blanks"]}
            return [{"blanks": blanks}]
        case "number":
            told = [{"number": repr(one["answer"])} for one in key["mistakes"]]
            return _wrong_ones(question, told) or [{"number": repr(key["answer"] + 1000)}]
        case "output":
            told = [{"output": one["answer"]} for one in key["mistakes"]]
            return _wrong_ones(question, told) or [{"output": "something else"}]
        case "text":
            return [{"text": one["text"]} for one in key["near"]] or [{"text": "something else"}]
        case "design":
            return [_decided(question, right=False)]
        case _:
            return [{"rating": "again"}]


def _decided(question: Question, *, right: bool) -> dict[str, Any]:
    """With the costs as they begin, for each decision the cheapest option with a reason that fits, or the dearest with one that
    does not."""
    costs = {name: slider["start"] for name, slider in question.key["costs"].items()}
    bill, choices, reasons = design.weighed(question, costs), {}, {}
    for name, decision in question.key["decisions"].items():
        choices[name] = (min if right else max)(bill[name], key=bill[name].__getitem__)
        reasons[name] = next(one for one, why in decision["reasons"].items() if (choices[name] in why["fits"]) is right)
    return {"costs": costs, "choices": choices, "reasons": reasons}


def _wrong_filling(question: Question, name: str) -> str:
    blank = question.key["blanks"][name]
    same = normal.code if question.public["language"] == "python" else normal.words
    accepted = set(map(same, blank["accept"]))
    return next((one for one in blank["options"] or () if same(one) not in accepted), "nonsense")


def _wrong_ones(question: Question, responses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For some values of its parameters a foreseen mistake leads to the right answer after all."""
    return [one for one in responses if not mark(question, one).correct]


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
        revision_id=asked.revision_id,
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
        finish_code_step(learner, Exercise.objects.get(slug=step["exercise"]), learner.clock.day(now), now)
    else:
        services.finish_step(learner=learner, lesson_slug=lesson, step_key=key, now=now)
