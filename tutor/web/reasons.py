"""What is said after an answer, with what each line of it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exercises.marking import Note, Question
from exercises.marking.design import amount, good, read
from tutor.services import Outcome

# Kinds that are answered by one text, under their own name.
TYPED = ("number", "output", "text")


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of the feedback: what it is about, whether that was right, whether the learner took it, and why."""

    label: str
    text: str
    right: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """What an option costs: `share` is its part, in per cent, of what the dearest one does."""

    text: str
    cost: str
    share: int
    good: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of a design after it was taken: what each option costs, and what there is to say of choice and reasons."""

    ask: str
    bars: tuple[Bar, ...]
    reasons: tuple[Reason, ...]


def reasons(outcome: Outcome) -> list[Reason]:
    """The notes of an explanation with what they are about, the learner's own choices first."""
    question, response = outcome.asked.question, outcome.response
    if question.kind in {"order", "design"}:
        return []
    labels = _labels(question, response)
    return _own_first([_line(labels, note) for note in outcome.explanation.notes])


def written(outcome: Outcome) -> str:
    """What the learner typed, where it was not right: nothing else on the page says it."""
    kind = outcome.asked.question.kind
    return outcome.response[kind] if kind in TYPED and not outcome.mark.correct else ""


def decided(outcome: Outcome) -> list[Decided]:
    """The decisions of a design, each with the notes on it."""
    question, notes = outcome.asked.question, outcome.explanation.notes
    given, bill = read(question, outcome.response)
    told = []
    for name, decision in question.key["decisions"].items():
        labels = {f"{name}:{letter}": reason["text"] for letter, reason in decision["reasons"].items()}
        labels[name] = decision["options"][given.choices[name]]["text"]
        own = [_line(labels, note) for note in notes if note.target in labels]
        bars = _bars(question, name, bill[name], given.choices[name])
        told.append(Decided(decision["ask"], bars, (own[0], *_own_first(own[1:]))))
    return told


def _bars(question: Question, name: str, costs: dict[str, float], choice: str) -> tuple[Bar, ...]:
    options, dearest = question.key["decisions"][name]["options"], max(costs.values()) or 1
    return tuple(
        Bar(options[one]["text"], amount(question, cost), round(100 * cost / dearest), one in good(costs), one == choice)
        for one, cost in costs.items()
    )


def _own_first(lines: list[Reason]) -> list[Reason]:
    return sorted(lines, key=lambda line: (not line.chosen, not line.right))


def _line(labels: dict[str, str], note: Note) -> Reason:
    return Reason(labels.get(note.target, ""), note.text, note.right, note.chosen)


def _labels(question: Question, response: dict[str, Any]) -> dict[str, str]:
    if question.kind == "match":
        right = {entry["id"]: entry["text"] for entry in question.public["right"]}
        return {one: f"{text} → {right[response['pairs'][one]]}" for one, text in subjects(question).items()}
    if question.kind == "fill":
        return {name: f"`{value}`" for name, value in response["blanks"].items()}
    return subjects(question)


def subjects(question: Question) -> dict[str, str]:
    """By its id, what a note is about, as far as that does not depend on what was answered."""
    public = question.public
    match question.kind:
        case "choice" | "choices":
            return {option["id"]: option["text"] for option in public["options"]}
        case "point":
            return {point["id"]: point["label"] for point in public["picture"]["points"]}
        case "match":
            return {left["id"]: left["text"] for left in public["left"]}
    return {}
