"""Three quests a day: small invitations to learn well, not to learn more.

They are chosen from what the day's plan holds, so each can be met by doing the plan, and none asks for a number of answers. The
choice follows from learner and day alone: looking twice shows the same. One is about recalling, one about what is new, one about
the way of working, as far as the day has it, and what was asked yesterday waits if there is something else. They earn no
XP: effort is paid where it happens, and a quest only says which effort is worth while.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

QUESTS_A_DAY = 3
LONG_AGO_DAYS = 14
Family = Literal["recall", "new", "way"]


@dataclass(frozen=True, slots=True)
class PlannedReview:
    """A concept to review, as it stood when the day began. `days_since`: since it was last recalled or missed."""

    concept: str
    title: str
    lesson: str
    recall: float
    days_since: int
    missed_last: bool


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of a lesson. `ends_lesson`: nothing of the lesson is left after it."""

    lesson: str
    lesson_title: str
    key: str
    kind: str
    title: str
    ends_lesson: bool = False


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day's plan, as far as quests ask."""

    reviews: tuple[PlannedReview, ...]
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A review of the day. `hasty`: faster than anyone reads; `hinted`: after a hint. Of a submission both are False."""

    concept: str
    lesson: str
    right: bool
    hasty: bool
    hinted: bool


@dataclass(frozen=True, slots=True)
class Deeds:
    """What was done on a day, in its order: answers and steps (lesson and key), and whether all of the plan was."""

    answers: tuple[Answer, ...]
    steps: tuple[tuple[str, str], ...]
    recalled_first: bool
    finished: bool


@dataclass(frozen=True, slots=True)
class Quest:
    """`subject` is what it is about, for its kind to measure: a concept, a lesson, or a lesson's step."""

    slug: str
    subject: str
    title: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of quest is offered (nothing: the day cannot hold it) and measured (how much of how much is done)."""

    slug: str
    family: Family
    offer: Callable[[DayAhead], tuple[str, str] | None]
    measure: Callable[[str, Deeds], tuple[int, int]]


def _once(met: bool) -> tuple[int, int]:
    return int(met), 1


def _recalled(subject: str, deeds: Deeds) -> tuple[int, int]:
    return _once(any(answer.right and answer.concept == subject for answer in deeds.answers))


def _faintest(day: DayAhead) -> tuple[str, str] | None:
    if len(day.reviews) < 2:
        return None
    review = min(day.reviews, key=lambda one: (one.recall, one.concept))
    return review.concept, f"Light the faintest star of today: {review.title}"


def _second_chance(day: DayAhead) -> tuple[str, str] | None:
    missed = [review for review in day.reviews if review.missed_last]
    return (missed[0].concept, f"Recall what slipped away last time: {missed[0].title}") if missed else None


def _old_friend(day: DayAhead) -> tuple[str, str] | None:
    review = max(day.reviews, key=lambda one: (one.days_since, one.concept), default=None)
    if review is None or review.days_since < LONG_AGO_DAYS:
        return None
    return review.concept, f"Meet an old friend after {review.days_since} days: {review.title}"


def _two_lessons(day: DayAhead) -> tuple[str, str] | None:
    lessons = {review.lesson for review in day.reviews}
    return ("", "Recall ideas from two different lessons") if len(lessons) > 1 else None


def _lessons_recalled(subject: str, deeds: Deeds) -> tuple[int, int]:
    return min(2, len({answer.lesson for answer in deeds.answers if answer.right})), 2


def _step(kind: str, title: str) -> Callable[[DayAhead], tuple[str, str] | None]:
    def offer(day: DayAhead) -> tuple[str, str] | None:
        found = next((step for step in day.steps if step.kind == kind), None)
        return (f"{found.lesson}/{found.key}", title.format(found.title)) if found else None

    return offer


def _stepped(subject: str, deeds: Deeds) -> tuple[int, int]:
    return _once(subject in {f"{lesson}/{key}" for lesson, key in deeds.steps})


def _lesson_end(day: DayAhead) -> tuple[str, str] | None:
    found = next((step for step in day.steps if step.ends_lesson), None)
    return (f"{found.lesson}/{found.key}", f"Bring “{found.lesson_title}” to its end") if found else None


def _old_and_new(day: DayAhead) -> tuple[str, str] | None:
    return ("", "Recall something old and learn something new") if day.reviews and day.steps else None


def _both(subject: str, deeds: Deeds) -> tuple[int, int]:
    return int(any(answer.right for answer in deeds.answers)) + int(bool(deeds.steps)), 2


def _asks(day: DayAhead) -> bool:
    return bool(day.reviews) or any(step.kind == "check" for step in day.steps)


def _unhurried(day: DayAhead) -> tuple[str, str] | None:
    return ("", "Finish the plan without rushing an answer") if _asks(day) else None


def _without_haste(subject: str, deeds: Deeds) -> tuple[int, int]:
    return _once(deeds.finished and not any(answer.hasty for answer in deeds.answers))


def _unaided(day: DayAhead) -> tuple[str, str] | None:
    return ("", "Recall something without opening a hint") if _asks(day) else None


def _without_hint(subject: str, deeds: Deeds) -> tuple[int, int]:
    return _once(any(answer.right and not answer.hinted and not answer.hasty for answer in deeds.answers))


def _warm_up(day: DayAhead) -> tuple[str, str] | None:
    return ("", "Warm up: recall something before you read on") if day.reviews and day.steps else None


def _whole(day: DayAhead) -> tuple[str, str] | None:
    return ("", "Finish what you planned for today") if day.reviews or day.steps else None


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("faintest", "recall", _faintest, _recalled),
        Kind("second-chance", "recall", _second_chance, _recalled),
        Kind("old-friend", "recall", _old_friend, _recalled),
        Kind("two-lessons", "recall", _two_lessons, _lessons_recalled),
        Kind("explore", "new", _step("explore", "Try it with your own hands: {}"), _stepped),
        Kind("read", "new", _step("read", "Meet a new idea: {}"), _stepped),
        Kind("check", "new", _step("check", "Put a new idea to the test: {}"), _stepped),
        Kind("code", "new", _step("code", "Make it run: {}"), _stepped),
        Kind("lesson-end", "new", _lesson_end, _stepped),
        Kind("old-and-new", "way", _old_and_new, _both),
        Kind("unhurried", "way", _unhurried, _without_haste),
        Kind("unaided", "way", _unaided, _without_hint),
        Kind("warm-up", "way", _warm_up, lambda subject, deeds: _once(deeds.recalled_first)),
        Kind("whole", "way", _whole, lambda subject, deeds: _once(deeds.finished)),
    )
}


def choose(ahead: DayAhead, *, learner: int, day: date, before: Collection[str] = ()) -> tuple[Quest, ...]:
    """The quests of a day: at most three, of different kinds and about different things.

    Args:
        ahead: the day's plan.
        learner: the learner's key; with `day` it makes the choice.
        before: kinds that were asked the day before.
    """
    offers: dict[str, Quest] = {}
    for slug, kind in KINDS.items():
        offer = kind.offer(ahead)
        if offer is not None:
            offers[slug] = Quest(slug, *offer)

    def order(slug: str) -> tuple[bool, bytes]:
        return slug in before, hashlib.sha256(f"{learner}:{day}:{slug}".encode()).digest()

    waiting = sorted(offers, key=order)
    chosen: list[Quest] = []
    for family in ("recall", "new", "way"):
        _take(chosen, (offers[slug] for slug in waiting if KINDS[slug].family == family), len(chosen) + 1)
    _take(chosen, (offers[slug] for slug in waiting), QUESTS_A_DAY)
    return tuple(chosen)


def _take(chosen: list[Quest], offers: Iterable[Quest], most: int) -> None:
    """Adds offers to those chosen until there are `most`, leaving out what is asked about already."""
    for offer in offers:
        if len(chosen) >= most:
            return
        if offer not in chosen and (not offer.subject or offer.subject not in {quest.subject for quest in chosen}):
            chosen.append(offer)


def progress(quests: Sequence[Quest], deeds: Deeds) -> tuple[tuple[int, int], ...]:
    """For each quest how much of how much is done. A kind that is not asked any more counts as open."""
    return tuple(KINDS[quest.slug].measure(quest.subject, deeds) if quest.slug in KINDS else (0, 1) for quest in quests)
