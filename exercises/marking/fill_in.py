"""Fill in blanks, in a sentence or in code; every blank counts its share."""

from __future__ import annotations

import random
import re
from typing import Any

from exercises.marking import normal
from exercises.marking.base import BadResponse, Document, Explanation, Mark, Note, Problem, Question, Response
from exercises.marking.parameters import draw
from exercises.marking.templates import fill

BLANK = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def problems(document: Document) -> list[Problem]:
    text, blanks = document.get("text"), document.get("blanks")
    if not isinstance(text, str) or not isinstance(blanks, dict):
        return [("text", "is missing, or `blanks` is no mapping", "write text with {{name}} and blanks: {name: {accept, why}}")]
    found: list[Problem] = []
    if document.get("language", "text") not in {"text", "python"}:
        found.append(("language", "is not known", "use text or python"))
    named = BLANK.findall(text)
    if not named or len(set(named)) != len(named):
        found.append(("text", "has no blank, or one twice", "write each blank once, as {{name}}"))
    if set(named) != set(blanks):
        found.append(("blanks", f"are {sorted(map(str, blanks))}, but the text has {sorted(named)}", "make them the same"))
    for name, blank in blanks.items():
        where = f"blanks.{name}"
        if not isinstance(blank, dict):
            found.append((where, "is no mapping", "write {accept: [..], why: ..}"))
            continue
        if not _texts(blank.get("accept")):
            found.append((f"{where}.accept", "is not a list of texts", "write every right answer"))
        if not isinstance(blank.get("why"), str) or not blank["why"].strip():
            found.append((f"{where}.why", "is missing", "explain what belongs there"))
        if "options" in blank and (not _texts(blank["options"]) or not set(blank["options"]) & set(blank.get("accept") or [])):
            found.append((f"{where}.options", "do not have the right answer", "list it among them"))
    return found


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one.strip() for one in value)


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    language = document.get("language", "text")
    blanks: dict[str, dict[str, Any]] = {}
    segments: list[Any] = []
    position = 0
    text = fill(document["text"], names)
    for blank in BLANK.finditer(text):
        if blank.start() > position:
            segments.append(text[position : blank.start()])
        given = document["blanks"][blank[1]]
        accept = [fill(one, names) for one in given["accept"]]
        options = [fill(one, names) for one in given["options"]] if "options" in given else None
        if options:
            random.Random(f"fill:{seed}:{blank[1]}").shuffle(options)
        # The width of the field is that of the longest answer, rounded up, so that it gives little away.
        width = 4 * (1 + max(len(one) for one in accept) // 4)
        segments.append({"blank": blank[1], "options": options, "width": width})
        blanks[blank[1]] = {"accept": accept, "why": fill(given["why"], names)}
        position = blank.end()
    if position < len(text):
        segments.append(text[position:])
    return Question(
        kind="fill",
        ask=fill(document["ask"], names),
        hint=fill(document.get("hint", ""), names),
        public={"language": language, "segments": segments},
        key={"why": fill(document["why"], names), "blanks": blanks, "text": text, "language": language},
    )


def _given(question: Question, response: Response) -> dict[str, str]:
    given = response.get("blanks") if isinstance(response, dict) else None
    wanted = question.key["blanks"]
    if not isinstance(given, dict) or set(given) != set(wanted) or not all(isinstance(v, str) and len(v) <= 200 for v in given.values()):
        raise BadResponse("blanks", "Not every blank is filled in.", "Fill in each of them.")
    for name, value in given.items():
        if not value.strip():
            raise BadResponse("blanks", f"The blank “{name}” is empty.", "Fill in each of them.")
    return given


def _right(question: Question, name: str, value: str) -> bool:
    same = normal.code if question.key["language"] == "python" else normal.words
    return same(value) in {same(one) for one in question.key["blanks"][name]["accept"]}


def mark(question: Question, response: Response) -> Mark:
    given = _given(question, response)
    return Mark(sum(_right(question, name, value) for name, value in given.items()) / len(given))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    given, key = _given(question, response), question.key
    notes = tuple(
        Note(name, blank["why"], right=_right(question, name, given[name]), chosen=True) for name, blank in key["blanks"].items()
    )
    text = BLANK.sub(lambda blank: key["blanks"][blank[1]]["accept"][0], key["text"])
    solution = f"```python\n{text.rstrip()}\n```" if key["language"] == "python" else text
    return Explanation(why=key["why"], solution=solution, notes=notes)
