"""How every kind of item is put and marked. Each kind is a module with the fields of its own and the same four functions.

    problems(document)                 what is wrong with an item file, all of it at once
    generate(document, seed)           the question of one asking; the same seed gives the same question
    mark(question, response)           the score; BadResponse if the response has not the form of the kind
    explain(question, response, mark)  what is shown after answering
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from exercises.marking import card, choice, choices, design, fill_in, match, number, order, output, point, short_text
from exercises.marking.base import BadResponse, Document, Explanation, Mark, Note, Problem, Question, Response
from exercises.marking.picks import Offer, offers, picks
from exercises.marking.shapes import COMMON, common, unknown

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
    "design": design,
}


def problems(document: object) -> list[Problem]:
    """Everything that is wrong with an item, as (place, what, mend). An item without problems can be asked and marked."""
    if not isinstance(document, dict):
        return [("", "is no mapping", "write the item's fields")]
    kind = document.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return [("kind", f"“{str(kind)[:40]}” is not a kind of item", f"use one of {', '.join(KINDS)}")]
    own = KINDS[kind]
    return [*common(document), *unknown(document, "", COMMON | own.FIELDS), *own.problems(document)]


def generate(document: Document, seed: int) -> Question:
    """The question that an item without problems asks with this seed."""
    question: Question = KINDS[document["kind"]].generate(document, seed)
    return question


def mark(question: Question, response: Any) -> Mark:
    """Raises BadResponse for a response, whatever it is, that has not the form of the question's kind."""
    given: Mark = KINDS[question.kind].mark(question, response)
    return given


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    """What to say of a response that was given this mark."""
    explanation: Explanation = KINDS[question.kind].explain(question, response, mark)
    return explanation


__all__ = [
    "KINDS",
    "BadResponse",
    "Explanation",
    "Mark",
    "Note",
    "Offer",
    "Question",
    "explain",
    "generate",
    "mark",
    "offers",
    "picks",
    "problems",
]
