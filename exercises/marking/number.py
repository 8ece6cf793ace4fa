"""A number, with a tolerance and, where it has one, a unit."""

from __future__ import annotations

import math
import re
import unicodedata
from fractions import Fraction

from exercises.marking.base import (
    BadResponse,
    Document,
    Explanation,
    Mark,
    Note,
    Problem,
    Question,
    Response,
    text_of,
)
from exercises.marking.expressions import ExpressionError, evaluate
from exercises.marking.parameters import draw
from exercises.marking.templates import fill, show

NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<whole>[0-9]{1,3}(?:[ ,'_][0-9]{3})+|[0-9]*)(?P<decimals>[.,][0-9]*)?(?:[eE](?P<power>[+-]?[0-9]{1,3}))?"
    r"(?:\s*/\s*(?P<below>[0-9]+(?:[.][0-9]+)?))?\s*(?P<percent>%?)\s*(?P<unit>[^\d\s].{0,30})?",
)


def problems(document: Document) -> list[Problem]:
    found: list[Problem] = []
    tolerance = document.get("tolerance")
    sound = isinstance(tolerance, dict) and len(tolerance) == 1 and set(tolerance) <= {"absolute", "relative"}
    size = next(iter(tolerance.values())) if sound and isinstance(tolerance, dict) else None
    if not sound or isinstance(size, bool) or not isinstance(size, int | float) or not 0 <= size < math.inf:
        found.append(("tolerance", "is missing or unclear", "write {absolute: 0.01} or {relative: 0.02}"))
    units = document.get("units", {})
    if not isinstance(document.get("unit", ""), str):
        found.append(("unit", "is no text", "write the unit's symbol"))
    if not isinstance(units, dict) or not all(isinstance(f, int | float) and f > 0 for f in units.values()):
        found.append(("units", "is not a mapping of unit to factor", "write {km: 1, m: 0.001}"))
    mistakes = document.get("mistakes", [])
    if not isinstance(mistakes, list) or not all(
        isinstance(one, dict) and "answer" in one and isinstance(one.get("why"), str) and one["why"].strip() for one in mistakes
    ):
        found.append(("mistakes", "is not a list of {answer, why}", "give each foreseen answer its explanation"))
        mistakes = []
    if found:
        return found
    for where, expression in [("answer", document.get("answer")), *((f"mistakes.{i}.answer", one["answer"]) for i, one in enumerate(mistakes))]:
        try:
            value = evaluate(expression, draw(document, 1))
        except ExpressionError as problem:
            found.append((where, str(problem), "mend the expression"))
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            found.append((where, f"is {value!r}, not a number", "write a number or an expression of one"))
    return found


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    tolerance = document["tolerance"]
    answer = float(evaluate(document["answer"], names))
    slack = tolerance.get("absolute", abs(answer) * tolerance.get("relative", 0.0))
    return Question(
        kind="number",
        ask=fill(document["ask"], names),
        hint=fill(document.get("hint", ""), names),
        public={"unit": document.get("unit", "")},
        key={
            "why": fill(document["why"], names),
            "answer": answer,
            "slack": float(slack),
            "unit": document.get("unit", ""),
            "units": document.get("units", {}),
            "mistakes": [
                {"answer": float(evaluate(one["answer"], names)), "why": fill(one["why"], names)}
                for one in document.get("mistakes", [])
            ],
        },
    )


def read(text: str, unit: str, units: dict[str, float]) -> float:
    """The number that a person typed, in `unit`. Decimal comma or point, thousands groups, fractions, per cent, powers of ten.

    Raises BadResponse if it is no number or has a unit that does not belong here.
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("\u00a0", " ").strip()
    found = NUMBER.fullmatch(plain)
    if found is None or not (found["whole"] or (found["decimals"] or "").strip(".,")):
        raise BadResponse("number", f"“{text[:40]}” is not a number.", "Write one such as 0.75, 3/4 or 1.2e3.")
    whole, decimals = found["whole"] or "0", (found["decimals"] or "").replace(",", ".")
    grouped = re.sub(r"[ ,'_]", "", whole)
    value = float(Fraction(f"{found['sign']}{grouped}{decimals if len(decimals) > 1 else ''}")) * 10.0 ** int(found["power"] or 0)
    if found["below"]:
        if not float(found["below"]):
            raise BadResponse("number", "A fraction cannot have 0 below.", "Write another one.")
        value /= float(found["below"])
    if found["percent"] and unit != "%":
        value /= 100
    if not math.isfinite(value):
        raise BadResponse("number", "The number is too large.", "Check its power of ten.")
    return value * _factor((found["unit"] or "").strip(), unit, units)


def _factor(given: str, unit: str, units: dict[str, float]) -> float:
    if not given or given.casefold() == unit.casefold():
        return 1.0
    for name, factor in units.items():
        if given.casefold() == name.casefold():
            return float(factor)
    known = ", ".join(dict.fromkeys([*([unit] if unit else []), *units]))
    raise BadResponse("number", f"The unit “{given}” does not fit here.", f"Use {known}." if known else "Leave the unit out.")


def mark(question: Question, response: Response) -> Mark:
    value = _given(question, response)
    return Mark(1.0 if _close(value, question.key["answer"], question.key["slack"]) else 0.0)


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    key = question.key
    notes: tuple[Note, ...] = ()
    if not mark.correct:
        value = _given(question, response)
        met = [one for one in key["mistakes"] if _close(value, one["answer"], key["slack"])]
        notes = tuple(Note("number", one["why"], right=False, chosen=True) for one in met[:1])
    unit = f" {key['unit']}" if key["unit"] else ""
    return Explanation(why=key["why"], solution=f"{_rounded(key['answer'], key['slack'])}{unit}", notes=notes)


def _given(question: Question, response: Response) -> float:
    return read(text_of(response, "number", most=60), question.key["unit"], question.key["units"])


def _close(value: float, answer: float, slack: float) -> bool:
    # A few units in the last place belong to the arithmetic, not to the learner.
    return abs(value - answer) <= slack + 1e-9 * max(1.0, abs(answer))


def _rounded(answer: float, slack: float) -> str:
    if slack <= 0 or answer == round(answer):
        return show(answer)
    digits = max(0, min(6, 1 - math.floor(math.log10(slack))))
    return f"{answer:.{digits}f}"


