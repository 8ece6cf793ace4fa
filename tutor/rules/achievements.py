"""Achievements: marks of learning that lasted, each a pure predicate over what the ledgers tell.

They are about remembering, coming back, understanding and code that works; none counts clicks or answers. Each asks for one
figure of the `Record` to reach a number, so progress can always be shown, and what was reached once stays. Figures
out of ledgers that grow are kept as a `Seen`, which adds up: the past is folded once, and only what came since is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Literal

Family = Literal["memory", "days", "path", "code"]
# Predictions are judged once there are so many, and are true within so much.
JUDGED_FROM = 100
TRUE_WITHIN = 0.05


@dataclass(frozen=True, slots=True)
class Seen:
    """What reviews, effort and submissions of a stretch of days add up to. `most_` and `longest_` are the largest of any.

    Attributes:
        effort_seconds: paid in all.
        longest_recall: days between two reviews, of which the second was right.
        long_shots: right answers where less than half a chance was expected.
        predicted: sum of expected recall over the judged reviews, `recalled` how many of these were right, `judged` how many
            there are.
        most_lessons: lessons from which something was recalled on one day.
        passed: exercises passed for the first time; `first_tries` of them with the first code handed in.
        most_tries: submissions that an exercise took until it was passed.
        made_up: missed days that a later session made up for.
    """

    effort_seconds: int = 0
    longest_recall: int = 0
    long_shots: int = 0
    predicted: float = 0.0
    recalled: int = 0
    judged: int = 0
    most_lessons: int = 0
    passed: int = 0
    first_tries: int = 0
    most_tries: int = 0
    made_up: int = 0

    def __add__(self, later: Seen) -> Seen:
        """Both stretches together."""
        together = {}
        for field in fields(self):
            one, other = getattr(self, field.name), getattr(later, field.name)
            together[field.name] = max(one, other) if field.name.startswith(("most_", "longest_")) else one + other
        return Seen(**together)


@dataclass(frozen=True, slots=True)
class Record:
    """A learner's ledgers in figures. Days, weeks and counts; `longest_stability` is FSRS's, in days.

    Attributes:
        turned_around: concepts that were forgotten three times and now last for three weeks.
        lasting_month, lasting_season: concepts that last for 30 and for 90 days.
        phases, paths: of which every lesson was finished.
        bettered: trials of a certificate's exercise that passed, beyond the first.
    """

    seen: Seen = Seen()
    days: int = 0
    longest_run: int = 0
    longest_weeks: int = 0
    longest_return: int = 0
    turned_around: int = 0
    lasting_month: int = 0
    lasting_season: int = 0
    longest_stability: int = 0
    lessons: int = 0
    phases: int = 0
    paths: int = 0
    certificates: int = 0
    bettered: int = 0


@dataclass(frozen=True, slots=True)
class Achievement:
    """`value` of a record has to reach `needed`; `unit` says of what. `about` is told to the learner."""

    slug: str
    family: Family
    title: str
    about: str
    needed: int
    unit: str
    value: Callable[[Record], int]


def _true_instrument(record: Record) -> int:
    """Judged reviews, held just under the number that is asked for while predictions and answers lie apart."""
    seen = record.seen
    apart = abs(seen.predicted - seen.recalled) > TRUE_WITHIN * seen.judged
    return min(seen.judged, JUDGED_FROM - 1) if apart else seen.judged


ACHIEVEMENTS = tuple(
    Achievement(*row)
    for row in (
        ("first-light", "days", "First light", "Finish your first day.", 1, "day", lambda r: r.days),
        ("seven-nights", "days", "Seven nights", "Keep a streak of seven days.", 7, "days", lambda r: r.longest_run),
        ("full-moon", "days", "Full moon", "Keep a streak of thirty days.", 30, "days", lambda r: r.longest_run),
        ("four-weeks", "days", "Steady orbit", "Meet your weekly goal four weeks in a row.", 4, "weeks",
         lambda r: r.longest_weeks),
        ("half-year", "days", "Half a turn", "Meet your weekly goal for half a year.", 26, "weeks", lambda r: r.longest_weeks),
        ("year-of-days", "days", "A year of days", "Finish 365 days, in a row or not.", 365, "days", lambda r: r.days),
        ("comet", "days", "The comet returns", "Come back after two weeks away.", 14, "days", lambda r: r.longest_return),
        ("mended", "days", "A thread mended", "Make up for a day that you missed.", 1, "day", lambda r: r.seen.made_up),
        ("after-a-month", "memory", "A month later", "Recall something after 30 days.", 30, "days",
         lambda r: r.seen.longest_recall),
        ("after-a-season", "memory", "A season later", "Recall it after 90 days.", 90, "days", lambda r: r.seen.longest_recall),
        ("after-a-year", "memory", "Old light", "Recall something after a whole year.", 365, "days",
         lambda r: r.seen.longest_recall),
        ("long-shots", "memory", "Against the odds", "Recall five times what was more likely forgotten.", 5, "recalls",
         lambda r: r.seen.long_shots),
        ("turned-around", "memory", "The hard one", "Make last what you forgot three times.", 1, "idea",
         lambda r: r.turned_around),
        ("true-instrument", "memory", "True instrument", "Recall as much as was expected of you, within 5 %, over 100 reviews.",
         JUDGED_FROM, "reviews", _true_instrument),
        ("ten-lasting", "memory", "Fixed stars", "Know ten ideas that last for a month each.", 10, "ideas",
         lambda r: r.lasting_month),
        ("thirty-lasting", "memory", "A lasting sky", "Know thirty ideas that last for a season each.", 30, "ideas",
         lambda r: r.lasting_season),
        ("lasts-a-year", "memory", "North star", "Know one idea so well that it lasts for a year.", 365, "days",
         lambda r: r.longest_stability),
        ("wide-sky", "memory", "Wide sky", "Recall ideas of five lessons on one day.", 5, "lessons",
         lambda r: r.seen.most_lessons),
        ("first-lesson", "path", "First map", "Finish a lesson.", 1, "lesson", lambda r: r.lessons),
        ("five-lessons", "path", "Five points", "Finish five lessons.", 5, "lessons", lambda r: r.lessons),
        ("phase", "path", "A chapter closed", "Finish every lesson of a phase.", 1, "phase", lambda r: r.phases),
        ("path", "path", "The whole path", "Finish every lesson of a path.", 1, "path", lambda r: r.paths),
        ("one-hour", "path", "An hour of effort", "Work for 60 XP.", 60, "XP", lambda r: r.seen.effort_seconds // 60),
        ("ten-hours", "path", "Ten hours of effort", "Work for 600 XP.", 600, "XP", lambda r: r.seen.effort_seconds // 60),
        ("first-code", "code", "It runs", "Pass an exercise.", 1, "exercise", lambda r: r.seen.passed),
        ("first-try", "code", "At first try", "Pass an exercise with the first code that you hand in.", 1, "exercise",
         lambda r: r.seen.first_tries),
        ("sixth-draft", "code", "The sixth draft", "Pass an exercise that took six tries or more.", 6, "tries",
         lambda r: r.seen.most_tries),
        ("five-exercises", "code", "Five that run", "Pass five exercises.", 5, "exercises", lambda r: r.seen.passed),
        ("capstone", "code", "The capstone", "Earn a certificate.", 1, "certificate", lambda r: r.certificates),
        ("bettered", "code", "Better still", "Pass a certificate’s exercise again.", 1, "trial", lambda r: r.bettered),
    )
)  # fmt: skip


def reached(record: Record) -> frozenset[str]:
    """Slugs of all achievements that the record holds."""
    return frozenset(one.slug for one in ACHIEVEMENTS if one.value(record) >= one.needed)


def progress(achievement: Achievement, record: Record) -> int:
    """How much of what is needed is there, from 0 to `needed`."""
    return max(0, min(achievement.needed, achievement.value(record)))
