"""A whole day: its plan, each thing of it, and what it brought."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from rich.console import Console
from rich.rule import Rule

from loci_client import shapes
from loci_client.client import Client
from loci_client.problems import Problem, Stale
from loci_client.terminal.asking import put
from loci_client.terminal.code import Bench
from loci_client.terminal.keyboard import Keyboard
from loci_client.terminal.showing import shown, text
from loci_client.terminal.telling import feed_back, show_step, since, slipped
from loci_client.terminal.views import show_plan, show_summary


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
        show_step(self.keyboard, step)
        self.client.finish_step(lesson, step.key, seconds=since(begun))

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
                    asked, given.response, seconds=since(begun), hints_used=given.hints_used, lesson=lesson, step=step
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
            if not slipped(self.keyboard):
                return
            self.client.undo(outcome.id)
            self.console.print()

    def _feed_back(self, asked: shapes.Asked, outcome: shapes.Outcome) -> None:
        feed_back(self.console, asked.question, outcome.explanation, outcome.score, outcome.explanation.notes)
        when = "tomorrow" if outcome.days_until_due <= 1 else f"in {outcome.days_until_due} days"
        self.console.print(text(f"{asked.concept_title} comes back {when}.", "dim"))
