"""What in a version's figures asks for its author. A flag is raised only where a whole interval says so, not by a few answers."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from tutor.rules import analysis
from tutor.rules.analysis import Sums

EASY_FROM, HARD_TO = 0.95, 0.3
# Below 0.2 a question hardly tells strong from weak (Ebel & Frisbie 1991, Essentials of Educational Measurement, ch. 13).
POOR_DISCRIMINATION = 0.2
# A distractor works where at least one in twenty takes it (Haladyna & Downing 1993, Educ. Psychol. Meas. 53).
IDLE_SHARE = 0.05
SLOW = 3  # times the declared seconds
MISFIT = 3  # standard deviations, since every version is tested at once


class Flag(StrEnum):
    """Why an author should look at a version."""

    REPORTED = "reported"
    REVERSED = "reversed"
    RIGHT_AVOIDED = "right_avoided"
    MISFIT = "misfit"
    TOO_HARD = "too_hard"
    TOO_EASY = "too_easy"
    UNDISCRIMINATING = "undiscriminating"
    IDLE_DISTRACTOR = "idle_distractor"
    SLOW = "slow"
    LEECH = "leech"


SAYS = {
    Flag.REPORTED: "reported",
    Flag.REVERSED: "weak learners do better",
    Flag.RIGHT_AVOIDED: "right answer less chosen by strong learners",
    Flag.MISFIT: "forgotten more than predicted",
    Flag.TOO_HARD: "too hard",
    Flag.TOO_EASY: "too easy",
    Flag.UNDISCRIMINATING: "does not discriminate",
    Flag.IDLE_DISTRACTOR: "a distractor nobody takes",
    Flag.SLOW: "takes 3 × the declared seconds",
    Flag.LEECH: "missed improbably often",
}


def flags(
    first: Sums,
    later: Sums,
    *,
    declared_seconds: int,
    rights: Sequence[str] = (),
    distractors: Sequence[str] = (),
    open_reports: int = 0,
    leeches: int = 0,
) -> tuple[Flag, ...]:
    """The flags of a version, the gravest first.

    Args:
        first: of the first answers of learners to the question; all but the misfit is read off these.
        later: of all others.
        rights: what must be chosen, by the places of `Answer.picks`; where an answer has several parts, none.
        distractors: what should not be chosen and is offered.
    """
    rate, time, tells = analysis.pass_rate(first), analysis.time_taken(first), analysis.discrimination(first)
    of_rights = [analysis.option_discrimination(first, right) for right in rights]
    shares = [analysis.option_share(first, pick) for pick in distractors]
    misfit = analysis.standardised(analysis.together(first, later))
    backwards = tells is not None and tells.high < 0
    raised = {
        Flag.REPORTED: open_reports > 0,
        Flag.REVERSED: backwards,
        Flag.RIGHT_AVOIDED: any(one is not None and one.high < 0 for one in of_rights),
        Flag.MISFIT: misfit is not None and misfit <= -MISFIT,
        Flag.TOO_HARD: rate is not None and rate.high < HARD_TO,
        Flag.TOO_EASY: rate is not None and rate.low > EASY_FROM,
        Flag.UNDISCRIMINATING: tells is not None and tells.high < POOR_DISCRIMINATION and not backwards,
        Flag.IDLE_DISTRACTOR: any(one is not None and one.high < IDLE_SHARE for one in shares),
        Flag.SLOW: time is not None and time.low > SLOW * declared_seconds,
        Flag.LEECH: leeches > 0,
    }
    return tuple(flag for flag, up in raised.items() if up)
