"""“I know this”: which questions show it, so that guessing does not.

Each question can be guessed with some chance (`exercises.marking.chance`); one that learners rate themselves shows nothing. They
are taken from the hardest to guess on, until the chance to guess all of them is at most `MOST_LUCK`: mostly one or two do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MOST_LUCK = 1 / 12
MOST_QUESTIONS = 3


def questions(chances: Iterable[tuple[str, float | None]]) -> tuple[str, ...]:
    """The questions (slug, chance of guessing it) to ask, in their order; none if even `MOST_QUESTIONS` could be guessed."""
    telling = [(chance, slug) for slug, chance in chances if chance is not None]
    chosen: list[str] = []
    all_by_luck = 1.0
    for chance, slug in sorted(telling)[:MOST_QUESTIONS]:
        chosen.append(slug)
        all_by_luck *= chance
        if all_by_luck <= MOST_LUCK:
            return tuple(chosen)
    return ()


@dataclass(frozen=True, slots=True)
class Try:
    """What was done of a concept on the day of a check: `item` was answered, `right` at once and without help; or, without an
    item, the concept was begun anew.
    """

    event: UUID
    at: datetime
    item: str = ""
    right: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """So many of the questions are `done`; `passed` is None while others are open. `by` is what has decided it."""

    done: int = 0
    passed: bool | None = None
    by: UUID | None = None


def fold(items: Sequence[str], since: datetime, tries: Iterable[Try]) -> Check:
    """A check that asks these questions in their order, after all that was done since it was begun. Other questions say nothing.

    Args:
        tries: in any order.
    """
    done = 0
    for one in sorted(tries, key=lambda one: (one.at, one.event)):
        if one.at < since or one.item not in {"", items[done]}:
            continue
        if not one.right:
            return Check(done, False, one.event)
        done += 1
        if done == len(items):
            return Check(done, True, one.event)
    return Check(done)
