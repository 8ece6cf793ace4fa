"""What reminders say: what waits and for how long, never what was missed."""

from __future__ import annotations

from tutor.rules.recalled import in_percent
from tutor.selectors.digest import Digest
from tutor.selectors.reminding import Waiting


def minutes(number: int) -> str:
    return "About a minute" if number <= 1 else f"About {number} minutes"


def title(waiting: Waiting) -> str:
    return f"{minutes(waiting.minutes)} today"


def body(waiting: Waiting) -> str:
    """One or two short sentences."""
    if waiting.fading is None:
        return "Your path goes on where you left it."
    faintest = f"“{waiting.fading.title}” is your faintest star: {in_percent(waiting.fading.recall)} % likely to be recalled."
    return faintest if waiting.due < 2 else f"{faintest} {waiting.due} concepts are due."


def digest_title(digest: Digest) -> str:
    if digest.brighter_count:
        return f"Your week: {digest.brighter_count} {'star' if digest.brighter_count == 1 else 'stars'} brighter"
    return "Your week, and what comes back in the next"
