"""Decisions weighed by what they cost: learners say what errors and work cost them, choose, and give a reason for each choice.

A choice is good if, under the learner's own costs, it costs at most a tenth more than the cheapest option. A reason fits some
options of its decision and no others. Of each decision the choice is one half of the credit, the reason the other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from exercises.marking.base import LETTERS, BadResponse, Document, Explanation, Mark, Note, Problem, Question, Response
from exercises.marking.expressions import ExpressionError, evaluate
from exercises.marking.parameters import draw, is_name
from exercises.marking.shapes import alike, asked, empty, filled, parts, texts, tried
from exercises.marking.templates import fill

FIELDS = {"costs", "decisions", "unit"}
SLACK = 0.1  # how much more than the cheapest option a good one may cost, as a share
MOST_COSTS, MOST_DECISIONS, MOST_OPTIONS = 4, 5, 6


@dataclass(frozen=True, slots=True)
class Given:
    """A response as it is marked: a number for each cost, and by decision the option and the reason that were chosen."""

    costs: dict[str, float]
    choices: dict[str, str]
    reasons: dict[str, str]


def problems(document: Document) -> list[Problem]:
    costs, decisions = document.get("costs"), document.get("decisions")
    found: list[Problem] = []
    if not isinstance(costs, list) or not 1 <= len(costs) <= MOST_COSTS:
        found.append(("costs", f"is not a list of 1 to {MOST_COSTS} costs", "write {id, label, unit, least, most, start}"))
    if not isinstance(decisions, list) or not 1 <= len(decisions) <= MOST_DECISIONS:
        found.append(("decisions", f"is not a list of 1 to {MOST_DECISIONS}", "write {id, ask, options, reasons} for each"))
    if not filled(document.get("unit")):
        found.append(("unit", "is missing", "say in what all costs are added up, such as €"))
    if found:
        return found
    found += _problems_of_costs(document) + _problems_of_decisions(document["decisions"])
    return found or tried(document, generate, flaws=_flaws)


def _problems_of_costs(document: Document) -> list[Problem]:
    found = parts(document["costs"], "costs", ("id", "label", "unit"), {"least", "most", "start", "step"})
    if found:
        return found
    taken = [name for place in ("parameters", "let") if isinstance(document.get(place), dict) for name in document[place]]
    for place, cost in enumerate(document["costs"]):
        if not is_name(cost["id"]) or cost["id"] in taken:
            found.append((f"costs.{place}.id", "is not a new name", "use letters, digits and _, and no name twice"))
        taken.append(cost["id"])
        numbers = [cost.get(name) for name in ("least", "start", "most")] + [cost.get("step", 1)]
        if any(type(one) not in {int, float} for one in numbers):
            found.append((f"costs.{place}", "has not its numbers", "write least, most and start, and step if it is not 1"))
        elif not (0 <= numbers[0] <= numbers[1] <= numbers[2] <= 1e9 and numbers[0] < numbers[2] and 0 < numbers[3] <= 1e9):
            found.append((f"costs.{place}", "has numbers that are out of order", "let 0 ≤ least ≤ start ≤ most and 0 < step"))
    return found


def _problems_of_decisions(decisions: list[Any]) -> list[Problem]:
    found = parts(decisions, "decisions", ("id", "ask"), {"options", "reasons"})
    if found:
        return found
    if len({one["id"] for one in decisions}) < len(decisions) or not all(is_name(one["id"]) for one in decisions):
        found.append(("decisions", "have an id twice, or one that is no name", "use letters, digits and _, and none twice"))
    for place, decision in enumerate(decisions):
        for name, wanted, optional in (("options", ("id", "text"), {"cost"}), ("reasons", ("text", "why"), {"fits"})):
            where, given = f"decisions.{place}.{name}", decision.get(name)
            if not isinstance(given, list) or not 2 <= len(given) <= MOST_OPTIONS:
                found.append((where, f"is not a list of 2 to {MOST_OPTIONS}", f"write {{{', '.join(wanted)}, …}} for each"))
            else:
                found += parts(given, where, wanted, optional)
    return found or [problem for place, one in enumerate(decisions) for problem in _problems_of_fits(one, f"decisions.{place}")]


def _problems_of_fits(decision: Mapping[str, Any], where: str) -> Iterator[Problem]:
    ids, reasons = [option["id"] for option in decision["options"]], decision["reasons"]
    if len(set(ids)) < len(ids):
        yield f"{where}.options", "has an id twice", "give each option its own"
        return
    for place, reason in enumerate(reasons):
        fits = reason.get("fits")
        if not texts(fits, least=0) or not set(fits) <= set(ids):
            yield f"{where}.reasons.{place}.fits", "does not name options", "list the ids of those that it speaks for"
            return
    for one in ids:
        if sum(one in reason["fits"] for reason in reasons) not in range(1, len(reasons)):
            yield f"{where}.reasons", f"all fit or none fits “{one}”", "let some fit each option, and others not"


def _flaws(question: Question) -> Iterator[Problem]:
    """What is wrong with the costs of options where all sliders begin, and wherever each is at one of its ends."""
    sliders = question.key["costs"]
    ends = product(*((one["least"], one["most"]) for one in sliders.values()))
    start = {name: one["start"] for name, one in sliders.items()}
    points = [start, *(dict(zip(sliders, end, strict=True)) for end in ends)]
    for place, decision in enumerate(question.key["decisions"].values()):
        where = f"decisions.{place}"
        for name in ("options", "reasons"):
            shown = [one["text"] for one in decision[name].values()]
            yield from alike(f"{where}.{name}", shown)
            yield from empty(f"{where}.{name}", shown)
        for at, option in enumerate(decision["options"].values()):
            for costs in points:
                if problem := _uncountable(option["cost"], {**question.key["names"], **costs}):
                    yield f"{where}.options.{at}.cost", f"{problem} with {costs}", "mend the expression or narrow the costs"
                    return
        if len(good(weighed(question, start)[list(question.key["decisions"])[place]])) == len(decision["options"]):
            yield f"{where}.options", "all cost about the same where the costs begin", "make them differ, or begin elsewhere"


def _uncountable(expression: object, names: Mapping[str, Any]) -> str:
    try:
        value = evaluate(expression, names)
    except ExpressionError as problem:
        return str(problem)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "is no number"
    return "is below 0" if value < 0 else ""


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    costs = [
        {"step": 1, **cost, "label": fill(cost["label"], names), "unit": fill(cost["unit"], names)} for cost in document["costs"]
    ]
    decisions = {one["id"]: _decision(one, names, f"design:{seed}:{one['id']}") for one in document["decisions"]}
    public = [
        {"id": name, "ask": one["ask"], **{part: _shown(one[part]) for part in ("options", "reasons")}}
        for name, one in decisions.items()
    ]
    unit = fill(document["unit"], names)
    return asked(
        document,
        names,
        public={"costs": costs, "decisions": public, "unit": unit},
        key={"names": names, "costs": {cost["id"]: cost for cost in costs}, "decisions": decisions, "unit": unit},
    )


def _decision(decision: Mapping[str, Any], names: Mapping[str, Any], chance: str) -> dict[str, Any]:
    """Options keep their order, which is often that of a scale; reasons are shuffled, as it is asked which of them fits."""
    letters = {option["id"]: letter for option, letter in zip(decision["options"], LETTERS, strict=False)}
    reasons = list(enumerate(decision["reasons"]))
    random.Random(chance).shuffle(reasons)
    return {
        "ask": fill(decision["ask"], names),
        "options": {
            letters[one["id"]]: {"text": fill(one["text"], names), "cost": one.get("cost")} for one in decision["options"]
        },
        "reasons": {
            letter: {
                "text": fill(one["text"], names),
                "why": fill(one["why"], names),
                "fits": [letters[name] for name in one["fits"]],
                "place": place,
            }
            for letter, (place, one) in zip(LETTERS, reasons, strict=False)
        },
    }


def _shown(lettered: Mapping[str, Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{"id": letter, "text": one["text"]} for letter, one in lettered.items()]


def weighed(question: Question, costs: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """What each option of each decision costs, in the question's unit. Raises ExpressionError where that has no value."""
    names = {**question.key["names"], **costs}
    return {
        name: {letter: float(evaluate(option["cost"], names)) for letter, option in decision["options"].items()}
        for name, decision in question.key["decisions"].items()
    }


