"""What choice and choices share: options that are shuffled by the seed, each with its reason."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator

from exercises.marking.base import LETTERS, Document, Explanation, Note, Problem, Question
from exercises.marking.parameters import draw
from exercises.marking.shapes import alike, asked, empty, parts, tried
from exercises.marking.templates import fill

FIELDS = {"options", "shuffle"}


def problems(document: Document) -> list[Problem]:
    options = document.get("options")
    if not isinstance(options, list) or not 2 <= len(options) <= 8:
        return [("options", "is not a list of 2 to 8 options", "write {text, why, right: true} for each")]
    # A wrong option without a reason teaches nothing: `why` says what somebody who picks it believes.
    found = parts(options, "options", ("text", "why"), {"right"})
    for place, option in enumerate(options):
        if isinstance(option, dict) and not isinstance(option.get("right", False), bool):
            found.append((f"options.{place}.right", "is neither true nor false", "write right: true or leave it out"))
    if not isinstance(document.get("shuffle", True), bool):
        found.append(("shuffle", "is neither true nor false", "write shuffle: false or leave it out"))
    return found or tried(document, generate, flaws=_flaws)


def _flaws(question: Question) -> Iterator[Problem]:
    shown = [option["text"] for option in question.public["options"]]
    yield from alike("options", shown)
    yield from empty("options", shown)


def rights(document: Document) -> int:
    """How many options of a sound document are right."""
    return sum(option.get("right", False) for option in document["options"])


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    options = [
        {"text": fill(one["text"], names), "why": fill(one["why"], names), "right": one.get("right", False), "place": place}
        for place, one in enumerate(document["options"])
    ]
    if document.get("shuffle", True):
        random.Random(f"options:{seed}").shuffle(options)
    # Letters are given after shuffling, so that an id says nothing about the option.
    lettered = dict(zip(LETTERS, options, strict=False))
    return asked(
        document,
        names,
        public={"options": [{"id": letter, "text": option["text"]} for letter, option in lettered.items()]},
        key={"options": lettered, "right": [letter for letter, option in lettered.items() if option["right"]]},
    )


def explanation(question: Question, chosen: Collection[str]) -> Explanation:
    options = question.key["options"]
    return Explanation(
        why=question.key["why"],
        solution=" · ".join(options[one]["text"] for one in question.key["right"]),
        notes=tuple(Note(one, option["why"], option["right"], one in chosen) for one, option in options.items()),
    )


def balance(chosen: Collection[str], right: Collection[str]) -> float:
    """Partial credit where a wrong pick takes back what a right one gives, so picking all earns little."""
    hits = len(set(chosen) & set(right))
    return max(0, 2 * hits - len(chosen)) / len(right)
