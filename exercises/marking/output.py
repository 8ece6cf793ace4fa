"""Predict what a program prints."""

from __future__ import annotations

from collections.abc import Iterator

from exercises.marking.base import MOST_TEXT, Document, Explanation, Mark, Note, Problem, Question, Response, text_of
from exercises.marking.parameters import draw
from exercises.marking.shapes import asked, filled, parts, tried, untypable
from exercises.marking.templates import fill

FIELDS = {"code", "answer", "mistakes"}


def problems(document: Document) -> list[Problem]:
    found = [
        (name, "is missing", mend)
        for name, mend in (("code", "write the program"), ("answer", "write what it prints, as text"))
        if not filled(document.get(name))
    ]
    found += parts(document.get("mistakes", []), "mistakes", ("answer", "why"))
    return found or tried(document, generate, flaws=_flaws)


def _flaws(question: Question) -> Iterator[Problem]:
    yield from untypable("answer", [question.key["answer"]], most=MOST_TEXT)
    try:
        compile(question.public["code"], "code", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        yield "code", f"is not Python: {problem}", "mend it"


def program(document: Document, seed: int) -> tuple[str, str]:
    """The code of an asking and what it is said to print; the catalogue's validation runs the one against the other."""
    question = generate(document, seed)
    return question.public["code"], question.key["answer"]


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    mistakes = [
        {"answer": fill(one["answer"], names), "why": fill(one["why"], names)} for one in document.get("mistakes", [])
    ]
    return asked(
        document,
        names,
        public={"code": fill(document["code"], names).rstrip() + "\n"},
        key={"answer": fill(document["answer"], names), "mistakes": mistakes},
    )


def same(given: str, wanted: str) -> bool:
    """Equal but for spaces at the ends of lines and empty lines at the end."""
    return trimmed(given) == trimmed(wanted)


def trimmed(text: str) -> str:
    """Without spaces at the ends of lines and empty lines at the end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


def mark(question: Question, response: Response) -> Mark:
    return Mark(1.0 if same(text_of(response, "output"), question.key["answer"]) else 0.0)


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    key, given = question.key, text_of(response, "output")
    met = [one["why"] for one in key["mistakes"] if not mark.correct and same(given, one["answer"])]
    notes = tuple(Note("output", why, right=False, chosen=True) for why in met[:1])
    return Explanation(why=key["why"], solution=f"```text\n{trimmed(key['answer'])}\n```", notes=notes)
