"""Fill in blanks, in a sentence or in code; every blank counts its share."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from typing import Any

from exercises.marking import normal
from exercises.marking.base import (
    MOST_WORDS,
    BadResponse,
    Document,
    Explanation,
    Mark,
    Note,
    Problem,
    Question,
    Response,
    mapping_of,
)
from exercises.marking.parameters import draw
from exercises.marking.shapes import alike, asked, filled, part, texts, tried, untypable
from exercises.marking.templates import fill

FIELDS = {"text", "language", "blanks"}
LANGUAGES = ("text", "python")
BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")
WIDTH_STEP = 4  # characters; the width of a field is rounded up to it, so that it gives little away


def problems(document: Document) -> list[Problem]:
    text, blanks = document.get("text"), document.get("blanks")
    if not isinstance(text, str) or not filled(text) or not isinstance(blanks, dict):
        return [("text", "is missing, or `blanks` is no mapping", "write text with {{name}} and blanks: {name: {accept, why}}")]
    found: list[Problem] = []
    if document.get("language", "text") not in LANGUAGES:
        found.append(("language", "is not known", f"use {' or '.join(LANGUAGES)}"))
    named = BLANK.findall(text)
    if not 1 <= len(named) <= 12 or len(set(named)) != len(named):
        found.append(("text", "has no blank, more than 12, or one twice", "write each blank once, as {{name}}"))
    if set(named) != set(blanks):
        found.append(("blanks", f"are {sorted(map(str, blanks))}, but the text has {sorted(named)}", "make them the same"))
    for name, blank in blanks.items():
        found += _problems_of_blank(f"blanks.{name}", blank)
    return found or tried(document, generate, flaws=_flaws)


def _problems_of_blank(where: str, blank: Any) -> list[Problem]:
    found = part(blank, where, ("why",), {"accept", "options"})
    if isinstance(blank, dict) and not texts(blank.get("accept")):
        found.append((f"{where}.accept", "is not a list of texts", "write every right answer"))
    if isinstance(blank, dict) and "options" in blank and not texts(blank["options"], least=2):
        found.append((f"{where}.options", "is not a list of 2 texts or more", "write right and wrong ones, or leave it out"))
    return found


def _flaws(question: Question) -> Iterator[Problem]:
    for name, blank in question.key["blanks"].items():
        yield from untypable(f"blanks.{name}.accept", blank["accept"], most=MOST_WORDS)
        if (options := blank["options"]) is None:
            continue
        yield from alike(f"blanks.{name}.options", options)
        yield from untypable(f"blanks.{name}.options", options, most=MOST_WORDS)
        if sum(is_right(question, name, one) for one in options) not in range(1, len(options)):
            yield f"blanks.{name}.options", "lack a right answer or a wrong one", "have both"


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    # Splitting at a pattern with one group gives text and names by turns; drawn values make no blanks.
    pieces = BLANK.split(document["text"])
    blanks = {name: _blank(document["blanks"][name], names, f"fill:{seed}:{name}") for name in pieces[1::2]}
    segments = [_field(one, blanks[one]) if at % 2 else fill(one, names) for at, one in enumerate(pieces) if one]
    return asked(
        document,
        names,
        public={"language": document.get("language", "text"), "segments": segments},
        key={"blanks": blanks},
    )


def _blank(blank: dict[str, Any], names: dict[str, Any], chance: str) -> dict[str, Any]:
    options = [fill(one, names) for one in blank["options"]] if "options" in blank else None
    if options:
        places = {text: place for place, text in enumerate(options)}
        random.Random(chance).shuffle(options)
    else:
        places = {}
    accept = [fill(one, names) for one in blank["accept"]]
    return {"accept": accept, "why": fill(blank["why"], names), "options": options, "places": places}


def _field(name: str, blank: dict[str, Any]) -> dict[str, Any]:
    longest = max(map(len, blank["accept"]))
    return {"blank": name, "options": blank["options"], "width": -(-longest // WIDTH_STEP) * WIDTH_STEP}


def mark(question: Question, response: Response) -> Mark:
    given = _given(question, response)
    return Mark(sum(is_right(question, name, value) for name, value in given.items()) / len(given))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    given, blanks = _given(question, response), question.key["blanks"]
    notes = tuple(Note(name, blank["why"], is_right(question, name, given[name]), chosen=True) for name, blank in blanks.items())
    segments = question.public["segments"]
    text = "".join(one if isinstance(one, str) else blanks[one["blank"]]["accept"][0] for one in segments)
    solution = f"```python\n{text.rstrip()}\n```" if _is_code(question) else text
    return Explanation(why=question.key["why"], solution=solution, notes=notes)


def _given(question: Question, response: Response) -> dict[str, str]:
    given = mapping_of(response, "blanks", question.key["blanks"])
    for name, blank in question.key["blanks"].items():
        if blank["options"] is not None and given[name] not in blank["options"]:
            raise BadResponse("blanks", f"“{given[name][:40]}” is not among the options.", "Choose one of them.")
    return given


def is_right(question: Question, name: str, value: str) -> bool:
    """Whether `value` is accepted in the blank `name`."""
    accept: Iterable[str] = question.key["blanks"][name]["accept"]
    same = normal.code if _is_code(question) else normal.words
    return same(value) in map(same, accept)


def _is_code(question: Question) -> bool:
    return bool(question.public["language"] == "python")
