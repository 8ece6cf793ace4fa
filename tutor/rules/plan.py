"""The plan of a day: of all that fits into the learner's minutes, what is worth most.

A plan is a set S of reviews and the first k of the coming steps. Within B seconds it has the largest value

    V(S, k) = Σ_S need · saved + Σ_k gain        (units of a concept recalled in a month, see `tutor.rules.value`)

that leaves a floor for new material and one for reviews. For each k the reviews are a 0/1 knapsack, which is solved exactly, and
every k that is allowed is tried; so no other plan under the same rules is worth more. `docs/learning.md` gives the reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from tutor.rules import ends
from tutor.rules.knapsack import Solved, solve
from tutor.rules.picks import DueReview, NextStep, Pick, review_pick, step_pick

# Of the day: what new material has at least while there is any, and what reviews have.
NEW_FLOOR, REVIEW_FLOOR = 0.4, 0.25
REVIEW_SHARE = 1 - NEW_FLOOR
# Of the day: by so much it may grow to end a lesson, or else a recap of seconds would be left for tomorrow.
GRACE = 0.1
# A review that has waited for so many days is in the plan whatever it is worth: the longest waiting one each day.
PATIENCE_DAYS = 14
# More due concepts than fit into the longest day: of a longer backlog a plan sees those that wait the longest.
MOST_DUE = 150
# A lesson whose prerequisites are less likely to be remembered than this begins with them.
GATE = 0.7


__all__ = ["DueReview", "NextStep", "Pick", "compose", "interleaved"]

Warm = Mapping[str, Sequence[DueReview]]


def compose(
    due: Sequence[DueReview],
    steps: Sequence[NextStep],
    *,
    seconds: int,
    day: date,
    warm: Warm | None = None,
    returning: bool = False,
    first_days: bool = False,
) -> tuple[Pick, ...]:
    """The most valuable plan in the order in which it is done, at most `seconds` long (but at least one pick, if there is any).

    Only the end of a lesson or of a stage of it, after other steps of the same, may take a tenth more. A stage that would be cut
    waits for the next day instead, if it fits into a day and the rest still fills half of this one.

    Args:
        due: due reviews in any order, one per concept.
        steps: the coming steps of the paths in their order.
        seconds: the learner's time for the day.
        day: the local day, which only decides whose turn it is when a step is as long as the day.
        warm: by lesson, reviews of its prerequisites that are predicted weak, due or not. They come right before its first step.
        returning: the learner was away for days: each lesson is sampled before any is asked twice, then what no sample says
            something of, and nothing new is owed.
        first_days: it is one of the first days back: a step that is as long as the day waits while anything is due.
    """
    weak = {lesson: sorted(found, key=_weakest) for lesson, found in (warm or {}).items() if found}
    reviews = {one.concept: one for one in due}
    if steps and (opening := _opening(steps[0], weak, reviews, seconds)) and steps[0].seconds + opening.seconds > seconds:
        # A step that leaves no room for any review takes every other day for itself, so that both get on.
        if day.toordinal() % 2 and not ((returning or first_days) and due):
            return (step_pick(steps[0], seconds),)
        reviews |= {one.concept: one for one in weak.get(steps[0].lesson, ())}
        steps = ()
    costs = tuple(accumulate((step.seconds for step in steps), initial=0))
    return _Day(reviews, tuple(steps), seconds, weak, returning, costs, _most_urgent(reviews, seconds)).picks()


@dataclass(frozen=True, slots=True)
class _Day:
    """One day's choice. Its methods take k, how many of the coming steps are taken."""

    due: Mapping[str, DueReview]
    steps: tuple[NextStep, ...]
    seconds: int
    weak: Warm
    returning: bool
    costs: tuple[int, ...]  # of the first k steps
    first: DueReview | None  # that no day should be without
    solved: dict[tuple[str, ...], Solved] = field(default_factory=dict)
    forced: dict[int, dict[str, DueReview]] = field(default_factory=dict)

    def picks(self) -> tuple[Pick, ...]:
        if not self.steps and self.first and self.first.seconds > self.seconds:
            return (review_pick(self.first),)
        allowed = self._allowed()
        chosen = {k: self._reviews(k) for k in allowed}
        tidy = [k for k in allowed if not self._cuts_a_stage(k, chosen)]
        gains = list(accumulate((step.worth for step in self.steps), initial=0.0))
        best = max(tidy or allowed, key=lambda k: (sum(one.worth for one in chosen[k]) + gains[k], k))
        return self._ordered(best, chosen[best])

    def _allowed(self) -> list[int]:
        """Every k that keeps to the minutes and leaves both floors."""
        if not self.steps:
            return [0]
        reach = [k for k in range(1, len(self.steps) + 1) if k == 1 or self.costs[k] <= (1 + GRACE) * self.seconds]
        plain = [k for k in reach if k == 1 or self.costs[k] + self._owed(k) <= self.seconds]
        enough = [k for k in plain if self.costs[k] >= NEW_FLOOR * self.seconds or k == plain[-1]]
        grown = [k for k in ends.of(self.steps, reach[-1]) if k not in plain and self._grows(k)]
        return sorted({*([0, *plain] if self.returning and self.due else enough), *grown})

    def _grows(self, k: int) -> bool:
        return self.costs[k] + self._owed(k) <= (1 + GRACE) * self.seconds

    def _owed(self, k: int) -> int:
        """Seconds that reviews have at least beside k steps."""
        forced = self._forced(k)
        everything = _seconds({**self.due, **forced}.values())
        floor = int((REVIEW_SHARE if self.returning else REVIEW_FLOOR) * self.seconds)
        return max(_seconds(forced.values()), min(everything, max(floor, self.first.seconds if self.first else 0)))

    def _forced(self, k: int) -> dict[str, DueReview]:
        """Reviews that are part of the day with k steps: what warms up its lessons, and the one that waits the longest.

        More weak prerequisites than fit before the first lesson are left to its next days.
        """
        if k in self.forced:
            return self.forced[k]
        forced = dict(self._forced(k - 1)) if k > 1 else {}
        beside = self.seconds - (self.steps[0].seconds if k else 0)
        if k and not (step := self.steps[k - 1]).begun and (k == 1 or self.steps[k - 2].lesson != step.lesson):
            for one in self.weak.get(step.lesson, ()):
                room = min(beside, REVIEW_SHARE * self.seconds) if forced else beside
                if k > 1 or _seconds(forced.values()) + one.seconds <= room:
                    forced[one.concept] = one
        first = self.first if k <= 1 else None
        if first and first.days_overdue >= PATIENCE_DAYS and _seconds(forced.values()) + first.seconds <= beside:
            forced[first.concept] = first
        self.forced[k] = forced
        return forced

    def _reviews(self, k: int) -> list[DueReview]:
        """The most valuable reviews beside k steps."""
        forced = self._forced(k)
        owed = self._owed(k) if k > 1 else 0
        room = max(self.seconds - self.costs[k], owed) - _seconds(forced.values())
        others = [one for concept, one in self.due.items() if concept not in forced]
        if not self.returning:
            return [*forced.values(), *self._best(others, room)]
        met = {one.lesson for one in forced.values()}
        chosen = [*forced.values(), *self._best([one for one in _samples(others) if one.lesson not in met], room)]
        for silent in (True, False):  # first that of which no sample says anything
            told = {concept for one in chosen for concept in one.implies}
            rest = [one for one in others if one not in chosen and not (silent and one.concept in told)]
            chosen += self._best(rest, room + _seconds(forced.values()) - _seconds(chosen))
        return chosen

    def _best(self, reviews: list[DueReview], room: int) -> list[DueReview]:
        if _seconds(reviews) <= room:
            return reviews
        key = tuple(one.concept for one in reviews)
        if key not in self.solved:
            costs, values = [one.seconds for one in reviews], [one.worth for one in reviews]
            self.solved[key] = solve(costs, values, self.seconds)
        return [reviews[place] for place in self.solved[key].chosen(room)]

    def _cuts_a_stage(self, k: int, chosen: Mapping[int, list[DueReview]]) -> bool:
        """Whether k ends within a stage before which the day might end as well."""
        begins = ends.stage_cut_by(self.steps, k, at_most=(1 + GRACE) * self.seconds)
        if begins not in chosen or not begins:
            return False
        return self.costs[begins] + _seconds(chosen[begins]) >= self.seconds / 2

    def _ordered(self, k: int, reviews: list[DueReview]) -> tuple[Pick, ...]:
        warms: dict[str, str] = {}
        for step in self.steps[:k]:
            for one in () if step.begun else self.weak.get(step.lesson, ()):
                warms.setdefault(one.concept, step.lesson)
        picks = [review_pick(one) for one in interleaved(sorted((r for r in reviews if r.concept not in warms), key=_weakest))]
        for place, step in enumerate(self.steps[:k]):
            if not place or self.steps[place - 1].lesson != step.lesson:
                before = sorted((one for one in reviews if warms.get(one.concept) == step.lesson), key=_weakest)
                warms |= dict.fromkeys((one.concept for one in before), "")
                picks += [review_pick(one, step) for one in before]
            picks.append(step_pick(step, self.seconds))
        return tuple(picks)


