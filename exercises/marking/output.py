"""Predict what a program prints."""

from __future__ import annotations

from exercises.marking.base import Document, Explanation, Mark, Note, Problem, Question, Response, text_of
from exercises.marking.expressions import ExpressionError
from exercises.marking.parameters import draw
from exercises.marking.templates import fill


def problems(document: Document) -> list[Problem]:
    found: list[Problem] = []
    for name, mend in (("code", "write the program"), ("answer", "write what it prints")):
        if not isinstance(document.get(name), str) or not document[name].strip():
            found.append((name, "is missing", mend))
    mistakes = document.get("mistakes", [])
    if not isinstance(mistakes, list) or not all(
        isinstance(one, dict) and isinstance(one.get("answer"), str) and isinstance(one.get("why"), str) for one in mistakes
    ):
        found.append(("mistakes", "is not a list of {answer, why}", "give each foreseen output its explanation"))
    if not found:
        try:
            compile(program(document, 1)[0], "code", "exec")
        except (SyntaxError, ValueError) as problem:
            found.append(("code", f"is not Python: {problem}", "mend it"))
        except ExpressionError as problem:
            found.append(("code", str(problem), "mend the expression"))
    return found


def program(document: Document, seed: int) -> tuple[str, str]:
    """The code of an asking and what it is said to print; the validator of the catalogue runs the one against the other."""
    names = draw(document, seed)
    return fill(document["code"], names).rstrip() + "\n", fill(document["answer"], names)


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    code, answer = program(document, seed)
    return Question(
        kind="output",
        ask=fill(document["ask"], names),
        hint=fill(document.get("hint", ""), names),
        public={"code": code},
        key={
            "why": fill(document["why"], names),
            "answer": answer,
            "mistakes": [
                {"answer": fill(one["answer"], names), "why": fill(one["why"], names)} for one in document.get("mistakes", [])
            ],
        },
    )


def same(given: str, wanted: str) -> bool:
    """Equal but for spaces at the ends of lines and empty lines at the end."""
    return _trimmed(given) == _trimmed(wanted)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def mark(question: Question, response: Response) -> Mark:
    return Mark(1.0 if same(text_of(response, "output"), question.key["answer"]) else 0.0)


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    key = question.key
    given = text_of(response, "output")
    met = [one for one in key["mistakes"] if not mark.correct and same(given, one["answer"])]
    notes = tuple(Note("output", one["why"], right=False, chosen=True) for one in met[:1])
    return Explanation(why=key["why"], solution=f"```text\n{_trimmed(key['answer'])}\n```", notes=notes)
