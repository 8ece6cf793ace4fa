"""Multiple choice with partial credit: a wrong pick takes back what a right one gives, so picking all earns nothing much."""

from __future__ import annotations

from exercises.marking import options
from exercises.marking.base import Document, Explanation, Mark, Problem, Question, Response, ids_of

generate = options.question


def problems(document: Document) -> list[Problem]:
    found = options.problems_of(document)
    right = options.rights(document)
    if not found and not 1 <= right < len(document["options"]):
        found.append(("options", f"has {right} right options of {len(document['options'])}", "have right and wrong ones"))
    return found


def mark(question: Question, response: Response) -> Mark:
    chosen = set(ids_of(response, "choices", list(question.key["options"])))
    right = set(question.key["right"])
    return Mark(max(0, len(chosen & right) - len(chosen - right)) / len(right))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    return options.explanation(question, set(response["choices"]))
