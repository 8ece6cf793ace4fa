"""What a lesson tells its learner, so that a test can bind a number that it computes to the sentence that states it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from lessons.lab import build

EMBEDDINGS = build.CATALOGUE / "embeddings"


@cache
def text(lesson: str) -> str:
    """Everything of a lesson's folder that is read as text, with single spaces."""
    files = (EMBEDDINGS / lesson / name for name in ("lesson.md", "items.yaml", "exercise/prompt.md", "data/SOURCE.md"))
    return " ".join(" ".join(file.read_text(encoding="utf-8").split()) for file in files)


@cache
def data(path: str) -> Any:
    """A lesson's data file, by its path below the folder of embeddings."""
    return json.loads((EMBEDDINGS / path).read_text(encoding="utf-8"))


def tells(lesson: str, *statements: str) -> None:
    """Fails unless the lesson has each of these statements word for word."""
    missing = [statement for statement in statements if statement not in text(lesson)]
    assert not missing, f"{lesson} does not say so: {missing}"
