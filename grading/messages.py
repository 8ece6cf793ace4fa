"""What a learner is told of code that did not return: plain words, their own lines, and nothing that a hidden check would mind.

A hidden check's inputs are in the learner's box, so every word from there could carry them out. Of a reply only a builtin error's
name and line numbers are taken; the lines' text is looked up in the source that was handed in.
"""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from typing import Any

from grading.contract import Limits, Verdict
from grading.sandbox import Ended

BUILTIN_ERRORS = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)}
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no value: how the check ends for it, and what is said of it."""

    status: Verdict
    message: str
    traceback: tuple[str, ...] = ()


def of_end(ended: Ended, limits: Limits) -> Trouble:
    """The box gave no answer."""
    if ended.status is Verdict.TIMEOUT:
        text = f"It took longer than the {limits.wall_seconds:g} s (or {limits.cpu_seconds:g} s of processor time) that it may."
    elif ended.status is Verdict.OUTPUT_LIMIT:
        text = f"It printed more than {limits.output_bytes} bytes."
    elif ended.status is Verdict.OUT_OF_MEMORY:
        text = _too_much_memory(limits)
    elif ended.status is Verdict.FORBIDDEN:
        text = "Your code called into the system where that is not allowed."
    else:
        text = f"Your code gave no result: {clean(str(ended))[:120]}."
    return Trouble(ended.status, text)


def of_reply(reply: Any, names: list[str], source: str, limits: Limits, *, open_talk: bool, method: bool = False) -> Trouble:
    """The box gave an answer that is no value.

    Args:
        names: those of the functions (with `method`, of the method of an object of the learner's) that were asked for.
        open_talk: whether the reply's own words may be shown: for samples, and while no input is in the box.
    """
    missing, bad_value = _text(reply, "missing"), _text(reply, "bad_value")
    if missing is not None and missing in names:
        what = f"method named {missing} in what you returned before" if method else f"function named {missing}"
        return Trouble(Verdict.ERROR, f"There is no {what}: define a {'method' if method else 'function'} named {missing}.")
    if bad_value is not None:
        what = clean(bad_value)[:120] if open_talk else "something else"
        return Trouble(Verdict.FAILED, f"Return plain numbers, text, lists, dicts or arrays; what you returned is {what}.")
    error = reply.get("error") if isinstance(reply, dict) else None
    if not isinstance(error, dict):
        return Trouble(Verdict.ERROR, "Your code wrote into the grader's own channel.")
    name = _text(error, "type")
    name = name if name in BUILTIN_ERRORS else "Exception"
    status, text = _said(name, clean(_text(error, "message") or "")[:300] if open_talk else "", limits)
    most = MOST_LINES if open_talk else 1
    return Trouble(status, text, _own_lines(error.get("lines"), name, source.split("\n"), most))


def raised(reply: Any, wanted: str) -> str | None:
    """The builtin error that a reply tells of, if it is of the kind that a check wants to see raised."""
    error = _text(reply.get("error"), "type") if isinstance(reply, dict) else None
    if error is None or not {error, wanted} <= BUILTIN_ERRORS:
        return None
    return error if issubclass(getattr(builtins, error), getattr(builtins, wanted)) else None


def _text(given: Any, name: str) -> str | None:
    value = given.get(name) if isinstance(given, dict) else None
    return value if type(value) is str else None


def _too_much_memory(limits: Limits) -> str:
    return f"Your code asked for more memory than the {limits.memory_mib} MiB that it may have."


def _said(name: str, text: str, limits: Limits) -> tuple[Verdict, str]:
    if name == "MemoryError":
        return Verdict.OUT_OF_MEMORY, _too_much_memory(limits)
    if name in {"PermissionError", "BlockingIOError"}:
        return (
            Verdict.FORBIDDEN,
            "Your code tried something that the grader does not allow: no network, no files to write, no other programs.",
        )
    if name == "SystemExit":
        return Verdict.ERROR, "Your code ended the program (SystemExit) instead of returning."
    return Verdict.ERROR, f"Your code raised {name}: {text}" if text else f"Your code raised {name}."


def _own_lines(numbers: Any, name: str, source: list[str], most: int) -> tuple[str, ...]:
    """The learner's own lines of the traceback, innermost last."""
    given = numbers if isinstance(numbers, list) else []
    known = [number for number in given if type(number) is int and 1 <= number <= len(source)][-most:]
    lines = [f"line {number}: {clean(source[number - 1].strip())[:160]}" for number in known]
    return (*lines, name) if lines else ()


def clean(text: str) -> str:
    """Without control characters and what is no text: they could trick whoever looks at them, or a database."""
    return "".join(character if character.isprintable() or character in "\n\t" else "�" for character in text)
