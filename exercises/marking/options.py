"""What choice and choices share: options that are shuffled by the seed, each with its reason."""

from __future__ import annotations

import random
from typing import Any

from exercises.marking.base import LETTERS, Document, Explanation, Note, Problem, Question
from exercises.marking.parameters import draw
from exercises.marking.templates import fill


def problems_of(document: Document) -> list[Problem]:
    options = document.get("options")
    if not isinstance(options, list) or not 2 <= len(options) <= 8:
        return [("options", "is not a list of 2 to 8 options", "write {text, why, right: true} for each")]
    found: list[Problem] = []
    for index, option in enumerate(options):
        where = f"options.{index}"
        if not isinstance(option, dict) or not _filled(option.get("text")):
            found.append((where, "has no text", "write what the learner can choose"))
            continue
        if not _filled(option.get("why")):
            found.append((f"{where}.why", f"“{option['text']}” has no explanation", "say what somebody who picks it believes"))
        if not isinstance(option.get("right", False), bool):
            found.append((f"{where}.right", "is neither true nor false", "write right: true or leave it out"))
    texts = [str(option.get("text")) for option in options if isinstance(option, dict)]
    if len(set(texts)) != len(texts):
        found.append(("options", "has the same text twice", "make the options differ"))
    return found


def _filled(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def rights(document: Document) -> int:
    options = document.get("options")
    return sum(option.get("right") is True for option in options if isinstance(option, dict)) if isinstance(options, list) else 0


def question(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    options = [
        {"text": fill(option["text"], names), "why": fill(option["why"], names), "right": bool(option.get("right"))}
        for option in document["options"]
    ]
    if document.get("shuffle", True):
        random.Random(f"options:{seed}").shuffle(options)
    # Letters are given after shuffling, so that an id says nothing about the option.
    public = [{"id": LETTERS[index], "text": option["text"]} for index, option in enumerate(options)]
    return Question(
        kind=document["kind"],
        ask=fill(document["ask"], names),
        hint=fill(document.get("hint", ""), names),
        public={"options": public},
        key={
            "why": fill(document["why"], names),
            "options": {LETTERS[index]: option for index, option in enumerate(options)},
            "right": [LETTERS[index] for index, option in enumerate(options) if option["right"]],
        },
    )


def explanation(asked: Question, chosen: set[str]) -> Explanation:
    options = asked.key["options"]
    return Explanation(
        why=asked.key["why"],
        solution=" · ".join(options[one]["text"] for one in asked.key["right"]),
        notes=tuple(Note(one, option["why"], option["right"], one in chosen) for one, option in options.items()),
    )
