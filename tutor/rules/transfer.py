"""Reads an export that somebody brings in: each act checked for its form, each one that cannot be used named with the reason.

A file is anybody's, so nothing in it is believed but what was done: marks, memories and effort are made again from that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

FORMAT = "loci-export-1"
MOST_ACTS = 20_000
# Acts that can be done again elsewhere. Code is graded where it is handed in: of it only the steps are taken over.
DONE = ("answered", "step_done", "code_settled")
TAKEN = (*DONE, "placed", "concept_set", "vacation_set", "day_opened")
# “I know this” was begun: what came of it is told by itself.
CLAIMED = "claimed"
STATES = ("active", "suspended", "known", "reset")
LARGEST_SEED = 2**63 - 1
MOST_SECONDS, MOST_HINTS, MOST_STEPS = 3600, 10, 20
MOST_MINUTES, MOST_PICKS = 600, 500


class Unreadable(ValueError):
    """A file that is no export at all; `mend` says what to do."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem} {mend}")
        self.problem, self.mend = problem, mend


@dataclass(frozen=True, slots=True)
class Refused:
    """An act that was not taken over: its place among the events, from 1, and why."""

    place: int
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`item` by its slug, its version by its digest, and the seed that made the question; the mark is made anew."""

    item: str
    digest: str
    seed: int
    response: dict[str, Any]
    seconds: int
    hints_used: int


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done, or decided.

    Attributes:
        steps: those that it finished, as (lesson, key).
        concept: by its slug, where it is about one.
        document: of a decision, what it says, in its form.
    """

    place: int
    uuid: UUID
    at: datetime
    zone: str
    kind: str
    answer: Answer | None
    steps: tuple[tuple[str, str], ...]
    concept: str = ""
    document: dict[str, Any] = field(default_factory=dict)

    @property
    def reads(self) -> bool:
        return self.kind == "step_done"


@dataclass(frozen=True, slots=True)
class History:
    """The acts of a file in the order in which they were done, and what is wrong with the others."""

    acts: tuple[Act, ...]
    refused: tuple[Refused, ...] = field(default=())


def read(content: bytes) -> History:
    """The history in a JSON export.

    Raises:
        Unreadable: it is no export, or a longer one than is taken.
    """
    events = _events(content)
    undone = {str(_document(row).get("event")) for row in events if _kind(row) == "undone"}
    acts, refused = list[Act](), list[Refused]()
    for place, row in enumerate(events, 1):
        kind = _kind(row)
        document = _document(row)
        taken_back = {str(row.get("uuid")), str(document.get("of"))} & undone
        if kind not in TAKEN or taken_back or document.get("state") == CLAIMED:
            continue
        try:
            acts.append(_act(place, kind, row))
        except _Wrong as problem:
            refused.append(Refused(place, str(problem)))
    return History(tuple(sorted(acts, key=lambda act: (act.at, act.place))), tuple(refused))


class _Wrong(ValueError):
    """What is wrong with one act."""


def _events(content: bytes) -> list[dict[str, Any]]:
    again = "Choose a JSON file that Loci has exported."
    try:
        told = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable("This file is no JSON.", again) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Unreadable("This file is no export of Loci, or of an older one that kept no events.", again)
    events = told.get("events")
    if not isinstance(events, list) or not all(isinstance(row, dict) for row in events):
        raise Unreadable("Its “events” are no list of objects.", again)
    if len(events) > MOST_ACTS:
        raise Unreadable(f"It has {len(events):,} events; {MOST_ACTS:,} are taken at once.", "Ask who runs this site for help.")
    return events


def _no_number(constant: str) -> None:
    raise ValueError(constant)


def _kind(row: dict[str, Any]) -> str:
    kind = row.get("kind")
    return kind if isinstance(kind, str) else ""


def _document(row: dict[str, Any]) -> dict[str, Any]:
    document = row.get("document")
    return document if isinstance(document, dict) else {}


