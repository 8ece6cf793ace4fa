"""What a step and an answered question look like, with the server and without it."""

from __future__ import annotations

import time
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding

from loci_client.shapes import Explanation, Note, Question, Step, Widget
from loci_client.terminal.keyboard import Keyboard
from loci_client.terminal.showing import inline, shown, text

LONGEST_SECONDS = 3600


def show_step(keyboard: Keyboard, step: Step) -> None:
    """A step to be read, until the learner goes on."""
    if step.html:
        keyboard.console.print(shown(step.html))
    if step.widget:
        _explore(keyboard, step.widget)
    if step.kind == "report":
        keyboard.console.print("What your code found is drawn on the site.", style="dim")
    keyboard.console.print()
    keyboard.go_on()


def _explore(keyboard: Keyboard, widget: Widget) -> None:
    """What cannot be touched here is guessed first, and then told."""
    console, predict = keyboard.console, widget.predict
    if predict:
        console.print()
        console.print(shown(predict.ask_html))
        for number, option in enumerate(predict.options_html, start=1):
            console.print(text(f"  {number} ", "bold"), end="")
            console.print(shown(option))
        guessed = keyboard.one("What do you think", len(predict.options_html))
        if predict.answer is not None:
            right = guessed == predict.answer
            said = text("Right", "bold green") if right else text(f"It is {predict.answer + 1}", "bold yellow")
            console.print(said)
    console.print(text("On the site there is something to touch here. What there is to see:", "dim"))
    console.print(shown(widget.after_html))


def feed_back(console: Console, question: Question, told: Explanation, score: float | None, notes: Iterable[Note]) -> None:
    """What there is to say of an answer; `score` is None where nobody has marked it yet."""
    console.print()
    if score is None:
        console.print(text("Kept. It will be marked when you are back online.", "bold"))
    elif question.kind == "card":
        console.print(text("Noted" if score >= 1 else "Back to it tomorrow", "bold"))
    else:
        right = score >= 1
        console.print(text(f"{'✓' if right else '✗'} {verdict(score)}", "bold green" if right else "bold red"))
    if told.solution_html and (score is None or score < 1):
        console.print(Padding(shown(told.solution_html), (0, 0, 0, 2)))
    for note in sorted(notes, key=lambda note: not note.chosen):
        if note.text:
            console.print(text("  ✓ " if note.right else "  ✗ ", "green" if note.right else "red"), end="")
            name = _name_of(question, note.target)
            console.print(inline(f"{name}: {note.text}" if name else note.text, "" if note.chosen else "dim"))
    if told.why_html:
        console.print()
        console.print(shown(told.why_html))


def verdict(score: float) -> str:
    """A mark in words."""
    return "Right" if score >= 1 else f"Partly right · {score:.0%}" if score else "Not quite"


def slipped(keyboard: Keyboard) -> bool:
    """Lets a learner read what came of an answer; whether they take it back as a slip."""
    return keyboard.go_on("Enter goes on, [u]ndo takes a slip back")[:1] == "u"


def since(begun: float) -> int:
    """Seconds, as far as they count."""
    return min(LONGEST_SECONDS, round(time.monotonic() - begun))


def _name_of(question: Question, target: str) -> str:
    """What the learner saw of an option, an entry or a point."""
    public = question.public
    listed = [*public.get("options", []), *public.get("entries", []), *public.get("left", [])]
    listed += public.get("picture", {}).get("points", [])
    return next((str(one.get("text") or one.get("label")) for one in listed if one.get("id") == target), "")
