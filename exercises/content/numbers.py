"""Numbers of an item that a builder computes: a JSON file in the lesson's data/ folder, whose values become names of `let`."""

from __future__ import annotations

import json
from pathlib import Path as FilePath
from typing import Any

from lessons.content.fields import Fields
from lessons.content.schema import Lesson
from lessons.content.textfile import MOST_BYTES, Unusable, read_bytes


def with_numbers(root: FilePath, lesson: Lesson, own: Fields) -> dict[str, Any]:
    """The item's document, with the values of the file that its field `numbers` names as the first names of its `let`."""
    document = {name: value for name, value in own.given.items() if name != "numbers"}
    if "numbers" not in own.given:
        return document
    try:
        numbers = _read(root, lesson, own.given["numbers"])
    except Unusable as problem:
        own.report("numbers", problem.what, problem.mend)
        return document
    let = document.get("let") or {}
    if not isinstance(let, dict):  # which is told where its fields are looked at
        return document
    if twice := sorted(str(name) for name in let if name in numbers):
        own.report("let", f"names {twice[0]} once more", "give it a name that is not in the file of numbers")
    return {**document, "let": {**numbers, **let}}


def _read(root: FilePath, lesson: Lesson, name: object) -> dict[str, Any]:
    mend = "name a .json file of the lesson's data/ folder that maps names to numbers, or to lists of them"
    if not isinstance(name, str) or not name.endswith(".json") or "/" in name or "\\" in name or "\0" in name:
        raise Unusable("is no name of a file of numbers", mend)
    body = read_bytes(root, lesson.folder / "data" / name, MOST_BYTES)
    try:
        numbers = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise Unusable(f"names {name}, which is no JSON", mend) from problem
    if not isinstance(numbers, dict) or not all(_is_number(one) for one in numbers.values()):
        raise Unusable(f"names {name}, which holds something else than numbers", mend)
    return numbers


def _is_number(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_number(one) for one in value)
    return type(value) in {int, float}
