"""A flashcard: recall, turn it over, and say yourself how well it went."""

from __future__ import annotations

from exercises.marking.base import BadResponse, Document, Explanation, Mark, Problem, Question, Response, field_of
from exercises.marking.parameters import draw
from exercises.marking.shapes import asked, filled, tried
from exercises.marking.templates import fill

FIELDS = {"back"}
SCORES = {"again": 0.0, "hard": 1.0, "good": 1.0, "easy": 1.0}


def problems(document: Document) -> list[Problem]:
    if not filled(document.get("back")):
        return [("back", "is missing", "write what stands on the other side")]
    return tried(document, generate)


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    back = fill(document["back"], names)
    # Turning the card is the learner's to do, so its back has to be there.
    return asked(document, names, public={"back": back}, key={"back": back})


def mark(question: Question, response: Response) -> Mark:
    rating = field_of(response, "rating")
    if not isinstance(rating, str) or rating not in SCORES:
        raise BadResponse("rating", "There is no rating.", "Choose again, hard, good or easy.")
    return Mark(SCORES[rating])


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    return Explanation(why=question.key["why"], solution=question.key["back"])
