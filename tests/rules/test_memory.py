"""Memory: agreement with the library, the laws of days, and that replay equals what was lived."""

import random
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.memory import Evidence, Grade, credited, fold, grade_of, recall, review

DAY = date(2026, 1, 5)
SEED = "7:3"
grades = st.sampled_from(Grade)
histories = st.lists(st.tuples(grades, st.integers(0, 60)), min_size=1, max_size=25).map(
    lambda steps: [
        Evidence(grade, DAY + timedelta(days=sum(gap for _, gap in steps[: index + 1]))) for index, (grade, _) in enumerate(steps)
    ]
)


def lived(history):
    memory = None
    for evidence in history:
        memory = review(memory, evidence, seed=SEED).memory
    return memory


@pytest.mark.parametrize(
    ("score", "hints", "seconds", "grade"),
    [
        (1.0, 0, 20, Grade.GOOD),
        (1.0, 1, 20, Grade.HARD),
        (1.0, 0, 121, Grade.HARD),
        (1.0, 0, 120, Grade.GOOD),
        (0.85, 0, 20, Grade.HARD),
        (0.8, 0, 20, Grade.HARD),
        (0.79, 0, 20, Grade.AGAIN),
        (0.0, 0, 1, Grade.AGAIN),
        (0.0, 3, 500, Grade.AGAIN),
    ],
)
def test_a_rating_follows_from_correctness_help_and_time(score, hints, seconds, grade):
    assert grade_of(score, hints_used=hints, seconds=seconds, expected_seconds=30) is grade


@given(st.floats(0, 1), st.integers(0, 5), st.integers(0, 4000), st.integers(5, 300))
def test_easy_is_never_inferred_and_a_miss_is_never_hard(score, hints, seconds, expected):
    grade = grade_of(score, hints_used=hints, seconds=seconds, expected_seconds=expected)
    assert grade is not Grade.EASY
    assert (grade is Grade.AGAIN) == (score < 0.8)


@given(histories)
def test_replaying_the_reviews_gives_the_state_that_was_lived(history):
    assert fold(history, seed=SEED) == lived(history)


@given(histories)
def test_stability_and_difficulty_are_those_of_the_library_over_whole_days(history):
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=3650)
    card = Card(card_id=1)
    for evidence in history:
        moment = datetime.combine(evidence.day, datetime.min.time(), UTC)
        card, _ = scheduler.review_card(card, Rating(int(evidence.grade)), moment)
    memory = lived(history)
    assert (memory.stability, memory.difficulty) == pytest.approx((card.stability, card.difficulty))
    assert card.state is State.Review


@given(histories)
def test_a_state_is_always_possible(history):
    memory = lived(history)
    assert memory.stability > 0
    assert 1 <= memory.difficulty <= 10
    assert memory.due_on > memory.reviewed_on
    assert memory.lapses < memory.repetitions <= len(history)
    assert 0 < recall(memory, memory.reviewed_on + timedelta(days=400)) < recall(memory, memory.reviewed_on) <= 1


@given(histories, grades, st.integers(0, 3))
def test_a_repeat_on_the_same_or_an_earlier_day_is_no_review_and_never_puts_it_off(history, grade, days_back):
    before = lived(history)
    again = review(before, Evidence(grade, before.reviewed_on - timedelta(days=days_back)), seed=SEED)
    assert not again.counted
    assert again.memory.repetitions == before.repetitions and again.memory.lapses == before.lapses
    assert again.memory.reviewed_on == before.reviewed_on and again.memory.due_on <= before.due_on


@given(histories)
def test_a_miss_right_after_learning_weakens(history):
    before = lived(history)
    after = review(before, Evidence(Grade.AGAIN, before.reviewed_on), seed=SEED).memory
    assert after.stability < before.stability or before.stability < 0.01
    assert after.difficulty >= before.difficulty


@given(histories, st.integers(1, 40))
def test_repeating_what_was_right_all_day_makes_nobody_remember_for_long(history, times):
    before = after = lived(history)
    for _ in range(times):
        after = review(after, Evidence(Grade.GOOD, before.reviewed_on), seed=SEED).memory
    assert before.stability <= after.stability <= max(before.stability, 2.2)


@given(histories, st.sampled_from([0.5, 0.25]), st.integers(0, 60))
def test_implied_credit_is_less_than_a_review_and_no_repetition(history, share, gap):
    before = lived(history)
    day = before.reviewed_on + timedelta(days=gap)
    after = credited(before, Evidence(Grade.GOOD, day, share), seed=SEED)
    reviewed = review(before, Evidence(Grade.GOOD, day), seed=SEED).memory
    assert before.stability <= after.stability <= max(before.stability, reviewed.stability) + 1e-9
    assert after.due_on >= before.due_on
    kept = ("difficulty", "reviewed_on", "repetitions", "lapses")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert credited(after, Evidence(Grade.GOOD, day, share), seed=SEED) == after, "twice on a day"


