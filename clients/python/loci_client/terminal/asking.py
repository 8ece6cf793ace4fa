"""Puts a question of any kind, and makes the response of what is typed: docs/api.md, Responses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rich.padding import Padding
from rich.table import Table

from loci_client.problems import LociError
from loci_client.shapes import Question
from loci_client.terminal.keyboard import Keyboard
from loci_client.terminal.picture import plot
from loci_client.terminal.showing import code, inline, shown, text

RATINGS = ("again", "hard", "good", "easy")


@dataclass(slots=True)
class Put:
    """A question that was put: the response, and how many hints were looked at."""

    response: dict[str, Any]
    hints_used: int


def put(keyboard: Keyboard, question: Question) -> Put:
    """Asks until there is a response that has the form of its kind."""
    if question.kind not in KINDS:
        raise LociError(f"This client is too old for questions of the kind “{question.kind}”. Answer it on the site.")
    hints = [0]

    def hint() -> None:
        hints[0] = 1
        keyboard.console.print(Padding(shown(question.hint_html), (0, 0, 0, 2)))

    keyboard.hint = hint if question.hint else None
    keyboard.console.print(shown(question.ask_html))
    if question.hint:
        keyboard.console.print(text("There is a hint: :h", "dim"))
    keyboard.console.print()
    try:
        return Put(KINDS[question.kind](keyboard, question.public), hints[0])
    finally:
        keyboard.hint = None


def _listed(keyboard: Keyboard, entries: list[dict[str, str]], *, markdown: bool = True) -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", style="bold")
    grid.add_column()
    for number, entry in enumerate(entries, start=1):
        grid.add_row(f"  {number}", inline(entry["text"]) if markdown else text(entry["text"]))
    keyboard.console.print(grid)


def _choice(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    options = public["options"]
    _listed(keyboard, options)
    return {"choice": options[keyboard.one("Which one", len(options))]["id"]}


def _choices(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    options = public["options"]
    _listed(keyboard, options)
    return {"choices": [options[place]["id"] for place in keyboard.some("Which ones, such as 1 3", len(options))]}


def _number(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    return {"number": keyboard.line(f"A number, in {public['unit']}" if public["unit"] else "A number")}


def _order(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    entries = public["entries"]
    _listed(keyboard, entries)
    places = keyboard.some("In which order", len(entries), least=len(entries))
    return {"order": [entries[place]["id"] for place in places]}


def _match(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    right = public["right"]
    _listed(keyboard, right, markdown=False)
    keyboard.console.print()
    pairs = {left["id"]: right[keyboard.one(f"{left['text']} goes with", len(right))]["id"] for left in public["left"]}
    return {"pairs": pairs}


def _fill(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    gaps = [one for one in public["segments"] if not isinstance(one, str)]
    numbers = {gap["blank"]: number for number, gap in enumerate(gaps, start=1)}
    whole = "".join(one if isinstance(one, str) else f"[{numbers[one['blank']]}]" for one in public["segments"])
    keyboard.console.print(code(whole, public["language"]))
    blanks = {}
    for gap in gaps:
        options, prompt = gap.get("options"), f"[{numbers[gap['blank']]}]"
        if options:
            _listed(keyboard, [{"text": one} for one in options], markdown=False)
            blanks[gap["blank"]] = options[keyboard.one(prompt, len(options))]
        else:
            blanks[gap["blank"]] = keyboard.line(prompt)
    return {"blanks": blanks}


def _output(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    keyboard.console.print(code(public["code"]))
    keyboard.console.print(text("What it prints, line by line; a line with a single dot ends it.", "dim"))
    return {"output": keyboard.lines()}


def _point(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    points = public["picture"]["points"]
    keyboard.console.print(plot(public["picture"]))
    names = [{"text": f"{one['label']} ({one['at'][0]:g}, {one['at'][1]:g})"} for one in points]
    _listed(keyboard, names, markdown=False)
    prompt = "Which ones, such as 1 3" if public["many"] else "Which one"
    places = keyboard.some(prompt, len(points), highest=None if public["many"] else 1)
    return {"points": [points[place]["id"] for place in places]}


def _text(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    return {"text": keyboard.line("In a word or a few")}


def _card(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    keyboard.go_on("Say it to yourself, then Enter turns the card")
    keyboard.console.print(Padding(inline(public["back"]), (0, 0, 0, 2)))
    _listed(keyboard, [{"text": one} for one in RATINGS], markdown=False)
    return {"rating": RATINGS[keyboard.one("How well did you know it", len(RATINGS))]}


def _design(keyboard: Keyboard, public: Any) -> dict[str, Any]:
    costs: dict[str, str] = {}
    choices: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for cost in public["costs"]:
        prompt = f"{cost['label']}, {cost['least']:g} to {cost['most']:g} {cost['unit']} (Enter: {cost['start']:g})"
        costs[cost["id"]] = keyboard.line(prompt).strip() or str(cost["start"])
    for decision in public["decisions"]:
        keyboard.console.print()
        keyboard.console.print(inline(decision["ask"], "bold"))
        for kind, chosen, prompt in (("options", choices, "You choose"), ("reasons", reasons, "Because")):
            _listed(keyboard, decision[kind])
            chosen[decision["id"]] = decision[kind][keyboard.one(prompt, len(decision[kind]))]["id"]
    return {"costs": costs, "choices": choices, "reasons": reasons}


KINDS: dict[str, Callable[[Keyboard, Any], dict[str, Any]]] = {
    "choice": _choice,
    "choices": _choices,
    "number": _number,
    "order": _order,
    "match": _match,
    "fill": _fill,
    "output": _output,
    "point": _point,
    "text": _text,
    "card": _card,
    "design": _design,
}
