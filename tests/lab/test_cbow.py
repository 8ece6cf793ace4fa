"""The small CBOW model: its windows, its step against numerical gradients, and that it learns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.lab import cbow, skipgram
from lessons.lab.skipgram import Tables

PLAN = cbow.Plan(reach=2, dimension=4, negatives=3, epochs=30, batch=8, rate=0.2, seed=1)
LINE = np.array([3, 1, 4, 1, 5])


def test_the_neighbours_of_a_place_stand_from_left_to_right_and_end_with_the_line() -> None:
    asked = cbow.questions([LINE, LINE[:2]], 2)
    assert asked.covered.tolist() == [3, 1, 4, 1, 5, 3, 1]
    assert asked.around.tolist() == [
        [-1, -1, 1, 4],
        [-1, 3, 4, 1],
        [3, 1, 1, 5],
        [1, 4, 5, -1],
        [4, 1, -1, -1],
        [-1, -1, 1, -1],
        [-1, 3, -1, -1],
    ]


@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_a_narrowed_window_is_that_of_questions_asked_with_it(reach: int, seed: int) -> None:
    line = np.random.default_rng(seed).integers(9, size=12)
    wide, narrow = cbow.questions([line], 4).around, cbow.questions([line], reach).around
    found = cbow.narrowed(wide, reach)
    assert [[word for word in row if word >= 0] for row in found.tolist()] == [
        [word for word in row if word >= 0] for row in narrow.tolist()
    ]


def test_the_hidden_layer_is_the_mean_of_the_neighbours_that_are_there() -> None:
    into = np.array([[1, 0], [3, 4], [9, 9]], dtype=np.float32)
    assert cbow.hidden(into, np.array([[0, 1], [-1, 1], [-1, -1]])).tolist() == [[2, 2], [3, 4], [0, 0]]


def test_a_question_with_one_neighbour_costs_what_its_skip_gram_pair_costs() -> None:
    tables = skipgram.random_tables(6, 3, 1.0, 4)
    (loss,) = cbow.losses(tables, np.array([[-1, 2]]), np.array([[5, 0, 0, 3]]))
    assert loss == pytest.approx(skipgram.pair_loss(tables, 2, 5, [0, 0, 3]), rel=1e-6)


def test_a_batch_steps_down_the_slope_of_its_loss_and_each_neighbour_takes_the_whole_step_of_the_mean() -> None:
    tables = skipgram.random_tables(6, 3, 1.0, 2)
    around, asked = np.array([[0, 1], [-1, 0]]), np.array([[2, 3, 3], [4, 5, 2]])
    after = tables.copy()
    cbow._step(after, around, asked, 0.1)
    whole = np.array([2, 1])  # the mean of two passes half of its slope to each; the authors' program passes all of it
    assert (tables.out - after.out) / 0.1 == pytest.approx(by_wiggling(tables, "out", around, asked, np.ones(2)), abs=1e-6)
    assert (tables.into - after.into) / 0.1 == pytest.approx(by_wiggling(tables, "into", around, asked, whole), abs=1e-6)


def by_wiggling(tables: Tables, which: str, around: np.ndarray, asked: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The slope of the weighted sum of the losses, by central differences."""
    slope = np.zeros_like(getattr(tables, which))
    for place in np.ndindex(*slope.shape):
        sides = []
        for sign in (1, -1):
            wiggled = tables.copy()
            getattr(wiggled, which)[place] += sign * 1e-5
            sides.append(weights @ cbow.losses(wiggled, around, asked))
        slope[place] = (sides[0] - sides[1]) / 2e-5
    return slope


def test_training_is_the_same_each_time_and_learns_which_words_share_their_gaps() -> None:
    lines = [np.array(line) for line in ([0, 2, 1], [0, 3, 1], [4, 5, 6], [4, 7, 6])] * 20
    asked, likely = cbow.questions(lines, 2), skipgram.noise(np.full(8, 30.0))
    first, again = cbow.start(8, PLAN), cbow.start(8, PLAN)
    losses = list(cbow.training(first, asked, likely, PLAN))
    assert losses == list(cbow.training(again, asked, likely, PLAN))
    assert np.array_equal(first.into, again.into)
    assert losses[-1] < losses[0] - 1
    (shares,) = cbow.guesses(first, np.array([[-1, 0, 1, -1]]), likely)
    assert shares.sum() == pytest.approx(1)
    assert set(np.argsort(-shares)[:2]) == {2, 3}
