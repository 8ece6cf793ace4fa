"""What a learner is told of code that did not return: plain words, their own lines, and nothing that a hidden check would mind."""

from __future__ import annotations

import builtins
from typing import Any

from grading.contract import Limits, Verdict

BUILTIN_ERRORS = {
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
}
MOST_LINES = 12


def status_of_error(error: dict[str, Any]) -> Verdict:
    name = error.get("type")
    if name == "MemoryError":
        return Verdict.OUT_OF_MEMORY
    if name in {"PermissionError", "BlockingIOError"}:
        return Verdict.FORBIDDEN
    return Verdict.ERROR


def error_name(error: dict[str, Any]) -> str:
    """Only names that Python itself gives: a learner's own class could be named anything."""
    name = error.get("type")
    return name if isinstance(name, str) and name in BUILTIN_ERRORS else "Exception"


def error_message(error: dict[str, Any], *, shown: bool) -> str:
    """`shown` is for samples: elsewhere the text of an exception could carry hidden inputs out."""
    name = error_name(error)
    if name == "MemoryError":
        return "Your code asked for more memory than it may have."
    if name == "PermissionError":
        return "Your code tried something that the grader does not allow: no network, no files to write, no other programs."
    text = error.get("message")
    quiet = not shown and name not in {"SyntaxError", "IndentationError", "TabError", "NameError", "ImportError", "ModuleNotFoundError"}
    if quiet or not isinstance(text, str) or not text:
        return f"Your code raised {name}."
    return f"Your code raised {name}: {_clean(text)[:300]}"


def own_lines(error: dict[str, Any]) -> tuple[str, ...]:
    """The learner's own lines of the traceback, innermost last."""
    lines = error.get("lines")
    if not isinstance(lines, list):
        return ()
    result = []
    for line in lines[-MOST_LINES:]:
        if not (isinstance(line, list) and len(line) == 3 and isinstance(line[0], int)):
            continue
        where = f" in {_clean(str(line[1]))[:60]}" if line[1] and line[1] != "<module>" else ""
        result.append(f"line {line[0]}{where}: {_clean(str(line[2]))[:160]}")
    return (*result, f"{error_name(error)}") if result else ()


def status_text(status: Verdict, why: str, limits: Limits) -> str:
    if status is Verdict.TIMEOUT:
        return f"It took longer than the {limits.wall_seconds:g} s (or {limits.cpu_seconds:g} s of processor time) that it may."
    if status is Verdict.OUTPUT_LIMIT:
        return f"It printed more than {limits.output_bytes} bytes."
    if status is Verdict.FORBIDDEN:
        return "Your code called into the system where that is not allowed."
    return f"Your code gave no result: {why}."


def _clean(text: str) -> str:
    """Without control characters, which could play tricks on whoever looks at them."""
    return "".join(character if character.isprintable() or character == "\n" else "�" for character in text)