def good(costs: Mapping[str, float]) -> list[str]:
    """The options that cost at most a tenth more than the cheapest, the cheapest first."""
    least = min(costs.values())
    return sorted((one for one in costs if costs[one] <= least * (1 + SLACK) + 1e-9), key=costs.__getitem__)


def mark(question: Question, response: Response) -> Mark:
    given, bill = read(question, response)
    halves = sum(
        (given.choices[name] in good(bill[name])) + (given.choices[name] in decision["reasons"][given.reasons[name]]["fits"])
        for name, decision in question.key["decisions"].items()
    )
    return Mark(halves / (2 * len(bill)))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    given, bill = read(question, response)
    notes, best = [], []
    for name, decision in question.key["decisions"].items():
        choice, cheapest = given.choices[name], good(bill[name])[0]
        notes.append(Note(name, _verdict(question, name, choice, bill[name]), choice in good(bill[name]), chosen=True))
        for letter, reason in decision["reasons"].items():
            fits = choice in reason["fits"]
            told = f"{'Speaks for this choice' if fits else 'Does not speak for this choice'}. {reason['why']}"
            notes.append(Note(f"{name}:{letter}", told, fits, given.reasons[name] == letter))
        best.append(f"- {decision['ask']} **{decision['options'][cheapest]['text']}**, {amount(question, bill[name][cheapest])}")
    return Explanation(why=question.key["why"], solution="\n".join(best), notes=tuple(notes))


