"""The small skip-gram model: its loss, its step against numerical gradients, and that it learns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.lab import skipgram
from lessons.lab.skipgram import Tables

WORDS = 6
seeds = st.integers(0, 2**32 - 1)


def by_wiggling(tables: Tables, center: int, context: int, negatives: list[int], width: float = 1e-5) -> list[np.ndarray]:
    """The gradients of the pair loss in both tables, by central differences."""
    found = []
    for which in ("into", "out"):
        table = getattr(tables, which)
        gradient = np.zeros_like(table)
        for place in np.ndindex(*table.shape):
            sides = []
            for sign in (1, -1):
                moved = tables.copy()
                getattr(moved, which)[place] += sign * width
                sides.append(skipgram.pair_loss(moved, center, context, negatives))
            gradient[place] = (sides[0] - sides[1]) / (2 * width)
        found.append(gradient)
    return found


@given(seeds, st.integers(0, WORDS - 1), st.integers(0, WORDS - 1), st.lists(st.integers(0, WORDS - 1), min_size=1, max_size=5))
def test_a_step_goes_down_the_slope_in_both_tables_also_for_words_drawn_twice(
    seed: int, center: int, context: int, negatives: list[int]
) -> None:
    tables = skipgram.random_tables(WORDS, 3, 1.0, seed)
    gradients = by_wiggling(tables, center, context, negatives)
    after = tables.copy()
    skipgram.take_step(after, center, context, negatives, 0.3)
    assert (tables.into - after.into) / 0.3 == pytest.approx(gradients[0], abs=1e-6)
    assert (tables.out - after.out) / 0.3 == pytest.approx(gradients[1], abs=1e-6)


@given(seeds)
def test_the_slope_by_a_score_is_belief_minus_label(seed: int) -> None:
    tables = skipgram.random_tables(WORDS, 3, 1.0, seed)
    beliefs = 1 / (1 + np.exp(-(tables.out[[1, 2, 4]] @ tables.into[0])))
    assert skipgram.slopes(tables, 0, [1, 2, 4]) == pytest.approx(beliefs - [1, 0, 0])


def test_the_loss_of_the_map_is_the_mean_over_all_pairs_and_draws() -> None:
    rng = np.random.default_rng(3)
    tables, counts = skipgram.random_tables(WORDS, 2, 1.0, 3), rng.integers(0, 9, size=(WORDS, WORDS)).astype(float)
    likely = skipgram.noise(counts.sum(axis=0))
    assert likely.sum() == pytest.approx(1)
    total = 0.0
    for center, context in np.ndindex(WORDS, WORDS):
        real = skipgram.pair_loss(tables, center, context, [])
        drawn = sum(likely[word] * (skipgram.pair_loss(tables, center, context, [word]) - real) for word in range(WORDS))
        total += counts[center, context] * (real + 2 * drawn)
    assert skipgram.map_loss(tables, counts, 2) == pytest.approx(total / counts.sum())


def test_losses_of_large_scores_are_finite() -> None:
    tables = Tables(np.array([[1000.0]]), np.array([[-1.0], [1.0]]))
    assert skipgram.pair_loss(tables, 0, 0, [1]) == pytest.approx(2000)
    skipgram.take_step(tables, 0, 0, [1], 0.5)
    assert np.isfinite(tables.into).all() and np.isfinite(tables.out).all()


def test_words_that_keep_company_score_higher_after_training_than_words_that_do_not() -> None:
    counts = np.kron(np.eye(2), np.ones((3, 3)))  # two circles of three who only meet among themselves
    kept = skipgram.trained(skipgram.random_tables(6, 2, 0.5, 1), counts, negatives=2, steps=4000, rate=0.1, seed=1, keep=(4000,))
    scores = kept[4000].into @ kept[4000].out.T
    assert scores[counts > 0].min() > scores[counts == 0].max()
    assert skipgram.map_loss(kept[4000], counts, 2) < skipgram.map_loss(kept[0], counts, 2)


def test_a_single_table_plays_both_parts_and_stays_one() -> None:
    tables = skipgram.random_tables(4, 2, 0.5, 1, single=True)
    kept = skipgram.trained(tables, np.ones((4, 4)), negatives=2, steps=5, rate=0.1, seed=1, keep=(5,))
    assert all(one.into is one.out for one in (tables, *kept.values()))
    assert not np.array_equal(kept[0].into, kept[5].into)
