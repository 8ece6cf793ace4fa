"""A day as a browser keeps it for when there is no network: each pick with its page, rendered as the player would."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.crypto import salted_hmac

import lessons
from exercises import marking
from exercises.marking.responses import right_response
from tutor import selectors, services
from tutor.models import User
from tutor.web.pictures import picture
from tutor.web.widgets import element, files

# What `static/tutor/offline` reads. A kept day of another number is not opened, but fetched again.
FORMAT = 1
WIDGETS = Path(lessons.__file__).parent / "static" / "widgets"
ASSET = re.compile(r'(?:src|href|data-src)="(/assets/[^"]+)"')
# Read, explored or recapped; a check is a question, and code and its reports need the site.
LEAFED = {"read", "explore", "recap"}


def name_of(learner: User) -> str:
    """By which a browser knows whose day it keeps: the same for a guest and the account that the guest becomes."""
    return salted_hmac("tutor.offline", str(learner.pk)).hexdigest()[:32]


def day_to_keep(learner: User, now: datetime) -> dict[str, Any]:
    """As JSON. Seven queries, however much is planned."""
    kept = selectors.kept_day(learner, now)
    asked = services.questions_for(learner=learner, item_slugs=_items(kept), now=now)
    picks = [_pick(pick, done, step, asked) for pick, done, step in zip(kept.picks, kept.done, kept.steps, strict=True)]
    widgets = {step["widget"]["name"] for step in kept.steps if step and step["kind"] == "explore"}
    assets = {found for pick in picks for found in ASSET.findall(pick["html"])}
    return {
        "format": FORMAT,
        "day": kept.day.isoformat(),
        "title": f"{kept.day:%A}, {kept.day.day} {kept.day:%B}",
        "kept_at": now.isoformat(),
        "ends_at": kept.ends_at.isoformat(),
        "picks": picks,
        "files": sorted({static(name) for widget in widgets for name in _files_of(widget)} | assets),
    }


def _items(kept: selectors.KeptDay) -> list[str]:
    checks = [step["item"] for step in kept.steps if step and step["kind"] == "check"]
    return [pick["item"] for pick in kept.picks if pick["kind"] == "review"] + checks


def _pick(pick: dict[str, Any], done: bool, step: dict[str, Any] | None, asked: dict[str, services.Asked]) -> dict[str, Any]:
    """`html` is empty where it takes the network; `after` is what a question has to say once it is answered."""
    is_step = pick["kind"] == "step"
    item = asked.get(step["item"] or "" if step else pick["item"])
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
    if item is None or (step and step["kind"] != "check"):
        return told | {"html": ""}
    return told | question_of(item, step["html"] if step else "")


def _leafed(step: dict[str, Any]) -> str:
    widget = step["widget"]
    context = {"step": step, "widget": widget, "element": element(widget) if widget else ""}
    return render_to_string("tutor/offline/step.html", context)


def _scripts(step: dict[str, Any]) -> dict[str, str]:
    return {name: static(path) for name, path in files(step["widget"]).items()} if step["widget"] else {}


def question_of(asked: services.Asked, before: str) -> dict[str, Any]:
    """A question with its page, and with what there is to say once it was answered, however it was."""
    question = asked.question
    right = right_response(question)
    context = {
        "before": before,
        "question": question,
        "picture": picture(question.public["picture"]) if question.kind == "point" else None,
        "told": marking.explain(question, right, marking.mark(question, right)),
    }
    return {
        "html": render_to_string("tutor/offline/question.html", context),
        "after": render_to_string("tutor/offline/answer.html", context),
        "kind": question.kind,
        "item": asked.item_slug,
        "revision": asked.revision,
        "number": asked.number,
        "heading": asked.concept_title,
    }


@lru_cache(maxsize=256)
def _files_of(widget: str) -> tuple[str, ...]:
    """Names of the static files of a widget, and of what all widgets share."""
    folders = (WIDGETS / widget, WIDGETS / "kit")
    found = (file for folder in folders for file in folder.rglob("*") if file.suffix in {".js", ".css"})
    return tuple(sorted(f"widgets/{file.relative_to(WIDGETS)}" for file in found))
