"""The plan's objective: no plan under the same rules is worth more, floors hold, nothing waits for ever, and gates are kept."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.test_plan import budgets, due, dues, step, steps
from tutor.rules.knapsack import solve
from tutor.rules.memory import Evidence, Grade, fold
from tutor.rules.plan import GATE, NEW_FLOOR, PATIENCE_DAYS, REVIEW_FLOOR, compose
from tutor.rules.value import downstream, learned, need, saved

DAY = date(2026, 1, 5)
calm = settings(max_examples=40, deadline=None)
things = st.lists(st.tuples(st.integers(1, 60), st.floats(0.01, 1)), max_size=9)
few = st.lists(
    st.builds(
        due,
        st.uuids().map(str),
        recall=st.floats(0, 0.99),
        seconds=st.integers(5, 60),
        lesson=st.sampled_from("abc"),
        late=st.integers(0, 30),
    ),
    max_size=7,
)


def every_subset(found):
    return chain.from_iterable(combinations(found, size) for size in range(len(found) + 1))


def worth(picks, dues, steps=()):
    of = {one.concept: one.worth for one in dues} | {(one.lesson, one.key): one.worth for one in steps}
    return sum(of[pick.concept or (pick.lesson, pick.key)] for pick in picks)


@calm
@given(things, st.integers(0, 200))
def test_the_knapsack_is_as_good_as_trying_everything(things, capacity):
    best = max(sum(value for _, value in some) for some in every_subset(things) if sum(cost for cost, _ in some) <= capacity)
    chosen = solve([cost for cost, _ in things], [value for _, value in things], 200).chosen(capacity)
    assert sum(things[place][0] for place in chosen) <= capacity
    assert abs(sum(things[place][1] for place in chosen) - best) < 1e-9


@calm
@given(few, st.integers(60, 400))
def test_no_other_reviews_within_the_minutes_are_worth_more(found, seconds):
    picks = compose(found, [], seconds=seconds, day=DAY)
    late = max(found, key=lambda one: (one.days_overdue, one.worth, one.concept), default=None)
    owed = {late.concept} if late and late.days_overdue >= PATIENCE_DAYS and late.seconds <= seconds else set()
    plans = [some for some in every_subset(found) if owed <= {one.concept for one in some}]
    best = max(sum(one.worth for one in some) for some in plans if sum(one.seconds for one in some) <= seconds)
    assert worth(picks, found) >= best - 1e-9


@calm
@given(dues, steps, budgets)
def test_a_plan_is_never_worth_less_than_taking_what_is_due_first_into_the_same_minutes(found, steps, seconds):
    picks = compose(found, steps, seconds=seconds, day=DAY)
    reviews = [pick for pick in picks if pick.kind == "review"]
    room = max(seconds - sum(pick.seconds for pick in picks if pick.kind == "step"), sum(pick.seconds for pick in reviews))
    greedy, spent = 0.0, 0
    for one in sorted(found, key=lambda one: (-one.days_overdue, one.concept)):
        if reviews and spent + one.seconds <= room:
            greedy, spent = greedy + one.worth, spent + one.seconds
    assert worth(reviews, found) >= greedy - 1e-9


@calm
@given(dues, steps, budgets)
def test_both_floors_hold(found, steps, seconds):
    picks = compose(found, steps, seconds=seconds, day=DAY)
    new = [pick for pick in picks if pick.kind == "step"]
    reviewed = sum(pick.seconds for pick in picks if pick.kind == "review")
    left_out = {one.concept for one in found} - {pick.concept for pick in picks}
    if len(new) > 1 and left_out:
        shortest = min(one.seconds for one in found if one.concept in left_out)
        assert reviewed + shortest > min(sum(one.seconds for one in found), REVIEW_FLOOR * seconds)
    if new and len(new) < len(steps) and sum(pick.seconds for pick in new) < NEW_FLOOR * seconds:
        longest = max((one.seconds for one in found), default=0)
        beside = sum(pick.seconds for pick in new) + steps[len(new)].seconds
        assert beside + max(longest, REVIEW_FLOOR * seconds) > seconds


@calm
@given(st.integers(2, 20), st.lists(st.floats(0, 0.99), min_size=20, max_size=20), st.booleans())
def test_no_review_waits_for_ever_however_many_there_are(count, recalls, learning):
    """Twice as much comes due as fits, each again the day after it was asked."""
    since = dict.fromkeys(range(count), DAY)
    longest = 0
    for number in range(3 * count + 2 * PATIENCE_DAYS):
        day = DAY + timedelta(days=number)
        waiting = [due(str(n), recall=recalls[n], seconds=60, late=(day - since[n]).days) for n in since]
        coming = [step(str(n), seconds=30) for n in range(20)] if learning else []
        for pick in compose(waiting, coming, seconds=180, day=day):
            if pick.kind == "review":
                since[int(pick.concept)] = day + timedelta(days=1)
        longest = max(longest, *((day - begun).days for begun in since.values()))
    assert longest <= PATIENCE_DAYS + count


def test_what_more_lessons_rest_on_comes_before_what_is_a_little_weaker():
    leaf, root = due("leaf", recall=0.7, seconds=60), replace(due("root", recall=0.75, seconds=60), downstream=6)
    assert [pick.concept for pick in compose([leaf, root], [], seconds=60, day=DAY)] == ["root"]
    (pick,) = compose([root], [], seconds=60, day=DAY)
    assert pick.why == "75 % likely to be remembered today; 6 lessons ahead rest on it"


def test_two_quick_reviews_are_taken_for_one_long_one():
    long, quick = due("long", recall=0.5, seconds=180), [due(str(n), recall=0.7, seconds=60) for n in range(3)]
    assert [pick.concept for pick in compose([long, *quick], [], seconds=180, day=DAY)] == ["0", "1", "2"]


def test_a_lesson_whose_prerequisites_are_weak_begins_with_exactly_those():
    weak = [due("dot", recall=0.4), due("norm", recall=0.3)]
    steady = due("other", recall=0.1, lesson="old")
    coming = [step("read", lesson="angles"), step("try", lesson="angles")]
    picks = compose([steady, weak[1]], coming, seconds=360, day=DAY, warm={"angles": weak})
    assert [pick.concept or pick.key for pick in picks] == ["other", "norm", "dot", "read", "try"]
    assert [pick.warms for pick in picks] == ["", "angles", "angles", "", ""]
    assert picks[1].why == "“Angles” builds on it, and it is 30 % likely to be remembered"
    begun = [replace(one, begun=True) for one in coming]
    assert not any(pick.warms for pick in compose([], begun, seconds=360, day=DAY, warm={"angles": weak}))


def test_the_weakest_prerequisites_come_where_not_all_fit():
    weak = [due(str(n), recall=n / 10, seconds=60) for n in range(6)]
    picks = compose([], [step(seconds=120, lesson="angles")], seconds=300, day=DAY, warm={"angles": weak})
    assert [pick.concept for pick in picks] == ["0", "1", "2", ""]
    assert GATE > 0.5


def test_who_was_away_is_asked_of_each_lesson_before_any_is_asked_twice():
    row = [
        due(f"{lesson}{n}", recall=recall, seconds=60, lesson=lesson) for lesson, recall in (("a", 0.1), ("b", 0.6)) for n in "12"
    ]
    row.append(due("c1", recall=0.8, seconds=60, lesson="c"))
    kept = compose(row, [], seconds=180, day=DAY)
    back = compose(row, [], seconds=180, day=DAY, returning=True)
    assert sorted(pick.concept[0] for pick in kept) == ["a", "a", "b"]
    assert sorted(pick.concept[0] for pick in back) == ["a", "b", "c"]


def test_who_was_away_is_asked_first_what_no_sample_says_anything_of():
    """Passing “top” credits “under”, so “aside” says more, though it is worth less."""
    row = [
        replace(due("top", recall=0.1, seconds=60, lesson="a"), implies=frozenset({"under"})),
        due("under", recall=0.3, seconds=60, lesson="a"),
        due("aside", recall=0.8, seconds=60, lesson="a"),
    ]
    assert {pick.concept for pick in compose(row, [], seconds=120, day=DAY, returning=True)} == {"top", "aside"}
    assert {pick.concept for pick in compose(row, [], seconds=120, day=DAY)} == {"top", "under"}
    assert len(compose(row, [], seconds=180, day=DAY, returning=True)) == 3


@pytest.mark.parametrize("days", [0, 1])
def test_who_was_away_begins_with_reviews_also_where_a_step_would_take_the_day(days):
    row, coming, day = [due("a", recall=0.5, seconds=60)], [step("s", seconds=100)], DAY + timedelta(days=days)
    picks = compose(row, coming, seconds=120, day=day, returning=True)
    assert [pick.kind for pick in picks] == ["review"]


def test_who_was_away_is_owed_nothing_new():
    row = [due(str(n), recall=0.5, seconds=60, lesson=str(n)) for n in range(9)]
    coming = [replace(step(str(n), seconds=60), gain=0.1) for n in range(9)]
    picks = compose(row, coming, seconds=300, day=DAY, returning=True)
    assert [pick.kind for pick in picks] == ["review"] * 5
    assert any(pick.kind == "step" for pick in compose(row, coming, seconds=300, day=DAY))


def test_needs_are_counted_through_others_and_only_for_lessons_ahead():
    needs = {"b": ["a"], "c": ["b"], "d": ["b"]}
    home = {"a": "one", "b": "two", "c": "three", "d": "four"}
    assert downstream(needs, home, ["two", "three", "four"]) == {"a": 3, "b": 2, "c": 0, "d": 0}
    assert downstream(needs, home, ["four"]) == {"a": 1, "b": 1, "c": 0, "d": 0}
    assert need(0) == 1 < need(1) < need(10) < 4


@calm
@given(st.integers(1, 200))
def test_a_review_saves_something_and_less_than_a_whole_recall(days):
    memory = fold([Evidence(Grade.GOOD, DAY), Evidence(Grade.GOOD, DAY + timedelta(days=3))], seed="")
    worth_today = saved(memory, DAY + timedelta(days=days))
    assert 0 < worth_today < 1
    assert 0.3 < learned() < 0.9


def test_a_review_of_what_was_just_asked_saves_next_to_nothing():
    memory = fold([Evidence(Grade.GOOD, DAY), Evidence(Grade.GOOD, DAY + timedelta(days=3))], seed="")
    assert saved(memory, DAY + timedelta(days=3)) < 0.1 < saved(memory, DAY + timedelta(days=30))
