"""Days as a browser keeps them for when there is no network: each pick with its page, rendered as the player would."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.crypto import salted_hmac

import lessons
from exercises import marking
from exercises.marking.on_device import on_device
from exercises.marking.responses import right_response
from tutor import selectors, services
from tutor.models import User
from tutor.services.offline import luggage_for, proving_items
from tutor.web.pictures import picture
from tutor.web.reasons import TYPED, subjects
from tutor.web.widgets import element, files

# What `static/tutor/offline` reads. A kept day of another number is not opened, but fetched again.
FORMAT = 2
WIDGETS = Path(lessons.__file__).parent / "static" / "widgets"
ASSET = re.compile(r'(?:src|href|data-src)="(/assets/[^"]+)"')
# Read, explored or recapped; a check is a question, and code and its reports need the site.
LEAFED = {"read", "explore", "recap"}


def name_of(learner: User) -> str:
    """By which a browser knows whose day it keeps: the same for a guest and the account that the guest becomes."""
    return salted_hmac("tutor.offline", str(learner.pk)).hexdigest()[:32]


def days_to_keep(learner: User, now: datetime, days: int = 1) -> dict[str, Any]:
    """Today, and as many of the days after it as a forecast has them, as JSON. A few queries, however much is planned."""
    today = selectors.kept_day(learner, now)
    asked = services.questions_for(learner=learner, item_slugs=_items(today), now=now)
    proving = proving_items(learner)
    put = {slug: _Put(slug, one.revision, one.number, one.question, slug not in proving) for slug, one in asked.items()}
    picks = [_pick(pick, done, step, put) for pick, done, step in zip(today.picks, today.done, today.steps, strict=True)]
    told = [_day(today.day, today.ends_at, today.minutes, picks, today.steps)]
    if days > 1:
        told += _ahead(learner, now, days, {pick["item"] for pick in picks if "item" in pick and not pick["done"]})
    return {"format": FORMAT, "kept_at": now.isoformat(), "ahead": days > 1, "days": told}


def _ahead(learner: User, now: datetime, days: int, taken: set[str]) -> list[dict[str, Any]]:
    """The days after today, as `GET /sync/plan/` tells them. `taken` are the questions whose next asking is today's."""
    luggage = luggage_for(learner=learner, days=days, now=now)
    steps = {(one.slug, step["key"]): step for one in luggage.lessons for step in one.steps}
    items = {one.item: one for one in luggage.items}
    asked = Counter(taken)
    told = []
    for ahead in luggage.days[1:]:
        chosen = [steps.get(tuple(pick.key.split("/"))) if pick.kind == "step" else None for pick in ahead.picks]
        picks = []
        for pick, step in zip(ahead.picks, chosen, strict=True):
            slug = (step["item"] or "") if step else pick.key
            askings = items[slug].askings if slug in items else ()
            put = None
            if len(askings) > asked[slug]:
                asking = askings[asked[slug]]
                put = _Put(slug, items[slug].revision, asking.number, asking.question, asking.marking is not None)
                asked[slug] += 1
            lesson, _, key = pick.key.partition("/")
            document = asdict(pick) | {"item": slug, "lesson": lesson, "key": key}
            picks.append(_pick(document, False, step, {slug: put} if put else {}))
        told.append(_day(ahead.day, learner.clock.bounds(ahead.day)[1], ahead.minutes, picks, chosen))
    return told


@dataclass(frozen=True, slots=True)
class _Put:
    """A question as it will be asked, and whether the device may mark it."""

    item: str
    revision: str
    number: int
    question: marking.Question
    marked: bool


def _day(
    day: date, ends_at: datetime, minutes: int, picks: list[dict[str, Any]], steps: Iterable[dict[str, Any] | None]
) -> dict[str, Any]:
    widgets = {step["widget"]["name"] for step in steps if step and step["kind"] == "explore"}
    assets = {found for pick in picks for found in ASSET.findall(pick["html"])}
    return {
        "day": day.isoformat(),
        "title": f"{day:%A}, {day.day} {day:%B}",
        "ends_at": ends_at.isoformat(),
        "minutes": minutes,
        "picks": picks,
        "files": sorted({static(name) for widget in widgets for name in _files_of(widget)} | assets),
    }


def _items(kept: selectors.KeptDay) -> list[str]:
    checks = [step["item"] for step in kept.steps if step and step["kind"] == "check"]
    return [pick["item"] for pick in kept.picks if pick["kind"] == "review"] + checks


def _pick(pick: dict[str, Any], done: bool, step: dict[str, Any] | None, put: dict[str, _Put]) -> dict[str, Any]:
    """`html` is empty where it takes the network; `after` is what a question has to say once it is answered."""
    is_step = pick["kind"] == "step"
    question = put.get(step["item"] or "" if step else pick["item"])
    told = {
        "step_kind": pick["step_kind"] if is_step else "review",
        "title": pick["title"],
        "subtitle": pick["subtitle"],
        "why": pick["why"],
        "seconds": pick["seconds"],
        "done": done,
        "lesson": pick["lesson"] if is_step else "",
        "step": pick["key"] if is_step else "",
    }
    if step and step["kind"] in LEAFED:
        return told | {"html": _leafed(step)} | _scripts(step)
    if question is None or (step and step["kind"] != "check"):
        return told | {"html": ""}
    named = {"item": question.item, "revision": question.revision, "number": question.number}
    return told | named | question_of(question.question, step["html"] if step else "", marked=question.marked)


def _leafed(step: dict[str, Any]) -> str:
    widget = step["widget"]
    context = {"step": step, "widget": widget, "element": element(widget) if widget else ""}
    return render_to_string("tutor/offline/step.html", context)


def _scripts(step: dict[str, Any]) -> dict[str, str]:
    return {name: static(path) for name, path in files(step["widget"]).items()} if step["widget"] else {}


def question_of(question: marking.Question, before: str, *, marked: bool) -> dict[str, Any]:
    """A question with its page, what marks it on the device, and what there is to say once it was answered, however it was."""
    given = on_device(question) if marked else None
    right = right_response(question)
    told = given.explanation if given else marking.explain(question, right, marking.mark(question, right))
    names = subjects(question)
    context: dict[str, Any] = {
        "before": before,
        "question": question,
        "picture": picture(question.public["picture"]) if question.kind == "point" else None,
        "right": right.get("points", []),
        "told": told,
        "typed": TYPED,
        "notes": [(note, names.get(note.target, "")) for note in told.notes] if given and question.kind != "order" else [],
        "foreseen": [one.note for one in given.foreseen] if given else [],
    }
    return {
        "html": render_to_string("tutor/offline/question.html", context | {"right": []}),
        "after": render_to_string("tutor/offline/answer.html", context),
        "kind": question.kind,
        "marking": given
        and {
            "right": given.right,
            "accepts": given.accepts,
            "foreseen": [{"accepts": one.accepts} for one in given.foreseen],
        },
    }


@lru_cache(maxsize=256)
def _files_of(widget: str) -> tuple[str, ...]:
    """Names of the static files of a widget, and of what all widgets share."""
    folders = (WIDGETS / widget, WIDGETS / "kit")
    found = (file for folder in folders for file in folder.rglob("*") if file.suffix in {".js", ".css"})
    return tuple(sorted(f"widgets/{file.relative_to(WIDGETS)}" for file in found))
