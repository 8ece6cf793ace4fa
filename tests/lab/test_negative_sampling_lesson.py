"""What lesson 2.2 says of costs, losses and draws is so, and its widget's data is what the builder computes."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from lessons.lab import build, build_cost_meter, build_window_walker, corpus, skipgram
from lessons.lab.build_cost_meter import sampled_work, softmax_work
from tests.lab.told import data, tells

LESSON = "06-negative-sampling"
PATH = "embeddings/06-negative-sampling/data/cost-meter.json"


@cache
def times() -> np.ndarray:
    return np.array(data(f"{LESSON}/data/cost-meter.json")["counts"], dtype=float)


def minus_log_sigma(score: float) -> float:
    return float(np.logaddexp(0, -score))


def test_building_again_gives_the_committed_file() -> None:
    assert (build.CATALOGUE / PATH).read_text(encoding="utf-8") == build.text_of(build_cost_meter.build())


def test_the_counts_are_those_of_the_tales() -> None:
    words = [word for paragraph in corpus.paragraphs("grimm") for word in corpus.words(paragraph)]
    known = data(f"{LESSON}/data/cost-meter.json")["words"]
    assert len(words) == times().sum() and set(words) == set(known)
    for place in (0, 100, 1500, -1):
        assert words.count(known[place]) == times()[place]
    tells(LESSON, f"the {len(known):,} words of two translations", f"{len(words):,} times together")


def test_the_work_of_a_pair_is_counted() -> None:
    pairs = build_window_walker.pairs(build_window_walker.PLAN.reach)
    tells(LESSON, f"Our small tales make {pairs:,} pairs.", f"({pairs:,}, counted where")
    less = softmax_work(400_000, 100) / sampled_work(5, 100)
    tells(LESSON, f"**{less:,.0f} times**: 400,000 rows against 6.", f"{less / 1000:.0f},000 times", "about $3Vd$ multiply-adds")
    rng = np.random.default_rng(1)
    table, center = rng.normal(size=(7, 4)), rng.normal(size=4)
    # Scores, the slope of the center, and the moves of the rows: each number of the table is multiplied once in each.
    assert (table @ center).size * 4 + table.size + np.outer(table @ center, center).size == softmax_work(7, 4)


def test_whom_the_noise_draws_is_told() -> None:
    by_count, noise, alike = (skipgram.noise(times(), power) for power in (1, 0.75, 0))
    once = times() == 1
    tells(LESSON, f"*the* is {by_count[0]:.1%} of all draws, to the power 0.75 only {noise[0]:.1%}.")
    tells(LESSON, f"one negative in {1 / by_count[0]:.0f} is *the*", f"*the* falls from {by_count[0]:.1%} to {noise[0]:.1%}")
    tells(LESSON, f"all words that occur once rise from {by_count[once].sum():.1%} to {noise[once].sum():.1%}")
    tells(LESSON, f"{noise[0]:.1%} instead of {by_count[0]:.1%}.")
    tells(LESSON, f"About {noise[-1] / by_count[-1]:.1f} times as often.")
    tells(LESSON, f"are drawn {noise[:10].sum():.0%} of the time, instead of {by_count[:10].sum():.0%}.")
    assert alike[once].sum() == pytest.approx(1 / 3, abs=0.01)
    tells(LESSON, "a third are words that occur once in the tales")
    assert (np.diff(noise) <= 0).all(), "the order stays"


def test_the_terms_of_the_loss_are_told() -> None:
    for left, score in (("real pair, score 3", 3), ("real pair, score −3", -3)):
        tells(LESSON, f'left: "{left}", right: "{minus_log_sigma(score):.2f}"')
    for left, score in (("drawn word, score 1", 1), ("drawn word, score −1", -1)):
        tells(LESSON, f'left: "{left}", right: "{minus_log_sigma(-score):.2f}"')
    tells(LESSON, "(−log of 0.5, 0.8, 0.9 is {:.3f}, {:.3f}, {:.3f}.)".format(*-np.log([0.5, 0.8, 0.9])))


def test_the_examples_of_the_exercise_are_computed() -> None:
    tables = skipgram.Tables(np.array([[1.0, 2.0]]), np.array([[2.0, -1.0], [0.0, 0.0]]))
    tells(LESSON, f"2 · log 2 = {skipgram.pair_loss(tables, 0, 0, [1]):.3f}")
    tells(LESSON, "[{:.3f}, {:.3f}]".format(*skipgram.noise(np.array([16.0, 1.0]))))
