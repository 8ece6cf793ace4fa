"""How likely a question of each kind is got right by somebody who guesses blindly within its form."""

from __future__ import annotations

from math import factorial, prod

from exercises.marking.base import Question

# Typed answers: nobody guesses a number or a word, but a simple one may be hit.
TYPED = 0.03


def of_guessing(question: Question) -> float | None:
    """The chance of a full score by guessing; None where the learners rate themselves or weigh costs of their own."""
    key = question.key
    match question.kind:
        case "choice":
            return 1 / len(key["options"])
        case "choices":
            return 1 / float(2 ** len(key["options"]) - 1)
        case "order":
            return 1 / factorial(len(key["order"]))
        case "match":
            left, right = len(key["pairs"]), len(key["right"])
            # A right part may belong to several left ones, so each is picked on its own.
            return float(1 / right**left)
        case "fill":
            return float(prod(1 / len(blank["options"]) if blank["options"] else TYPED for blank in key["blanks"].values()))
        case "point":
            points = len(key["notes"])
            return 1 / float(2**points - 1) if question.public["many"] else 1 / points
        case "card" | "design":
            return None
        case _:
            return TYPED
