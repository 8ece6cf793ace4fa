"""How long a step takes: reading at 200 words a minute, half a minute for a question, a minute for a widget."""

from __future__ import annotations

from lessons.content.markdown import count_looks, count_words
from lessons.content.schema import Step

WORDS_PER_MINUTE = 200
LOOK_SECONDS = 10  # at a picture, a set-off formula, a table, a piece of code
WIDGET_SECONDS = 60
REPORT_SECONDS = 120
AGAIN_SECONDS = 60  # an exercise that an earlier step has opened
DECLARED_WITHIN = 0.2


def step_seconds(step: Step, *, item_seconds: int = 30, exercise_seconds: int = 0) -> int:
    """Seconds of one step."""
    reading = 60 * count_words(step.text) / WORDS_PER_MINUTE + LOOK_SECONDS * count_looks(step.text)
    if step.kind == "explore" and step.widget is not None:
        return round(reading + 60 * count_words(step.widget.after) / WORDS_PER_MINUTE + WIDGET_SECONDS)
    if step.kind == "check":
        return round(reading + item_seconds)
    if step.kind == "report":
        return round(reading + REPORT_SECONDS)
    if step.kind == "code":
        return round(reading + exercise_seconds)
    return max(5, round(reading))


def strays(declared_minutes: int, seconds: int) -> bool:
    """Whether the sum of the steps is more than 20 % away from what is declared."""
    return abs(seconds - 60 * declared_minutes) > DECLARED_WITHIN * 60 * declared_minutes
