"""Single choice: one option is right."""

from __future__ import annotations

from exercises.marking import options
from exercises.marking.base import BadResponse, Document, Explanation, Mark, Problem, Question, Response

generate = options.question


def problems(document: Document) -> list[Problem]:
    found = options.problems_of(document)
    if options.rights(document) != 1:
        found.append(("options", f"has {options.rights(document)} right options", "mark exactly one with right: true"))
    return found


def mark(question: Question, response: Response) -> Mark:
    chosen = response.get("choice") if isinstance(response, dict) else None
    if not isinstance(chosen, str) or chosen not in question.key["options"]:
        raise BadResponse("choice", "No option is chosen.", "Choose one.")
    return Mark(1.0 if chosen in question.key["right"] else 0.0)


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    return options.explanation(question, {response["choice"]})
