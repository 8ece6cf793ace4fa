"""Exercises: the task, the learner's own editor, handing in, and each check as it ends."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding

from loci_client.client import Client, Edited
from loci_client.problems import Changed, LociError, Problem
from loci_client.shapes import Check, Exercise, Submission
from loci_client.terminal.keyboard import Keyboard
from loci_client.terminal.showing import code, shown, text

MENU = "[e]dit, [r]un the samples, [s]ubmit, [h]int, [g]ive up"
WAIT_SECONDS = 300.0


@dataclass(slots=True)
class Bench:
    """An exercise at which a learner sits."""

    client: Client
    keyboard: Keyboard
    exercise: str

    @property
    def console(self) -> Console:
        return self.keyboard.console

    def work(self, *, samples_suffice: bool = False) -> None:
        """Until it is passed or given up. Raises Left."""
        exercise = self.client.exercise(self.exercise)
        edited = self.client.draft(self.exercise)
        show_task(self.console, exercise)
        for number, hint in enumerate(exercise.hints, start=1):
            self._show_hint(number, hint)
        self.console.print(code(edited.draft.source))
        taken = len(exercise.hints)
        while True:
            said = self.keyboard.go_on(MENU)[:1]
            if said == "e":
                edited = self.edit(edited)
            elif said in ("r", "s"):
                settled = self.hand_in(edited.draft.source, "run" if said == "r" else "submit")
                if settled and settled.passed and (said == "s" or samples_suffice):
                    return
            elif said == "h" and taken < exercise.hints_total:
                taken += 1
                self._show_hint(taken, self.client.hint(self.exercise, taken).html)
            elif said == "h":
                self.console.print("There are no more hints.")
            elif said == "g" and self._gives_up():
                return

    def edit(self, edited: Edited) -> Edited:
        """Opens the learner's editor, and keeps what comes out of it on the server."""
        while True:
            source = in_editor(edited.draft.source, f"{self.exercise.replace('-', '_')}.py")
            if source == edited.draft.source:
                return edited
            try:
                return self.client.save_draft(self.exercise, source, etag=edited.etag)
            except Changed:
                theirs = self.client.draft(self.exercise)
                if theirs.draft.source == edited.draft.source:  # handing it in has kept it anew
                    return self.client.save_draft(self.exercise, source, etag=theirs.etag)
                self.console.print("Another device has changed this code meanwhile. Its version:", style="yellow")
                self.console.print(code(theirs.draft.source))
                if self.keyboard.go_on("[t]ake that one, or Enter keeps yours")[:1] == "t":
                    return theirs
                return self.client.save_draft(self.exercise, source, etag=theirs.etag)

    def hand_in(self, source: str, mode: str) -> Submission | None:
        """The submission with its verdict; None where the server refused it, after telling why."""
        try:
            return hand_in(self.client, self.console, self.exercise, source, mode)
        except Problem as problem:
            self.console.print(text(str(problem), "yellow"))
            return None

    def _show_hint(self, number: int, html: str) -> None:
        self.console.print(text(f"Hint {number}", "bold"))
        self.console.print(Padding(shown(html), (0, 0, 0, 2)))

    def _gives_up(self) -> bool:
        """Shows the solution, if the learner still wants it."""
        if self.keyboard.go_on("The solution, and it comes back soon? [y]es, Enter goes on trying")[:1] != "y":
            return False
        try:
            solution = self.client.solution(self.exercise)
        except Problem as problem:
            self.console.print(text(str(problem), "yellow"))
            return False
        self.console.print(code(solution.solution))
        self.keyboard.go_on()
        return True


def show_task(console: Console, exercise: Exercise) -> None:
    console.print(shown(exercise.prompt_html))
    console.print()
    if exercise.entry:
        console.print(text("Write " + ", ".join(one.signature for one in exercise.entry), "bold"))
    for check in exercise.checks:
        console.print(text(f"  · {check.title}{' (a sample)' if check.sample else ''}", "dim"))
    console.print()


def in_editor(source: str, name: str) -> str:
    """What the learner's editor (VISUAL, EDITOR) leaves of it. The file has the exercise's name, and goes when it is closed."""
    with tempfile.TemporaryDirectory(prefix="loci-") as folder:
        file = Path(folder, name)
        file.write_text(source, encoding="utf-8")
        try:
            click.edit(filename=os.fspath(file))
            return file.read_text(encoding="utf-8")
        except (click.ClickException, OSError, UnicodeDecodeError) as error:
            said = error.format_message() if isinstance(error, click.ClickException) else str(error)
            raise LociError(f"The editor did not do: {said}. Name one that does in EDITOR.") from error


def hand_in(
    client: Client, console: Console, exercise: str, source: str, mode: str, *, seconds: float = WAIT_SECONDS
) -> Submission | None:
    """Hands code in and tells of each check as it ends. None where there was no verdict in time: the code is kept."""
    now = handed_in = client.submit(exercise, source, mode=mode)
    told: set[str] = set()
    paused = False
    with console.status("Waiting for its turn") as status:
        for now in client.follow(handed_in.id, seconds=seconds):
            for check in now.checks:
                if check.name not in told:
                    told.add(check.name)
                    _tell(console, check)
            if now.grading_paused and not paused:
                paused = True
                console.print("Nobody is grading now. The code is kept, and its turn comes.", style="yellow")
            status.update(f"{len(now.checks)} of {now.checks_expected} checks" if now.checks else "Being checked")
    if not now.settled:
        console.print("There is no verdict yet. The code is kept; look again later.", style="yellow")
        return None
    _conclude(console, now)
    return now


def _tell(console: Console, check: Check) -> None:
    sign, style = ("✓", "green") if check.passed else ("✗", "red")
    console.print(text(f"{sign} {check.title}", style))
    if check.passed:
        return
    for said in (check.status_text if check.status != "failed" else "", check.message):
        if said:
            console.print(Padding(text(said), (0, 0, 0, 2)))
    for name, value in (check.sample_io or {}).items():
        console.print(Padding(text(f"{name}: {value}", "dim"), (0, 0, 0, 2)))
    _output(console, check.output, check.traceback)


def _conclude(console: Console, now: Submission) -> None:
    if not now.checks:
        _output(console, now.output, now.traceback)
    score = f" · {now.score:.0%}" if now.score is not None and not now.passed else ""
    console.print()
    console.print(text(f"{now.headline}{score}", "bold green" if now.passed else "bold red"))
    if now.lead:
        console.print(text(now.lead))


def _output(console: Console, output: str, traceback: tuple[str, ...]) -> None:
    if output:
        console.print(Padding(text(output.rstrip("\n"), "dim"), (0, 0, 0, 4)))
    if traceback:
        console.print(Padding(text("\n".join(traceback), "red"), (0, 0, 0, 4)))
