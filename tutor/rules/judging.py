"""What the reviews of all concepts tell together: the fold from them to a learner's level and to leeches.

As in `rules.history`, what is newest takes one step of it (`after`), and anything else folds anew (`fold_levels`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tutor.rules import leech
from tutor.rules import level as levels


@dataclass(frozen=True, slots=True)
class Judged:
    """A counted review of something met before, with FSRS's recall; or, without one, a concept that is begun anew."""

    event: UUID
    at: datetime
    concept: int
    recall: float | None = None
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What was learned of a learner until some moment: their level, and for a concept the evidence that it is a leech."""

    level: levels.Level
    watch: leech.Watch


@dataclass(frozen=True, slots=True)
class Levels:
    """Where the level and the watch over each concept stand at last, and what was known before each review.

    Attributes:
        flagged: the concepts that are leeches at last, with the review that has shown it; None if that was before.
        closed: when it ended for those that are none any more.
    """

    level: levels.Level
    watches: Mapping[int, leech.Watch]
    before: Mapping[UUID, Known]
    flagged: Mapping[int, UUID | None]
    closed: Mapping[int, datetime]


def after(known: Known, recall: float, *, passed: bool) -> Known:
    """One step of the fold of levels: what is known after a counted review, of which FSRS expected `recall`."""
    chance = levels.corrected(recall, known.level.logits)
    watch = leech.watched(known.watch, chance, passed=passed)
    return Known(levels.learned(known.level, recall, passed=passed), watch)


def fold_levels(
    judged: Iterable[Judged],
    *,
    level: levels.Level | None = None,
    watches: Mapping[int, leech.Watch] | None = None,
    flagged: Collection[int] = (),
) -> Levels:
    """Folds level and leeches over the reviews of all concepts. A flag is raised by misses, and passes close it.

    Args:
        judged: in any order.
        level, watches, flagged: as they stood before the first of them; nothing is known without.
    """
    level, watches, before = level or levels.Level(), dict(watches or {}), dict[UUID, Known]()
    flags, closed = dict[int, UUID | None].fromkeys(flagged), dict[int, datetime]()
    for one in sorted(judged, key=lambda one: (one.at, one.event)):
        if one.recall is None:
            watches[one.concept] = leech.Watch()
        else:
            known = before[one.event] = Known(level, watches.get(one.concept, leech.Watch()))
            learned = after(known, one.recall, passed=one.passed)
            level, watches[one.concept] = learned.level, learned.watch
        if watches[one.concept].leech:
            flags.setdefault(one.concept, one.event)
        elif not watches[one.concept].evidence and one.concept in flags:
            del flags[one.concept]
            closed[one.concept] = one.at
    return Levels(level, watches, before, flags, closed)
