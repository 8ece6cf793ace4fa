"""What a device needs to mark a question without a connection: the right response, and what typed ones are compared with.

A device decides what it is sure of and leaves the rest to the server: numbers, words and code are read on it by a small part of
the server's rules (docs/api.md, Offline), and whatever that part does not cover is not marked there. A design, whose bill is
reckoned, waits for the server as a whole. docs/marking.json has examples that the server and our clients are held against.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exercises.marking import explain, fill_in, mark, normal, number, output
from exercises.marking.base import Explanation, Note, Question, Response
from exercises.marking.quantities import factors
from exercises.marking.responses import right_response

KINDS = frozenset({"choice", "choices", "number", "order", "match", "fill", "output", "point", "text", "card"})


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A mistake that the item foresees: what is taken for it, in the form of `OnDevice.accepts`, and what is said of it then."""

    accepts: dict[str, Any]
    note: Note


@dataclass(frozen=True, slots=True)
class OnDevice:
    """The response that earns the full score, and what is shown after answering.

    `accepts` is, for kinds whose answer is typed, what earns it too; None where only `right` does.
    """

    right: Response
    accepts: dict[str, Any] | None
    foreseen: tuple[Foreseen, ...]
    explanation: Explanation


def on_device(question: Question) -> OnDevice | None:
    """None for kinds that only the server marks."""
    if question.kind not in KINDS:
        return None
    right = right_response(question)
    told = explain(question, right, mark(question, right))
    return OnDevice(right, _accepts(question), tuple(_foreseen(question)), told)


def _accepts(question: Question) -> dict[str, Any] | None:
    key = question.key
    match question.kind:
        case "number":
            return {
                "answer": key["answer"],
                "slack": number.reach(question, key["answer"]),
                "units": factors(question.public["unit"], key["units"]),
            }
        case "fill":
            return {"blanks": {name: _of_blank(question, name, blank) for name, blank in key["blanks"].items()}}
        case "output":
            return {"output": output.trimmed(key["answer"])}
        case "text":
            return {"words": _different(normal.words(one) for one in key["accept"])}
    return None


def _of_blank(question: Question, name: str, blank: dict[str, Any]) -> dict[str, list[str]]:
    """`among`: the options that are right. Else what is accepted, as it is after normalising it as `words` or as `code`."""
    if blank["options"] is not None:
        return {"among": [one for one in blank["options"] if fill_in.is_right(question, name, one)]}
    if question.public["language"] == "python":
        return {"code": _different(normal.code(one) for one in blank["accept"])}
    return {"words": _different(normal.words(one) for one in blank["accept"])}


def _foreseen(question: Question) -> Iterable[Foreseen]:
    key = question.key
    match question.kind:
        case "number":
            for one in key["mistakes"]:
                taken = {"answer": one["answer"], "slack": number.reach(question, one["answer"])}
                yield Foreseen(taken, Note("number", one["why"], right=False, chosen=True))
        case "output":
            for one in key["mistakes"]:
                yield Foreseen({"output": output.trimmed(one["answer"])}, Note("output", one["why"], right=False, chosen=True))
        case "text":
            for one in key["near"]:
                yield Foreseen({"words": [normal.words(one["text"])]}, Note("text", one["why"], right=False, chosen=True))


def _different(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
