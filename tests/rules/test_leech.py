"""Leeches are misses that the model holds improbable, not misses that are many."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.leech import ALARM, Watch, first_alarm, fold, watched
from tutor.rules.level import corrected

histories = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=50)


def alarms(odds: float, recalls: tuple[float, float], seed: int, reviews: int = 40) -> bool:
    """Whether somebody whose odds are so many times the model's is noticed within so many reviews."""
    chance = random.Random(seed)
    history = []
    for _ in range(reviews):
        recall = chance.uniform(*recalls)
        right = recall * odds / (recall * odds + 1 - recall)
        history.append((recall, chance.random() < right))
    return first_alarm(history) is not None


@given(histories)
def test_evidence_is_never_negative_and_an_alarm_takes_four_misses(history):
    watch = fold(history)
    assert watch.evidence >= 0
    number = first_alarm(history)
    if number is not None:
        assert sum(not passed for _, passed in history[:number]) >= 4


@given(histories, st.floats(0, 1))
def test_a_pass_is_never_evidence_and_a_miss_always_is(history, recall):
    watch = fold(history)
    assert watched(watch, recall, passed=True).evidence <= watch.evidence <= watched(watch, recall, passed=False).evidence


def test_the_same_misses_are_a_leech_where_they_were_improbable_and_none_where_they_were_likely():
    assert fold([(0.95, False)] * 4).leech
    assert not fold([(0.3, False)] * 4).leech


def test_who_is_as_the_model_says_is_hardly_ever_noticed_and_who_is_not_mostly_is():
    usual = sum(alarms(1, (0.7, 0.95), seed) for seed in range(300))
    weak = sum(alarms(1 / 4, (0.7, 0.95), seed) for seed in range(300))
    assert usual < 20 and weak > 260


def test_passes_end_an_alarm():
    watch = Watch(ALARM + 1, 4)
    assert watch.leech
    for _ in range(30):
        watch = watched(watch, 0.9, passed=True)
    assert watch == Watch()
    assert corrected(0.9) > 0.89