def _seconds(reviews: Iterable[DueReview]) -> int:
    return sum(one.seconds for one in reviews)


def _weakest(review: DueReview) -> tuple[float, str]:
    return review.recall, review.concept


def _opening(step: NextStep, weak: Warm, due: Mapping[str, DueReview], seconds: int) -> DueReview | None:
    """The review that a day with this step cannot do without."""
    gate = () if step.begun else weak.get(step.lesson, ())
    return gate[0] if gate else _most_urgent(due, seconds)


def _most_urgent(due: Mapping[str, DueReview], seconds: int) -> DueReview | None:
    """The review that waits the longest, if that is too long; else the most valuable one of those that fit into a day, if any."""
    waiting = max(due.values(), key=lambda one: (one.days_overdue, one.worth, one.concept), default=None)
    if waiting is None or waiting.days_overdue >= PATIENCE_DAYS:
        return waiting
    return max(due.values(), key=lambda one: (one.seconds <= seconds, one.worth, one.concept))


def _samples(reviews: Sequence[DueReview]) -> list[DueReview]:
    """The most valuable review of each lesson."""
    best: dict[str, DueReview] = {}
    for one in reviews:
        if one.lesson not in best or one.worth > best[one.lesson].worth:
            best[one.lesson] = one
    return list(best.values())


def interleaved(reviews: Sequence[DueReview]) -> list[DueReview]:
    """The same reviews, weakest first still, but not two of one lesson in a row where another could come between."""
    waiting, ordered = list(reviews), list[DueReview]()
    while waiting:
        last = ordered[-1].lesson if ordered else None
        ordered.append(waiting.pop(next((at for at, review in enumerate(waiting) if review.lesson != last), 0)))
    return ordered
