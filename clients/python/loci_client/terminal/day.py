"""A whole day: its plan, each thing of it, and what it brought."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule

from loci_client import shapes
from loci_client.client import Client
from loci_client.problems import Problem, Stale
from loci_client.terminal.asking import put
from loci_client.terminal.code import Bench
from loci_client.terminal.keyboard import Keyboard
from loci_client.terminal.showing import inline, shown, text
from loci_client.terminal.views import show_plan, show_summary

LONGEST_SECONDS = 3600


@dataclass(slots=True)
class Day:
    """The day of the learner who sits at a keyboard."""

    client: Client
    keyboard: Keyboard
    _lessons: dict[str, shapes.Lesson] = field(default_factory=dict)

    @property
    def console(self) -> Console:
        return self.keyboard.console

    def walk(self) -> None:
        """Goes on where the plan stands, until it is done. Raises Left where the learner leaves it."""
        today = self.client.today()
        if not today.picks and self._begin_path():
            today = self.client.more()
        show_plan(self.console, today)
        if not today.finished:
            self.keyboard.go_on("Enter begins, :q leaves at any time")
        while not today.finished:
            self._head(today)
            self._do(today.next)
            today = self.client.today()
        show_summary(self.console, self.client.day(today.day.isoformat()))

    def _begin_path(self) -> bool:
        """Lets somebody whose day is empty choose a path; whether there was one to choose."""
        offers = [path for path in map(self.client.path, (one.slug for one in self.client.paths())) if not path.enrolled]
        if not offers:
            return False
        self.console.print(text("What would you like to learn?", "bold"))
        for number, path in enumerate(offers, start=1):
            self.console.print(text(f"  {number} {path.title}: {path.promise}"))
        self.client.enrol(offers[self.keyboard.one("Path", len(offers))].slug)
        return True

    def _head(self, today: shapes.Today) -> None:
        place = next(number for number, pick in enumerate(today.picks, start=1) if not pick.done)
        pick = today.picks[place - 1]
        self.console.print()
        self.console.print(Rule(text(f"{place} of {len(today.picks)} · {pick.title}", "bold"), align="left"))
        self.console.print(text(" · ".join(filter(None, (pick.subtitle, pick.why))), "dim"))
        self.console.print()

    def _do(self, ahead: shapes.Next) -> None:
        if ahead.kind == "review":
            self._ask(ahead.item)
            return
        step = self._step(ahead.lesson, ahead.step)
        if step.kind == "check":
            self._ask(step.item, lesson=ahead.lesson, step=step.key)
        elif step.kind == "code":
            self._code(step)
        else:
            self._read(ahead.lesson, step)

    def _step(self, lesson: str, key: str) -> shapes.Step:
        """Lessons are fetched once; again where a step is new."""
        for fresh in (False, True):
            if fresh or lesson not in self._lessons:
                self._lessons[lesson] = self.client.lesson(lesson)
            found = [step for step in self._lessons[lesson].steps if step.key == key]
            if found:
                return found[0]
        raise Problem(404, "not_found", f"The lesson “{lesson}” has no step “{key}”.")

    def _read(self, lesson: str, step: shapes.Step) -> None:
        begun = time.monotonic()
        if step.html:
            self.console.print(shown(step.html))
        if step.widget:
            self._explore(step.widget)
        if step.kind == "report":
            self.console.print("What your code found is drawn on the site.", style="dim")
        self.console.print()
        self.keyboard.go_on()
        self.client.finish_step(lesson, step.key, seconds=_since(begun))

    def _explore(self, widget: shapes.Widget) -> None:
        """What cannot be touched here is guessed first, and then told."""
        predict = widget.predict
        if predict:
            self.console.print()
            self.console.print(shown(predict.ask_html))
            for number, option in enumerate(predict.options_html, start=1):
                self.console.print(text(f"  {number} ", "bold"), end="")
                self.console.print(shown(option))
            guessed = self.keyboard.one("What do you think", len(predict.options_html))
            if predict.answer is not None:
                right = guessed == predict.answer
                said = text("Right", "bold green") if right else text(f"It is {predict.answer + 1}", "bold yellow")
                self.console.print(said)
        self.console.print(text("On the site there is something to touch here. What there is to see:", "dim"))
        self.console.print(shown(widget.after_html))

    def _code(self, step: shapes.Step) -> None:
        if step.html:
            self.console.print(shown(step.html))
            self.console.print()
        Bench(self.client, self.keyboard, step.exercise).work(samples_suffice=step.goal == "samples")

    def _ask(self, item: str, *, lesson: str = "", step: str = "") -> None:
        """Puts a question until an answer counts; what was wrong with the form of one costs nothing."""
        while True:
            asked = self.client.item(item)
            begun = time.monotonic()
            given = put(self.keyboard, asked.question)
            try:
                outcome = self.client.answer(
                    asked, given.response, seconds=_since(begun), hints_used=given.hints_used, lesson=lesson, step=step
                )
            except Stale:
                self.console.print("This question was answered on another device.", style="yellow")
                return
            except Problem as problem:
                if problem.code != "bad_input":
                    raise
                self.console.print(text(str(problem), "yellow"))
                continue
            self._feed_back(asked, outcome)
            if self.keyboard.go_on("Enter goes on, [u]ndo takes a slip back")[:1] != "u":
                return
            self.client.undo(outcome.id)
            self.console.print()

    def _feed_back(self, asked: shapes.Asked, outcome: shapes.Outcome) -> None:
        told = outcome.explanation
        self.console.print()
        if asked.question.kind == "card":
            self.console.print(text("Noted" if outcome.correct else "Back to it tomorrow", "bold"))
        elif outcome.correct:
            self.console.print(text("✓ Right", "bold green"))
        else:
            part = f" · {outcome.score:.0%}" if outcome.score else ""
            self.console.print(text(f"✗ {'Partly right' if outcome.score else 'Not quite'}{part}", "bold red"))
        if told.solution_html and not outcome.correct:
            self.console.print(Padding(shown(told.solution_html), (0, 0, 0, 2)))
        for note in sorted(told.notes, key=lambda note: not note.chosen):
            if note.text:
                self.console.print(text("  ✓ " if note.right else "  ✗ ", "green" if note.right else "red"), end="")
                name = _name_of(asked, note.target)
                self.console.print(inline(f"{name}: {note.text}" if name else note.text, "" if note.chosen else "dim"))
        if told.why_html:
            self.console.print()
            self.console.print(shown(told.why_html))
        when = "tomorrow" if outcome.days_until_due <= 1 else f"in {outcome.days_until_due} days"
        self.console.print(text(f"{asked.concept_title} comes back {when}.", "dim"))


def _since(begun: float) -> int:
    return min(LONGEST_SECONDS, round(time.monotonic() - begun))


def _name_of(asked: shapes.Asked, target: str) -> str:
    """What the learner saw of an option, an entry or a point."""
    public = asked.question.public
    listed = [*public.get("options", []), *public.get("entries", []), *public.get("left", [])]
    listed += public.get("picture", {}).get("points", [])
    return next((str(one.get("text") or one.get("label")) for one in listed if one.get("id") == target), "")
