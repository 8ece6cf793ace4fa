"""Marks answers without the server, by what came along with their questions (docs/api.md, Offline). What counts is the server's
mark, which comes when the answer does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from loci_client.shapes import Note, OnDevice
from loci_client.typed import code, numbers, words


@dataclass(frozen=True, slots=True)
class Marked:
    """`score` from 0 to 1, with what there is to say of each part of the response."""

    score: float
    notes: tuple[Note, ...] = ()


def mark(kind: str, marking: OnDevice, response: Mapping[str, Any]) -> Marked | None:
    """None where only the server can tell."""
    return KINDS[kind](marking, next(iter(response.values()))) if kind in KINDS else None


def form_problem(kind: str, response: Mapping[str, Any]) -> str:
    """What is wrong with the form of a response, which the server would refuse; empty if nothing is."""
    given = next(iter(response.values()))
    if kind == "number" and not any(one.isnumeric() for one in given):
        return "This is not a number. Write one such as 0.75, 3/4 or 1.2e3."
    typed = given.values() if kind == "fill" else [given] if kind in ("output", "text") else []
    return "" if all(one.strip() for one in typed) else "There is no answer. Type one."


def _choice(marking: OnDevice, given: str) -> Marked:
    return Marked(float(given == marking.right["choice"]), _chosen(marking, [given]))


def _some(name: str) -> Callable[[OnDevice, list[str]], Marked]:
    def marked(marking: OnDevice, given: list[str]) -> Marked:
        right = marking.right[name]
        return Marked(max(0, 2 * len(set(given) & set(right)) - len(given)) / len(right), _chosen(marking, given))

    return marked


def _chosen(marking: OnDevice, given: Collection[str]) -> tuple[Note, ...]:
    return tuple(replace(note, chosen=note.target in given) for note in marking.explanation.notes)


def _order(marking: OnDevice, given: list[str]) -> Marked:
    right = marking.right["order"]
    pairs = list(combinations(right, 2))
    score = sum(given.index(first) < given.index(second) for first, second in pairs) / len(pairs)
    told = {note.target: note for note in marking.explanation.notes}
    return Marked(score, tuple(replace(told[one], right=right[place] == one) for place, one in enumerate(given) if one in told))


def _match(marking: OnDevice, given: Mapping[str, str]) -> Marked:
    return _shares(marking, {one: given[one] == partner for one, partner in marking.right["pairs"].items()})


def _fill(marking: OnDevice, given: Mapping[str, str]) -> Marked | None:
    parts: dict[str, bool] = {}
    for name, accepted in marking.accepts["blanks"].items():
        fits = _fits(given[name], accepted)
        if fits is None:
            return None
        parts[name] = fits
    return _shares(marking, parts)


def _fits(text: str, accepted: Mapping[str, list[str]]) -> bool | None:
    ((how, known),) = accepted.items()
    given = text if how == "among" else words(text) if how == "words" else code(text)
    return None if given is None else given in known


def _shares(marking: OnDevice, parts: Mapping[str, bool]) -> Marked:
    notes = (replace(note, right=parts[note.target]) for note in marking.explanation.notes)
    return Marked(sum(parts.values()) / len(parts), tuple(notes))


def _card(marking: OnDevice, given: str) -> Marked:
    return Marked(float(given != "again"))


def _number(marking: OnDevice, given: str) -> Marked | None:
    accepts = marking.accepts
    values = numbers(given, accepts["units"])
    if values is None:
        return None
    if any(abs(value - accepts["answer"]) <= accepts["slack"] for value in values):
        return Marked(1.0)
    offs = [(abs(value - one.accepts["answer"]), one) for value in values for one in marking.foreseen]
    met = [(off, one) for off, one in offs if off <= one.accepts["slack"]]
    return Marked(0.0, (min(met, key=lambda pair: pair[0])[1].note,) if met else ())


def _output(marking: OnDevice, given: str) -> Marked:
    said = _trimmed(given)
    if said == marking.accepts["output"]:
        return Marked(1.0)
    return Marked(0.0, tuple(one.note for one in marking.foreseen if one.accepts["output"] == said)[:1])


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in re.split(r"\r\n|\r|\n", text)).rstrip("\n")


def _text(marking: OnDevice, given: str) -> Marked | None:
    """A slip of one letter is right by rules that only the server has: what is neither right nor foreseen is left to it."""
    said = words(given)
    if said is not None and said in marking.accepts["words"]:
        return Marked(1.0)
    met = [one.note for one in marking.foreseen if said in one.accepts["words"]]
    return Marked(0.0, (met[0],)) if met else None


KINDS: dict[str, Callable[[OnDevice, Any], Marked | None]] = {
    "choice": _choice,
    "choices": _some("choices"),
    "point": _some("points"),
    "order": _order,
    "match": _match,
    "fill": _fill,
    "card": _card,
    "number": _number,
    "output": _output,
    "text": _text,
}