def _act(place: int, kind: str, row: dict[str, Any]) -> Act:
    document = _document(row)
    try:
        uuid = UUID(_text(row, "uuid"))
        at = datetime.fromisoformat(_text(row, "at"))
    except ValueError:
        raise _Wrong("its “uuid” or “at” cannot be read") from None
    if at.tzinfo is None:
        raise _Wrong("its “at” has no time zone")
    told = (place, uuid, at, _text(row, "zone"), kind)
    if kind == "answered":
        return Act(*told, _answer(row, document), tuple(_steps(document)))
    if kind in DONE:
        return Act(*told, None, tuple(_steps(document)))
    concept = _text(row, "concept") if kind == "concept_set" or (kind == "placed" and row.get("concept")) else ""
    steps = tuple(_lessons(document)) if kind == "placed" and not concept else ()
    return Act(*told, None, steps, concept, DECISIONS[kind](document))


def _answer(row: dict[str, Any], document: dict[str, Any]) -> Answer:
    response = document.get("response")
    if not isinstance(response, dict):
        raise _Wrong("its “response” is no object")
    try:
        sound = "\0" not in "".join(_texts(response)) and json.dumps(response, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        sound = False
    if not sound:
        raise _Wrong("its “response” has characters that are no text")
    return Answer(
        item=_text(document, "item"),
        digest=_text(row, "digest"),
        seed=_whole(document, "seed", LARGEST_SEED),
        response=response,
        seconds=_whole(document, "seconds", MOST_SECONDS),
        hints_used=_whole(document, "hints_used", MOST_HINTS),
    )


def _steps(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    steps = document.get("steps", [])
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        raise _Wrong("its “steps” are no short list")
    for step in steps:
        if not isinstance(step, list) or len(step) != 2 or not all(isinstance(part, str) for part in step):
            raise _Wrong("one of its “steps” is no [lesson, key]")
        yield step[0], step[1]


def _lessons(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The steps of the lessons that a placement test has passed."""
    lessons = document.get("lessons")
    if not isinstance(lessons, dict) or len(lessons) > MOST_PICKS:
        raise _Wrong("its “lessons” are no object of lists")
    for lesson, keys in lessons.items():
        if not isinstance(keys, list) or len(keys) > MOST_PICKS or not all(isinstance(key, str) for key in keys):
            raise _Wrong("its “lessons” are no object of lists")
        yield from ((lesson, key) for key in keys)


def _placed(document: dict[str, Any]) -> dict[str, Any]:
    return {"due_on": _day(document, "due_on").isoformat()} if "due_on" in document else {}


def _decided(document: dict[str, Any]) -> dict[str, Any]:
    if document.get("state") not in STATES:
        raise _Wrong(f"its “state” is none of {', '.join(STATES)}")
    return {"state": document["state"]}


def _break(document: dict[str, Any]) -> dict[str, Any]:
    ends_on = None if document.get("ends_on") is None else _day(document, "ends_on").isoformat()
    return {"starts_on": _day(document, "starts_on").isoformat(), "ends_on": ends_on}


def _plan(document: dict[str, Any]) -> dict[str, Any]:
    picks = document.get("picks")
    if picks is not None and (not isinstance(picks, list) or len(picks) > MOST_PICKS or not all(map(_is_pick, picks))):
        raise _Wrong("its “picks” are no list of picks")
    return {"minutes": _whole(document, "minutes", MOST_MINUTES), "picks": picks}


def _is_pick(pick: Any) -> bool:
    return isinstance(pick, list) and 2 <= len(pick) <= 3 and all(isinstance(part, str) and len(part) <= 200 for part in pick)


DECISIONS = {"placed": _placed, "concept_set": _decided, "vacation_set": _break, "day_opened": _plan}


def _texts(value: Any) -> Iterator[str]:
    """Every text in a document, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value or len(value) > 200:
        raise _Wrong(f"its “{name}” is no text")
    return value


def _day(row: dict[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(_text(row, name))
    except ValueError:
        raise _Wrong(f"its “{name}” is no day") from None


def _whole(row: dict[str, Any], name: str, most: int) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise _Wrong(f"its “{name}” is no whole number from 0 to {most}")
    return value
