"""A number, with a tolerance and, where it has one, a unit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from exercises.marking.base import BadResponse, Document, Explanation, Mark, Note, Problem, Question, Response, text_of
from exercises.marking.expressions import evaluate
from exercises.marking.parameters import draw
from exercises.marking.quantities import read
from exercises.marking.shapes import asked, filled, parts, tried
from exercises.marking.templates import NOISE, fill, show

FIELDS = {"answer", "tolerance", "unit", "units", "mistakes"}
MOST_CHARACTERS = 60
MOST_RELATIVE = 0.5
# The last places of floating arithmetic are not the learner's: this much of the answer, and NOISE where the answer is 0.
ROUNDING = 1e-9
MOST_DIGITS = 10


def problems(document: Document) -> list[Problem]:
    found: list[Problem] = []
    if not _sound_tolerance(document.get("tolerance")):
        found.append(("tolerance", "is missing or unclear", "write {absolute: 0.01} or {relative: 0.02}"))
    found += _problems_of_units(document.get("unit", ""), document.get("units", {}))
    mistakes = document.get("mistakes", [])
    found += parts(mistakes, "mistakes", ("why",), {"answer"})
    if found:
        return found
    expressions = {f"mistakes.{place}.answer": one.get("answer") for place, one in enumerate(mistakes)}
    return tried(document, generate, flaws=_flaws, expressions={"answer": document.get("answer"), **expressions})


def _sound_tolerance(given: Any) -> bool:
    if not isinstance(given, dict) or len(given) != 1:
        return False
    ((how, size),) = given.items()
    if isinstance(size, bool) or not isinstance(size, int | float) or not 0 <= size <= 1e15:
        return False
    return how == "absolute" or (how == "relative" and size <= MOST_RELATIVE)


def _problems_of_units(unit: Any, units: Any) -> Iterator[Problem]:
    if not isinstance(unit, str):
        yield "unit", "is no text", "write the unit's symbol"
    elif not isinstance(units, dict) or not all(filled(name) and _positive(factor) for name, factor in units.items()):
        yield "units", "is not a mapping of unit to factor", "write {km: 1, m: 0.001}"
    elif units and (not unit or units.get(unit, 1) != 1):
        yield "units", "do not refer to `unit`", "name `unit`, and give it the factor 1"
    else:
        for name in (unit, *units):
            try:
                read(f"1 {name}", unit, units)
            except BadResponse as problem:
                yield "units" if name in units else "unit", f"“{name}” cannot be typed: {problem.problem}", "write another one"


def _positive(factor: Any) -> bool:
    return isinstance(factor, int | float) and not isinstance(factor, bool) and 0 < factor <= 1e15


def _flaws(question: Question) -> Iterator[Problem]:
    answer = question.key["answer"]
    if not _slack(question, answer) and abs(float(_shown(question)) - answer) > NOISE * max(1, abs(answer)):
        yield "tolerance", f"is 0, but {answer!r} has no end", "say how far an answer may be off"


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    return asked(
        document,
        names,
        public={"unit": document.get("unit", "")},
        key={
            "answer": float(evaluate(document["answer"], names)),
            "tolerance": document["tolerance"],
            "units": document.get("units", {}),
            "mistakes": [
                {"answer": float(evaluate(one["answer"], names)), "why": fill(one["why"], names)}
                for one in document.get("mistakes", [])
            ],
        },
    )


def mark(question: Question, response: Response) -> Mark:
    return Mark(1.0 if _right(question, _given(question, response)) else 0.0)


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    notes: tuple[Note, ...] = ()
    if not mark.correct and (why := _mistake(question, _given(question, response))):
        notes = (Note("number", why, right=False, chosen=True),)
    unit = question.public["unit"]
    solution = f"{_shown(question)} {unit}" if unit else _shown(question)
    return Explanation(why=question.key["why"], solution=solution, notes=notes)


def _given(question: Question, response: Response) -> tuple[float, ...]:
    return read(text_of(response, "number", most=MOST_CHARACTERS), question.public["unit"], question.key["units"])


def _right(question: Question, values: Iterable[float]) -> bool:
    answer = question.key["answer"]
    return any(abs(value - answer) <= reach(question, answer) for value in values)


def _mistake(question: Question, values: Iterable[float]) -> str | None:
    """The reason of the foreseen mistake that comes nearest, within the tolerance around it."""
    met = [
        (abs(value - one["answer"]), one["why"])
        for value in values
        for one in question.key["mistakes"]
        if abs(value - one["answer"]) <= reach(question, one["answer"])
    ]
    return min(met, key=lambda one: one[0])[1] if met else None


def _slack(question: Question, value: float) -> float:
    """How far an answer may be off from `value`, in the question's unit."""
    tolerance = question.key["tolerance"]
    return float(tolerance.get("absolute", abs(value) * tolerance.get("relative", 0.0)))


def reach(question: Question, answer: float) -> float:
    """How far a value may be off from `answer` and still be taken for it: the tolerance, and the last places of arithmetic."""
    return _slack(question, answer) + max(abs(answer) * ROUNDING, NOISE)


def _shown(question: Question) -> str:
    """The answer with as many digits as its tolerance means: rounding to them takes a twentieth of it at most."""
    answer = question.key["answer"]
    slack = _slack(question, answer)
    digits = 1 - math.floor(math.log10(slack)) if slack > 0 else MOST_DIGITS + 1
    if digits > MOST_DIGITS or answer == round(answer):
        return show(answer)
    text = f"{answer:z.{max(0, digits)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
