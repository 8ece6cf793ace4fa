"""“I know this”: which questions show it, so that guessing does not.

Each question can be guessed with some chance (`exercises.marking.chance`); one that learners rate themselves shows nothing. They
are taken from the hardest to guess on, until the chance to guess all of them is at most `MOST_LUCK`: mostly one or two do.
"""

from __future__ import annotations

from collections.abc import Iterable

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
