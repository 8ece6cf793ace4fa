"""Days taken along: the server's plan in a file, and which of its picks it is time for."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from loci_client.client import Client
from loci_client.journal import Act, Journal
from loci_client.keeping import private, write
from loci_client.problems import LociError
from loci_client.reading import read
from loci_client.shapes import Asking, Luggage, Pick, Step

LONGEST = 1.1  # of the learner's minutes, as the site's plans have it


@dataclass(frozen=True, slots=True)
class Ahead:
    """A pick, and what it takes: a step, or a question as it will be asked; neither where it needs the network. `left` is of a
    day before; `at` is when it was done here.
    """

    pick: Pick
    step: Step | None
    item: str
    revision: str
    asking: Asking | None
    done: bool
    left: bool
    at: datetime | None

    @property
    def here(self) -> bool:
        """Whether it can be done without the server."""
        return self.asking is not None or (self.step is not None and self.step.kind in ("read", "explore", "recap"))


@dataclass(frozen=True, slots=True)
class Taken:
    """What one learner took along. `ends_at` is when the first of the days is over."""

    by: str
    taken_at: datetime
    ends_at: datetime
    luggage: Luggage

    def day(self, now: datetime, acts: Iterable[Act]) -> tuple[date, list[Ahead]]:
        """The local day at `now`, or the last that was taken, and its picks. What was left of the days before comes first, and
        the day is not longer for it.
        """
        days = self.luggage.days
        place = min(len(days) - 1, max(0, math.ceil((now - self.ends_at) / timedelta(days=1))))
        found = _Picks(self.luggage, acts)
        picks = [found.ahead(pick, left=nth < place) for nth, day in enumerate(days[: place + 1]) for pick in day.picks]
        began = self.ends_at + timedelta(days=place - 1)
        shown = [one for one in picks if not (one.left and one.done and not (one.at and one.at >= began))]
        if any(one.left for one in shown):
            shown = _fitting(shown, days[place].minutes * 60 * LONGEST)
        return days[place].day, shown


def _fitting(picks: list[Ahead], seconds: float) -> list[Ahead]:
    taken, found = 0, list[Ahead]()
    for one in picks:
        if not taken or taken + one.pick.seconds <= seconds:
            found.append(one)
            taken += one.pick.seconds if one.here or one.done else 0
    return found


class _Picks:
    """Finds what picks need, in their order: each next pick of a question is its next asking."""

    def __init__(self, luggage: Luggage, acts: Iterable[Act]) -> None:
        self._steps = {(one.slug, step.key): step for one in luggage.lessons for step in one.steps}
        self._items = {one.item: one for one in luggage.items}
        self._asked: Counter[str] = Counter()
        self._closed: set[str] = set()
        self._acts = {_named(event): datetime.fromisoformat(event["at"]) for event in _standing(acts)}

    def ahead(self, pick: Pick, *, left: bool) -> Ahead:
        step = self._steps.get((pick.lesson, pick.step)) if pick.kind == "step" else None
        item = self._items.get(step.item if step else pick.item)
        asking = None
        if item and not pick.done and self._asked[item.item] < len(item.askings):
            asking = item.askings[self._asked[item.item]]
            self._asked[item.item] += 1
        name = (item.item, asking.number) if item and asking else (pick.lesson, pick.step)
        done = pick.done or name in self._acts
        at = self._acts.get(name)
        made = Ahead(pick, step, item.item if item else "", item.revision if item else "", asking, done, left, at)
        if pick.lesson and not done and (not made.here or pick.lesson in self._closed):
            # The steps of a lesson come one after the other: none behind one that needs the network.
            self._closed.add(pick.lesson)
            return Ahead(pick, None, "", "", None, False, left, None)
        return made


def _standing(acts: Iterable[Act]) -> list[Mapping[str, Any]]:
    """What was done and not taken back."""
    events = [act.event for act in acts]
    undone = {event["answer"] for event in events if event["kind"] == "undone"}
    return [event for event in events if event["kind"] != "undone" and event["id"] not in undone]


def _named(event: Any) -> tuple[str, Any]:
    return (event["item"], event["number"]) if event["kind"] == "answered" else (event["lesson"], event["step"])


class Bag:
    """What lies on this machine for one server: the days, and the journal of what was done in them."""

    def __init__(self, folder: Path, server: str) -> None:
        name = quote(server, safe="")
        self._path = folder / "servers" / f"{name}.plan"
        self.journal = Journal(folder / "servers" / f"{name}.journal")

    def take(self, client: Client, days: int) -> Taken:
        """Fetches today and the days after it, in place of what was there. What waits in the journal stays."""
        by, today = client.account().username, client.today()
        told = client.plan_document(days)
        taken = {"by": by, "taken_at": datetime.now(UTC).isoformat(), "ends_at": today.ends_at.isoformat()}
        made = _taken({**taken, "plan": told})
        private(self._path.parent)
        write(self._path, {**taken, "plan": told})
        self.journal.clear()
        return made

    def taken(self) -> Taken | None:
        """None where nothing was taken along."""
        try:
            return _taken(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LociError(f"{self._path} cannot be read ({error}). Fetch it anew: loci take") from error

    def forget(self) -> None:
        """Leaves the days behind, and what the server has heard of."""
        self._path.unlink(missing_ok=True)
        self.journal.clear()


def _taken(told: Any) -> Taken:
    at, ends_at = (datetime.fromisoformat(told[name]) for name in ("taken_at", "ends_at"))
    return Taken(told["by"], at, ends_at, read(Luggage, told["plan"]))
