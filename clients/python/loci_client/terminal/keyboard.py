"""What the learner types, line by line, so that it works in every terminal, with a screen reader, and out of a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console

from loci_client.terminal.showing import text

LEAVE = (":q", ":quit")
HINT = (":h", ":hint")


class Left(Exception):
    """The learner goes away; everything that was done is kept."""


@dataclass(slots=True)
class Keyboard:
    """Asks in the console.

    Attributes:
        hint: shows the hint of the question that is open, if it has one.
    """

    console: Console
    hint: Callable[[], None] | None = None

    def line(self, prompt: str = "") -> str:
        """A line as it was typed. Raises Left at the end of the input and for :q."""
        while True:
            self.console.print(text(f"{prompt} › " if prompt else "› ", "bold"), end="")
            self.console.file.flush()
            try:
                typed = input()
            except EOFError:
                self.console.print()
                raise Left from None
            if not sys.stdin.isatty():
                self.console.print(text(typed))
            if typed.strip() in LEAVE:
                raise Left
            if typed.strip() in HINT:
                if self.hint:
                    self.hint()
                else:
                    self.console.print("There is no hint here.")
                continue
            return typed

    def lines(self) -> str:
        """Several, until one is a single dot."""
        typed = []
        while (one := self.line()) != ".":
            typed.append(one)
        return "\n".join(typed)

    def go_on(self, said: str = "Enter goes on") -> str:
        return self.line(said).strip().lower()

    def one(self, prompt: str, most: int) -> int:
        """A number from 1 to `most`, as a place from 0."""
        return self.some(prompt, most, least=1, highest=1)[0]

    def some(self, prompt: str, most: int, *, least: int = 1, highest: int | None = None) -> list[int]:
        """Different numbers from 1 to `most`, with spaces or commas between them, as places from 0."""
        while True:
            words = self.line(prompt).replace(",", " ").split()
            places = [int(word) - 1 for word in words if word.isascii() and word.isdigit()]
            sound = len(places) == len(words) and len(set(places)) == len(places) and all(0 <= one < most for one in places)
            if sound and least <= len(places) <= (highest or most):
                return places
            self.console.print(f"Type {_wanted(least, highest, most)}.", style="yellow")


def _wanted(least: int, highest: int | None, most: int) -> str:
    if highest == 1:
        return f"a number from 1 to {most}"
    if least == most:
        return f"each number from 1 to {most} once, such as {' '.join(str(one) for one in range(most, 0, -1))}"
    return f"one or more numbers from 1 to {most}, such as 1 2"
