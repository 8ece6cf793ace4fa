"""The gate of a learner's own parameters, and the benchmark's models on a part of its log."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import memory as bench
from tutor.rules import fit
from tutor.rules.fit import FIRST, WINDOW, WINS, Seen, Window, is_mark, judged, losses, predictions, ships
from tutor.rules.memory import DEFAULT_PARAMETERS, Evidence, Grade

GOOD = Window(WINDOW, 0.45, 0.44, 0.005)
BAD = Window(WINDOW, 0.44, 0.45, 0.005)
gains = st.lists(st.floats(-0.1, 0.1), max_size=8).map(lambda each: [Window(WINDOW, 0.5, 0.5 - one, 0.005) for one in each])


@pytest.fixture(scope="module")
def history():
    return bench.read_log()[:2200]


def test_candidates_are_fitted_at_fifteen_hundred_reviews_and_at_every_window_after():
    assert [n for n in range(2600) if is_mark(n)] == [FIRST, FIRST + WINDOW, FIRST + 2 * WINDOW]


def test_own_parameters_ship_after_several_windows_won_in_a_row():
    assert not ships([GOOD] * (WINS - 1), in_use=False)
    assert ships([GOOD] * WINS, in_use=False)
    assert not ships([GOOD, GOOD, BAD], in_use=False)
    assert not ships([GOOD, BAD, GOOD, GOOD], in_use=False)


def test_gains_that_may_be_chance_do_not_ship():
    assert not ships([replace(GOOD, error=0.05)] * WINS, in_use=False)


def test_own_parameters_are_given_back_after_one_window_that_says_worse():
    assert ships([GOOD] * 4, in_use=True)
    assert not ships([GOOD] * 4 + [BAD], in_use=True)


@given(gains, st.booleans())
def test_whatever_ships_was_better_on_the_last_window_that_it_had_not_seen(windows, in_use):
    if ships(windows, in_use=in_use):
        assert windows[-1].gain > 0


@given(gains)
def test_what_has_not_won_several_windows_never_ships_at_first(windows):
    if ships(windows, in_use=False):
        assert len(windows) >= WINS and all(window.gain > 0 for window in windows[-WINS:])


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 5)), min_size=1, max_size=40))
def test_a_window_is_judged_by_the_mean_of_both_losses(pairs):
    window = judged([one for one, _ in pairs], [other for _, other in pairs])
    assert window.gain == pytest.approx(sum(one - other for one, other in pairs) / len(pairs), abs=1e-9)
    assert window.error >= 0


@pytest.mark.parametrize(("default", "fitted"), [([], []), ([0.1], [0.1, 0.2])])
def test_losses_of_different_reviews_are_not_compared(default, fitted):
    with pytest.raises(ValueError, match="same reviews"):
        judged(default, fitted)


def test_the_first_review_of_a_concept_and_repeats_of_a_day_are_not_predicted():
    day = date(2026, 1, 5)
    seen = [Seen(1, Evidence(Grade.GOOD, day)), Seen(1, Evidence(Grade.AGAIN, day)), Seen(2, Evidence(Grade.GOOD, day))]
    assert predictions(seen, DEFAULT_PARAMETERS) == []
    found = predictions([*seen, Seen(1, Evidence(Grade.GOOD, day + timedelta(days=2)))], DEFAULT_PARAMETERS)
    assert len(found) == 1 and found[0][1]


def test_later_reviews_change_no_earlier_prediction(history):
    assert losses(history[:900]) == losses(history)[: len(losses(history[:900]))]
    assert fit.until(history, 200) == history[: len(fit.until(history, 200))]
    assert len(losses(fit.until(history, 200))) == 200


def test_the_log_is_read_as_its_source_describes_it():
    log = bench.read_log()
    assert len(log) == 12_580 and len({seen.concept for seen in log}) == 1_205
    assert log[0].day == date(2024, 3, 29) and log[-1].day == date(2024, 10, 6)


def test_on_a_part_of_the_real_log_the_models_stand_in_their_order(history, monkeypatch):
    monkeypatch.setattr(fit, "FIRST", 300)
    monkeypatch.setattr(fit, "WINDOW", 100)
    own = tuple(value * 0.97 if place < 4 else value for place, value in enumerate(DEFAULT_PARAMETERS))
    chances, outcomes, marks = bench.models(history, lambda part: own)
    assert {len(given) for given in chances.values()} == {len(outcomes)} and len(marks) > 2
    loss = {name: bench.log_loss(given, outcomes) for name, given in chances.items()}
    assert loss["FSRS-6 default + intercept"] < loss["FSRS-6 default"] < loss["FSRS-6 default, repeats of a day dropped"]
    assert loss["FSRS-6 default"] < loss["SM-2-like"]
    assert all(0 <= mark.window.default_loss < 1 for mark in marks)


def test_the_figures_are_those_of_the_textbook():
    assert bench.auc([0.1, 0.4, 0.35, 0.8], [False, False, True, True]) == 0.75
    assert bench.auc([0.5, 0.5], [True, False]) == 0.5
    assert bench.log_loss([0.5, 0.5], [True, False]) == pytest.approx(0.6931, abs=1e-4)
    assert bench.rmse_of_bins([0.5] * 4, [True, True, False, False]) == 0
    assert bench.rmse_of_bins([0.9] * 4, [True, True, False, False]) == pytest.approx(0.4)
