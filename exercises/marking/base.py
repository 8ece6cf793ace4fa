"""The values that marking passes around, and how the parts of a response are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]
Response = dict[str, Any]
# Where in a document something is wrong (such as "options.2.why"), what is wrong, and how to mend it.
Problem = tuple[str, str, str]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Characters of an answer: of a text, and of a word or a few.
MOST_TEXT, MOST_WORDS = 2000, 200
# Soft hyphen and the like come along when text is pasted; nobody sees them.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Question:
    """An item with its values filled in; the same document and seed make the same question again.

    `ask` and `hint` are Markdown. `public` is what a client needs to put the question, as JSON; `key` is what marking
    needs and never leaves the server.
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


def field_of(response: object, name: str) -> Any:
    """The one field that a response of a kind has; None if it is not there."""
    if not isinstance(response, dict):
        raise BadResponse(name, "There is no answer.", "Answer the question.")
    if set(response) - {name}:
        problem = f"The answer has something beside “{name}”." if name in response else f"This question is answered by “{name}”."
        raise BadResponse(name, problem, f"Send “{name}” alone.")
    return response.get(name)


def text_of(response: object, name: str, *, most: int = MOST_TEXT) -> str:
    """Typed text that is not blank."""
    return typed(field_of(response, name), name, most=most)


def typed(value: object, name: str, *, most: int) -> str:
    """`value` itself, if it is text that somebody can have typed."""
    if not isinstance(value, str) or not value.strip():
        raise BadResponse(name, "There is no answer.", "Type one.")
    if len(value) > most:
        raise BadResponse(name, f"The answer has {len(value)} characters.", f"At most {most} are taken.")
    # Nobody types these, and not every database stores them.
    if any(unicodedata.category(one) in {"Cc", "Cs"} and one not in "\t\r\n" for one in value):
        raise BadResponse(name, "The answer has characters that cannot be shown.", "Type it by hand.")
    return value


def ids_of(response: object, name: str, known: Collection[str]) -> list[str]:
    """A list of different known ids, at least one."""
    value = field_of(response, name)
    if not isinstance(value, list) or not value:
        raise BadResponse(name, "Nothing is chosen.", "Choose at least one.")
    if not all(isinstance(one, str) and one in known for one in value):
        raise BadResponse(name, "It has something that is not among the options.", "Reload the question.")
    if len(set(value)) != len(value):
        raise BadResponse(name, "It has something twice.", "Choose each one once.")
    return value


def mapping_of(response: object, name: str, keys: Collection[str]) -> dict[str, str]:
    """One text for each of `keys` and for nothing else."""
    value = field_of(response, name)
    if not isinstance(value, dict) or set(value) != set(keys):
        raise BadResponse(name, "Not every place is filled.", "Fill each of them.")
    return {key: typed(value[key], name, most=MOST_WORDS) for key in keys}
