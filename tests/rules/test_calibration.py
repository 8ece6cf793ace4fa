"""Predictions held against what was recalled."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.calibration import EDGES, Prediction, bins, log_loss, losses

PREDICTIONS = st.lists(st.builds(Prediction, st.floats(0, 1), st.booleans()), max_size=60)


@given(PREDICTIONS)
def test_every_prediction_is_in_one_bin_and_within_its_edges(predictions: list[Prediction]) -> None:
    found = bins(predictions)
    assert sum(one.recalled.n for one in found) == len(predictions)
    assert [one.low for one in found] == sorted(one.low for one in found)
    assert all(one.low in EDGES and one.low - 1e-9 <= one.expected <= one.high + 1e-9 for one in found)
    assert sum(round(one.recalled.value * one.recalled.n) for one in found) == sum(one.recalled for one in predictions)


@given(PREDICTIONS)
def test_no_loss_is_negative_or_infinite_and_nothing_has_none(predictions: list[Prediction]) -> None:
    found = losses(predictions)
    assert (found is None) == (not predictions)
    if found:
        assert all(0 <= loss < 20 for loss in (found.model, found.constant, found.moving_average))


def test_a_model_that_knows_beats_the_baselines_and_one_that_errs_does_not() -> None:
    truth = [place % 3 > 0 for place in range(300)]
    knowing = losses([Prediction(0.95 if recalled else 0.1, recalled) for recalled in truth])
    erring = losses([Prediction(0.05 if recalled else 0.9, recalled) for recalled in truth])
    assert knowing and erring
    assert knowing.model < min(knowing.constant, knowing.moving_average) < erring.model
    assert knowing.constant == pytest.approx(-(2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3)))


def test_the_moving_average_follows_a_change_that_the_constant_cannot() -> None:
    found = losses([Prediction(0.5, place < 400) for place in range(800)])
    assert found and found.moving_average < found.constant == pytest.approx(math.log(2))


def test_a_surprise_costs_its_logarithm() -> None:
    assert log_loss(0.8, True) == pytest.approx(-math.log(0.8))
    assert log_loss(0.8, False) == pytest.approx(-math.log(0.2))