def _verdict(question: Question, name: str, choice: str, costs: Mapping[str, float]) -> str:
    cheapest = good(costs)[0]
    told = f"It costs {amount(question, costs[choice])}"
    if costs[choice] <= costs[cheapest]:
        return f"{told}. With your costs no option is cheaper."
    least = f"{question.key['decisions'][name]['options'][cheapest]['text']} costs {amount(question, costs[cheapest])}"
    return f"{told}, and {least}. " + ("That is within a tenth." if choice in good(costs) else "That is more than a tenth less.")


def amount(question: Question, cost: float) -> str:
    """A cost as a person writes it, with its unit."""
    return f"{cost:,.0f} {question.key['unit']}" if cost >= 100 else f"{cost:,.2f} {question.key['unit']}"


def read(question: Question, response: object) -> tuple[Given, dict[str, dict[str, float]]]:
    """The response, and what every option costs by it. Raises BadResponse."""
    names = ("costs", "choices", "reasons")
    given = response if isinstance(response, dict) else {}
    if more := sorted(str(one) for one in set(given) - set(names)):
        raise BadResponse(more[0][:40] or "answer", "That is not asked for.", f"Send {', '.join(names)} alone.")
    parts_given = {name: _mapping(given.get(name), name) for name in names}
    costs = {name: _cost(slider, parts_given["costs"]) for name, slider in question.key["costs"].items()}
    chosen = {
        kind: {name: _chosen(one, name, kind, parts_given[kind]) for name, one in question.key["decisions"].items()}
        for kind in ("choices", "reasons")
    }
    for kind, known in (("costs", question.key["costs"]), ("choices", chosen["choices"]), ("reasons", chosen["reasons"])):
        if strange := [str(one) for one in parts_given[kind] if one not in known]:
            raise BadResponse(f"{kind}.{strange[0][:40]}", "That is not asked for.", "Reload the question.")
    try:
        return Given(costs, chosen["choices"], chosen["reasons"]), weighed(question, costs)
    except ExpressionError as problem:
        raise BadResponse("costs", "With these costs not every option can be weighed.", "Move one of them a little.") from problem


def _mapping(value: object, name: str) -> Mapping[Any, Any]:
    if not isinstance(value, dict):
        raise BadResponse(name, f"There are no {name}.", "Answer the question.")
    return value


def _cost(slider: Mapping[str, Any], given: Mapping[Any, Any]) -> float:
    """A number within the slider's range, sent as one or as text."""
    field, value = f"costs.{slider['id']}", given.get(slider["id"])
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        number = None
    if number is None or not slider["least"] <= number <= slider["most"]:
        span = f"from {slider['least']} to {slider['most']} {slider['unit']}"
        raise BadResponse(field, f"“{slider['label']}” is not a number {span}.", "Give one.")
    return number


def _chosen(decision: Mapping[str, Any], name: str, kind: str, given: Mapping[Any, Any]) -> str:
    value, known = given.get(name), decision["options" if kind == "choices" else "reasons"]
    if not isinstance(value, str) or value not in known:
        what = "option" if kind == "choices" else "reason"
        raise BadResponse(f"{kind}.{name}", f"No {what} is chosen for “{decision['ask']}”", "Choose one.")
    return value