def test_early_credit_is_smaller_and_what_is_forgotten_gets_none():
    memory = fold([Evidence(Grade.GOOD, DAY), Evidence(Grade.GOOD, DAY + timedelta(days=2))], seed=SEED)
    gains = []
    for gap in (0, 1, 3, round(memory.stability), 3000):
        evidence = Evidence(Grade.GOOD, memory.reviewed_on + timedelta(days=gap), 0.5)
        gains.append(credited(memory, evidence, seed=SEED).stability / memory.stability)
    assert gains[0] == gains[4] == 1 and 1 < gains[1] < gains[2] < gains[3]


def test_a_fold_takes_reviews_and_credit_in_their_order():
    history = [
        Evidence(Grade.GOOD, DAY, 0.5),
        Evidence(Grade.GOOD, DAY),
        Evidence(Grade.GOOD, DAY + timedelta(days=2), 0.5),
        Evidence(Grade.GOOD, DAY + timedelta(days=4)),
    ]
    assert fold(history, seed=SEED).repetitions == 2
    assert fold(history[:3], seed=SEED).credited_on == DAY + timedelta(days=2)
    assert fold(history, seed=SEED).stability != fold(history[1::2], seed=SEED).stability
    assert fold(history[:1], seed=SEED) is None, "credit for what was never met"


def test_a_miss_after_a_pass_on_the_same_day_brings_it_back_tomorrow():
    passed = review(None, Evidence(Grade.GOOD, DAY), seed=SEED).memory
    assert passed.due_on > DAY + timedelta(days=1)
    missed = review(passed, Evidence(Grade.AGAIN, DAY), seed=SEED).memory
    assert missed.due_on == DAY + timedelta(days=1)
    assert review(missed, Evidence(Grade.GOOD, DAY), seed=SEED).memory.due_on == DAY + timedelta(days=1)


@given(histories)
def test_a_miss_is_due_tomorrow_and_never_strengthens(history):
    before = lived(history)
    day = before.reviewed_on + timedelta(days=1)
    after = review(before, Evidence(Grade.AGAIN, day), seed=SEED).memory
    assert after.due_on == day + timedelta(days=1)
    assert after.stability <= before.stability
    assert after.lapses == before.lapses + 1


@given(histories, st.integers(1, 200))
def test_a_better_rating_never_leads_to_a_weaker_memory(history, gap):
    before = lived(history)
    day = before.reviewed_on + timedelta(days=gap)
    stabilities = [review(before, Evidence(grade, day), seed=SEED).memory.stability for grade in Grade]
    assert stabilities == sorted(stabilities)


@given(histories, st.integers(0, 300), st.integers(0, 300))
def test_recall_falls_with_the_days(history, sooner, more):
    memory = lived(history)
    day = memory.reviewed_on + timedelta(days=sooner)
    assert recall(memory, day) >= recall(memory, day + timedelta(days=more))


def test_recall_is_ninety_per_cent_after_as_many_days_as_the_stability():
    memory = review(None, Evidence(Grade.EASY, DAY), seed=SEED).memory
    assert recall(memory, DAY + timedelta(days=round(memory.stability))) == pytest.approx(0.9, abs=0.005)


def test_the_fuzz_is_the_same_for_ever_and_differs_between_concepts():
    state = random.getstate()
    history = [Evidence(Grade.GOOD, DAY + timedelta(days=40 * n)) for n in range(5)]
    due = {fold(history, seed=f"7:{concept}").due_on for concept in range(30)}
    assert len(due) > 5
    assert fold(history, seed="7:3") == fold(history, seed="7:3")
    assert random.getstate() == state, "the global generator was used"


def test_intervals_under_three_days_are_not_fuzzed():
    dues = {review(None, Evidence(Grade.GOOD, DAY), seed=f"1:{n}").memory.due_on for n in range(50)}
    assert dues == {DAY + timedelta(days=2)}


def test_a_thousand_memories_are_computed_without_a_pause():
    started = time.perf_counter()
    for n in range(1000):
        recall(review(None, Evidence(Grade.GOOD, DAY), seed=str(n)).memory, DAY + timedelta(days=3))
    assert time.perf_counter() - started < 0.8, "a card made its own id and slept"
