"""Single choice: one option is right."""

from __future__ import annotations

from exercises.marking import options
from exercises.marking.base import BadResponse, Document, Explanation, Mark, Problem, Question, Response, field_of

FIELDS = options.FIELDS
generate = options.generate


def problems(document: Document) -> list[Problem]:
    found = options.problems(document)
    if not found and options.rights(document) != 1:
        return [("options", f"has {options.rights(document)} right options", "mark exactly one with right: true")]
    return found


def mark(question: Question, response: Response) -> Mark:
    return Mark(1.0 if _chosen(question, response) in question.key["right"] else 0.0)


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    return options.explanation(question, [_chosen(question, response)])


def _chosen(question: Question, response: Response) -> str:
    chosen = field_of(response, "choice")
    if not isinstance(chosen, str) or chosen not in question.key["options"]:
        raise BadResponse("choice", "No option is chosen.", "Choose one.")
    return chosen
