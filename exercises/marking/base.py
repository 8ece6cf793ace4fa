"""The values that marking passes around."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]
Response = dict[str, Any]
# Where in a document something is wrong (such as "options.2.why"), what is wrong, and how to mend it.
Problem = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """An item with its values filled in.

    `ask` and `hint` are Markdown. `public` is what a client needs to put the question, as JSON; `key` is what marking needs
    and never leaves the server.
    """

    kind: str
    ask: str
    hint: str
    public: dict[str, Any]
    key: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """`score` from 0 to 1; only a full score is `correct`."""

    score: float

    @property
    def correct(self) -> bool:
        return self.score >= 1


@dataclass(frozen=True, slots=True)
class Note:
    """What there is to say of one option, blank or entry (`target` is its id); `text` is Markdown."""

    target: str
    text: str
    right: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Shown after answering: why it is so, the right answer, and a note on each part. All Markdown."""

    why: str
    solution: str
    notes: tuple[Note, ...] = ()


class BadResponse(ValueError):
    """A response that has not the form of its kind: which field, what is wrong with it, and the mend."""

    def __init__(self, field: str, problem: str, mend: str) -> None:
        super().__init__(f"{field}: {problem} {mend}")
        self.field, self.problem, self.mend = field, problem, mend


MOST_TEXT = 2000


def text_of(response: Response, name: str, *, most: int = MOST_TEXT) -> str:
    value = response.get(name) if isinstance(response, dict) else None
    if not isinstance(value, str):
        raise BadResponse(name, "There is no answer.", "Type one.")
    if len(value) > most:
        raise BadResponse(name, f"The answer has {len(value)} characters.", f"At most {most} are taken.")
    return value


def ids_of(response: Response, name: str, known: list[str]) -> list[str]:
    """A list of different known ids."""
    value = response.get(name) if isinstance(response, dict) else None
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadResponse(name, "There is no choice.", "Choose at least one.")
    if len(set(value)) != len(value) or not set(value) <= set(known):
        raise BadResponse(name, "It has something that is not among the options.", "Reload the question.")
    return value


LETTERS = "abcdefghijklmnopqrstuvwxyz"
