"""How every kind of item is put and marked. Each kind is a module with the same four functions.

    problems(document)                 what is wrong with an item file, all of it at once
    generate(document, seed)           the question of one asking; the same seed gives the same question
    mark(question, response)           the score; BadResponse if the response has not the form of the kind
    explain(question, response, mark)  what is shown after answering
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from exercises.marking import (
    card,
    choice,
    choices,
    fill_in,
    match,
    number,
    order,
    output,
    parameters,
    point,
    short_text,
)
from exercises.marking.base import (
    BadResponse,
    Document,
    Explanation,
    Mark,
    Note,
    Problem,
    Question,
    Response,
)
from exercises.marking.expressions import ExpressionError

KINDS: dict[str, ModuleType] = {
    "choice": choice,
    "choices": choices,
    "number": number,
    "order": order,
    "match": match,
    "fill": fill_in,
    "output": output,
    "point": point,
    "text": short_text,
    "card": card,
}
COMMON = {"slug", "concept", "kind", "seconds", "hint", "parameters", "let", "ask", "why", "shuffle"}
OWN = {
    "choice": {"options"},
    "choices": {"options"},
    "number": {"answer", "tolerance", "unit", "units", "mistakes"},
    "order": {"entries"},
    "match": {"pairs", "decoys"},
    "fill": {"text", "language", "blanks"},
    "output": {"code", "answer", "mistakes"},
    "point": {"picture", "right"},
    "text": {"accept", "near"},
    "card": {"back"},
}


def problems(document: object) -> list[Problem]:
    """Everything that is wrong with an item, as (place, what, mend). An item without problems can be asked and marked."""
    if not isinstance(document, dict):
        return [("", "is no mapping", "write the item's fields")]
    kind = document.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return [("kind", f"“{kind}” is not a kind of item", f"use one of {', '.join(KINDS)}")]
    found: list[Problem] = []
    for name in ("ask", "why"):
        if not isinstance(document.get(name), str) or not document[name].strip():
            found.append((name, "is missing", "write it in Markdown"))
    if not isinstance(document.get("hint", ""), str):
        found.append(("hint", "is no text", "write it in Markdown or leave it out"))
    seconds = document.get("seconds", 30)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 5 <= seconds <= 300:
        found.append(("seconds", "is not a whole number from 5 to 300", "say how long an answer takes"))
    for name in set(document) - COMMON - OWN[kind]:
        found.append((str(name), f"is not a field of a {kind} item", f"known are {', '.join(sorted(OWN[kind]))}"))
    found += parameters.problems(document)
    if not found:
        found += KINDS[kind].problems(document)
    return found or _unaskable(document)


def _unaskable(document: Document) -> list[Problem]:
    """What only shows when the question is put: slots that cannot be computed, options that fall together."""
    for seed in range(12):
        try:
            question = generate(document, seed)
        except ExpressionError as problem:
            return [("ask", f"with seed {seed}: {problem}", "mend the expression or narrow the parameters")]
        texts = [option["text"] for option in question.public.get("options", [])]
        if len(set(texts)) != len(texts):
            return [("options", f"fall together with seed {seed}: {texts}", "narrow the parameters")]
    return []


def generate(document: Document, seed: int) -> Question:
    question: Question = KINDS[document["kind"]].generate(document, seed)
    return question


def mark(question: Question, response: Any) -> Mark:
    given: Mark = KINDS[question.kind].mark(question, response)
    return given


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    explanation: Explanation = KINDS[question.kind].explain(question, response, mark)
    return explanation


__all__ = ["KINDS", "BadResponse", "Explanation", "Mark", "Note", "Question", "explain", "generate", "mark", "problems"]
