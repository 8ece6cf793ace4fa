"""An outcome as lines to read: what each part of the answer was, and why."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.marking import Note
from tutor.services import Outcome

# Kinds whose notes name every option, so that the right one is among them.
NAMED_IN_NOTES = {"choice", "choices", "point"}


@dataclass(frozen=True, slots=True)
class Line:
    """One option, entry, pair or blank. `label` and `text` are Markdown; `word` says in words what the sign says."""

    label: str
    text: str
    word: str
    right: bool
    wrong: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    heading: str
    correct: bool
    lines: tuple[Line, ...]
    solution: str
    why: str


def feedback_on(outcome: Outcome) -> Feedback:
    kind, mark, explanation = outcome.asked.question.kind, outcome.mark, outcome.explanation
    shows_solution = not mark.correct and kind not in NAMED_IN_NOTES | {"card"}
    return Feedback(
        heading=_heading(outcome),
        correct=mark.correct,
        lines=tuple(_line(outcome, note) for note in explanation.notes),
        solution=explanation.solution if shows_solution else "",
        why=explanation.why,
    )


def _heading(outcome: Outcome) -> str:
    if outcome.asked.question.kind == "card":
        return "It stays for a while" if outcome.mark.correct else "You will see it again soon"
    if outcome.mark.correct:
        return "Right"
    return f"Partly right: {round(100 * outcome.mark.score)} %" if outcome.mark.score else "Not quite"


def _line(outcome: Outcome, note: Note) -> Line:
    kind = outcome.asked.question.kind
    if kind in NAMED_IN_NOTES:
        word = {(True, True): "Your answer, right", (True, False): "The right answer", (False, True): "Your answer, wrong"}
        said = word.get((note.right, note.chosen), "")
        return Line(_label(outcome, note), note.text, said, note.right, note.chosen and not note.right, note.chosen)
    label = _label(outcome, note)
    text = "" if kind == "order" and note.right else note.text
    return Line(label, text, ("Right" if note.right else "Wrong") if label else "", note.right, not note.right, note.chosen)


def _label(outcome: Outcome, note: Note) -> str:
    """The part of the question that a note is about, in the learner's terms."""
    public, response, kind = outcome.asked.question.public, outcome.response, outcome.asked.question.kind
    if kind in {"choice", "choices"}:
        return _text(public["options"], note.target)
    if kind == "order":
        return _text(public["entries"], note.target)
    if kind == "match":
        return f"{_text(public['left'], note.target)} → {_text(public['right'], response['pairs'][note.target])}"
    if kind == "point":
        return next(point["label"] for point in public["picture"]["points"] if point["id"] == note.target)
    if kind == "fill":
        ticks = "`" if public["language"] == "python" else ""
        return f"{ticks}{response['blanks'][note.target].strip()}{ticks}"
    return ""


def _text(entries: list[dict[str, str]], wanted: str) -> str:
    return next(entry["text"] for entry in entries if entry["id"] == wanted)
