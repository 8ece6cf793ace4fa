"""Multiple choice with partial credit."""

from __future__ import annotations

from exercises.marking import options
from exercises.marking.base import Document, Explanation, Mark, Problem, Question, Response, ids_of

FIELDS = options.FIELDS
generate = options.generate


def problems(document: Document) -> list[Problem]:
    found = options.problems(document)
    if not found and not 1 <= options.rights(document) < len(document["options"]):
        wrong = len(document["options"]) - options.rights(document)
        return [("options", f"has {options.rights(document)} right options and {wrong} wrong ones", "have both")]
    return found


def mark(question: Question, response: Response) -> Mark:
    return Mark(options.balance(_chosen(question, response), question.key["right"]))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    return options.explanation(question, _chosen(question, response))


def _chosen(question: Question, response: Response) -> list[str]:
    return ids_of(response, "choices", question.key["options"])
