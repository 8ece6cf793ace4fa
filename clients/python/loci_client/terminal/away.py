"""The day without the server, out of what was taken along, and telling it afterwards what was done."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from rich.console import Console
from rich.rule import Rule
from rich.table import Table

from loci_client.client import Client
from loci_client.journal import Act
from loci_client.marking import Marked, form_problem, mark
from loci_client.shapes import EventOutcome, Pick
from loci_client.taken import Ahead, Bag, Taken
from loci_client.terminal.asking import Put, put
from loci_client.terminal.keyboard import Keyboard
from loci_client.terminal.showing import shown, text
from loci_client.terminal.telling import feed_back, show_step, since, slipped, verdict
from loci_client.terminal.views import minutes

MOST_AT_ONCE = 100


@dataclass(slots=True)
class OfflineDay:
    """A day of the learner who sits at a keyboard and has no network. Whatever is done is in the journal before it is said."""

    bag: Bag
    taken: Taken
    keyboard: Keyboard

    @property
    def console(self) -> Console:
        return self.keyboard.console

    def walk(self) -> None:
        """Goes on until nothing is left that can be done here. Raises Left."""
        day, picks = self._picks()
        self.console.print(text(f"{day:%A, %d %B}", "bold"), end="")
        taken_at = self.taken.taken_at.astimezone()
        self.console.print(text(f" · without the network, as taken along on {taken_at:%d %B at %H:%M}", "dim"))
        self._show(picks)
        if _open(picks):
            self.keyboard.go_on("Enter begins, :q leaves at any time")
        while ahead := _open(picks):
            self._do(ahead[0], place=picks.index(ahead[0]) + 1, of=len(picks))
            _, picks = self._picks()
        self.console.print()
        done = all(one.done for one in picks)
        self.console.print(text("That was today." if done else "The rest needs the network.", "bold green"))
        show_waiting(self.console, self.bag.journal.waiting(self.taken.by))

    def _picks(self) -> tuple[Any, list[Ahead]]:
        return self.taken.day(datetime.now(UTC), [one for one in self.bag.journal.acts if one.by == self.taken.by])

    def _show(self, picks: list[Ahead]) -> None:
        table = Table.grid(padding=(0, 1))
        for one in picks:
            sign = text("✓", "green") if one.done else text("·")
            said = "" if one.done or one.here else "needs the network"
            title = text(one.pick.title, "" if one.here and not one.done else "dim")
            table.add_row("", sign, title, text(minutes(one.pick.seconds), "dim"), text(said, "dim"))
        self.console.print(table)

    def _do(self, ahead: Ahead, *, place: int, of: int) -> None:
        self.console.print()
        self.console.print(Rule(text(f"{place} of {of} · {ahead.pick.title}", "bold"), align="left"))
        self.console.print(text(" · ".join(filter(None, (ahead.pick.subtitle, ahead.pick.why))), "dim"))
        self.console.print()
        begun = time.monotonic()
        if ahead.asking is None:
            if ahead.step:
                show_step(self.keyboard, ahead.step)
            self._keep(ahead.pick, "step_done", _of_step(ahead.pick), seconds=since(begun))
            return
        asking, question = ahead.asking, ahead.asking.question
        if ahead.step and ahead.step.html:
            self.console.print(shown(ahead.step.html))
        given = self._answer(ahead)
        marked = mark(question.kind, asking.marking, given.response) if asking.marking else None
        answer = {"item": ahead.item, "revision": ahead.revision, "number": asking.number}
        answer |= {"response": given.response, "hints_used": given.hints_used, **_of_step(ahead.pick)}
        score = marked.score if marked else None
        kept = self._keep(ahead.pick, "answered", answer, seconds=since(begun), score=score)
        self._feed_back(ahead, marked)
        if slipped(self.keyboard):
            self._keep(ahead.pick, "undone", {"answer": kept})

    def _answer(self, ahead: Ahead) -> Put:
        """An answer that has the form of its kind."""
        question = ahead.asking.question if ahead.asking else None
        assert question
        while True:
            given = put(self.keyboard, question)
            problem = form_problem(question.kind, given.response)
            if not problem:
                return given
            self.console.print(text(problem, "yellow"))

    def _feed_back(self, ahead: Ahead, marked: Marked | None) -> None:
        if ahead.asking and ahead.asking.marking:
            told, score = ahead.asking.marking.explanation, marked.score if marked else None
            feed_back(self.console, ahead.asking.question, told, score, marked.notes if marked else ())
        else:
            self.console.print()
            self.console.print(text("Kept. It will be marked when you are back online.", "bold"))

    def _keep(self, pick: Pick, kind: str, told: dict[str, Any], *, seconds: int = 0, score: float | None = None) -> str:
        """Has an act in the journal; its id."""
        name, now = str(uuid4()), datetime.now(UTC).isoformat()
        event = {"id": name, "kind": kind, "at": now, "zone": zone() or "UTC", "seconds": seconds, **told}
        with self.bag.journal.lock():
            self.bag.journal.add(Act(self.taken.by, pick.title, event, score))
        return name


def _of_step(pick: Pick) -> dict[str, str]:
    return {"lesson": pick.lesson, "step": pick.step} if pick.lesson else {}


def _open(picks: Iterable[Ahead]) -> list[Ahead]:
    return [one for one in picks if one.here and not one.done]


def tell(client: Client, bag: Bag, console: Console) -> int:
    """Sends what waits, in its order, and says of each what became of it; how many were refused. What a lost answer leaves
    unsaid is sent again, and counts once.
    """
    if not bag.journal.acts:
        return 0
    by, refused, sent = client.account().username, 0, 0
    with bag.journal.lock():
        waiting, others = bag.journal.waiting(by), bag.journal.others(by)
        for start in range(0, len(waiting), MOST_AT_ONCE):
            batch = waiting[start : start + MOST_AT_ONCE]
            outcomes = client.tell([act.event for act in batch])
            for act, outcome in zip(batch, outcomes, strict=True):
                _say(console, act, outcome)
                refused += outcome.state == "refused"
            bag.journal.settle(outcomes)
            sent += len(batch)
    if sent:
        console.print(text(f"{sent - refused} of {sent} arrived.", "bold" if refused else "bold green"))
    for name in sorted({act.by for act in others}):
        console.print(text(f"What “{name}” did here waits for them to sign in.", "yellow"))
    return refused


def _say(console: Console, act: Act, outcome: EventOutcome) -> None:
    refused = outcome.state == "refused"
    sign, style = ("✗", "red") if refused else ("✓", "green")
    at = datetime.fromisoformat(act.event["at"]).astimezone()
    back = " · taken back" if act.event["kind"] == "undone" else ""
    known = " · had arrived before" if outcome.state == "known" else ""
    console.print(text(f"{sign} {act.title}{back}", style), text(f"{at:%a %H:%M}{known}", "dim"))
    if refused:
        console.print(text(f"  {outcome.reason} {outcome.mend}".rstrip(), "red"))
    elif outcome.score is not None and not _same(act.score, outcome.score):
        here = f" Here it was: {verdict(act.score)}. The site’s mark counts." if act.score is not None else ""
        console.print(text(f"  The site marks it: {verdict(outcome.score)}.{here}", "yellow"))


def _same(here: float | None, there: float) -> bool:
    """Whether two marks say the same, however each was reckoned."""
    return here is not None and abs(here - there) < 1e-6


def show_waiting(console: Console, waiting: Iterable[Act]) -> None:
    kinds = Counter(act.event["kind"] for act in waiting)
    if not kinds:
        return
    names = {"answered": "answer", "step_done": "step", "undone": "undo"}
    parts = [f"{kinds[kind]} {name}{'' if kinds[kind] == 1 else 's'}" for kind, name in names.items() if kinds[kind]]
    *most, last = parts
    listed = f"{', '.join(most)} and {last}" if most else last
    verb = "waits" if kinds.total() == 1 else "wait"
    console.print(text(f"{listed} {verb} for the network. What they bring is told then: loci sync", "dim"))


def zone() -> str:
    """The IANA name of this machine's time zone, where it tells; empty otherwise."""
    named = os.environ.get("TZ", "").lstrip(":")
    if named and "/" in named and not named.startswith("/"):
        return named
    return os.path.realpath("/etc/localtime").partition("/zoneinfo/")[2]
