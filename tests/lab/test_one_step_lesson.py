"""What lesson 2.3 says of its small map is so, and its widget's data is what the builder computes."""

from functools import cache

import numpy as np
import pytest

from lessons.lab import build, build_one_step, corpus, skipgram
from lessons.lab.counts import unit_rows
from lessons.lab.skipgram import Tables
from tests.lab.told import data, tells

LESSON = "07-one-step"
PATH = "embeddings/07-one-step/data/one-step-stage.json"
WORDS = build_one_step.WORDS
K = build_one_step.NEGATIVES


@cache
def committed() -> dict:
    return data(f"{LESSON}/data/one-step-stage.json")


def tables(steps: int) -> Tables:
    """The map of the data file, to the digits that the widget has."""
    (found,) = (one for one in committed()["maps"] if one["steps"] == steps)
    return Tables(np.array(found["into"]), np.array(found["out"]))


@cache
def met() -> np.ndarray:
    return build_one_step.company()


def map_loss(now: Tables) -> float:
    return skipgram.map_loss(now, met(), K)


def run(rate: float, steps: int, *, single: bool = False, dimension: int = 2) -> float:
    """The loss of the map after training from its start."""
    start = skipgram.random_tables(len(WORDS), dimension, build_one_step.SPREAD, build_one_step.SEED, single=single)
    kept = skipgram.trained(start, met(), negatives=K, steps=steps, rate=rate, seed=build_one_step.SEED, keep=(steps,))
    return map_loss(kept[steps])


def after_a_step(steps: int, rate: float) -> tuple[float, float]:
    """The losses of the first pair with its first draw, and of the map, after one step of this rate."""
    now, pair = tables(steps), committed()["pairs"][0]
    asked = pair["center"], pair["context"], pair["draws"][0]
    skipgram.take_step(now, *asked, rate)
    return skipgram.pair_loss(now, *asked), map_loss(now)


def test_building_again_gives_the_committed_file() -> None:
    assert (build.CATALOGUE / PATH).read_text(encoding="utf-8") == build.text_of(build_one_step.build())


def test_the_counts_are_those_of_the_tales_counted_by_hand() -> None:
    counted = dict.fromkeys(np.ndindex(len(WORDS), len(WORDS)), 0)
    for paragraph in corpus.paragraphs("grimm"):
        line = corpus.words(paragraph)
        places = [(at, WORDS.index(word)) for at, word in enumerate(line) if word in WORDS]
        for at, word in places:
            for other_at, other in places:
                if 0 < abs(at - other_at) <= build_one_step.REACH:
                    counted[word, other] += 1
    assert committed()["counts"] == [[counted[row, column] for column in range(len(WORDS))] for row in range(len(WORDS))]
    tells(LESSON, f"{sum(counted.values()):,} meetings are left", f"{len(WORDS)} words of the tales in two dimensions")
    tells(
        LESSON,
        f"{build_one_step.REACH} words to each side, {K} negatives",
        f"start and after 1,000 and {build_one_step.STEPS:,} steps",
    )
    weights = np.array(committed()["counts"]).sum(axis=0) ** 0.75
    assert committed()["noise"] == pytest.approx(weights / weights.sum(), abs=1e-6)


def test_the_negatives_on_the_stage_are_different_and_never_the_context() -> None:
    for pair in committed()["pairs"]:
        assert len(pair["draws"]) == build_one_step.DRAWS
        for draw in pair["draws"]:
            assert len({*draw, pair["context"]}) == K + 1
        assert committed()["counts"][pair["center"]][pair["context"]] > 0, "the pair is real"


def test_at_the_start_a_step_of_rate_a_half_lowers_the_loss_and_one_of_rate_4_more_than_triples_it() -> None:
    before, half, four = (after_a_step(0, rate)[0] for rate in (0, 0.5, 4))
    tells(
        LESSON, f"a step of rate 0.5 lowers the loss of this pair from {before:.2f} to {half:.2f}.", f"It leaps to **{four:.2f}**"
    )
    tells(LESSON, f"rises from {before:.2f} to {four:.2f}", f"with rate 0.5 brings it down to {half:.2f}")
    assert four > 3 * before
    tells(LESSON, "makes it more than three times as large")


def test_in_the_trained_map_a_large_step_pleases_the_pair_and_costs_the_map() -> None:
    (pair, whole), (pair_after, whole_after) = after_a_step(build_one_step.STEPS, 0), after_a_step(build_one_step.STEPS, 2)
    tells(LESSON, f"falls from {pair:.2f} to {pair_after:.2f}, the whole map rises from {whole:.2f} to {whole_after:.2f}")
    tells(
        LESSON,
        f"takes a pair's loss from {pair:.2f} to {pair_after:.2f}.",
        f"The loss of the whole map rises from {whole:.2f} to {whole_after:.2f}.",
    )
    tells(LESSON, f"at rate 0.1 the map stays at {after_a_step(build_one_step.STEPS, 0.1)[1]:.2f}")
    tells(LESSON, f"At rate 4 the map's loss is {after_a_step(build_one_step.STEPS, 4)[1]:.2f}")


def test_what_300_steps_bring_at_each_rate() -> None:
    start, losses = map_loss(tables(0)), {rate: run(rate, 300) for rate in (0.01, 0.1, 0.5, 2)}
    tells(LESSON, f"From {start:.2f}, 300 steps", f"Four maps begin at a loss of {start:.2f} and train for 300 steps.")
    tells(LESSON, f"to {losses[0.01]:.2f} at rate 0.01, to {losses[0.1]:.2f} at 0.1, to {losses[0.5]:.2f} at 0.5.")
    for rate in (0.01, 0.1, 0.5):
        tells(LESSON, f'left: "{rate}", right: "{losses[rate]:.2f}"')
    assert losses[2] > 1e9
    tells(LESSON, "At rate 2 it is in the billions.", 'left: "2", right: "billions"')


def test_one_table_for_both_parts_stops_far_above_two_also_when_it_is_as_large() -> None:
    two, one, wide = run(0.1, 40_000), run(0.1, 40_000, single=True), run(0.1, 40_000, single=True, dimension=4)
    zeros = map_loss(Tables(np.zeros((len(WORDS), 2)), np.zeros((len(WORDS), 2))))
    assert zeros == pytest.approx((K + 1) * np.log(2))
    tells(LESSON, f"the loss stops at {one:.2f}; a map of zeros has {zeros:.2f}. Two tables reach {two:.2f}.")
    tells(
        LESSON, f"reaches a loss of {two:.2f} with two tables and stops at {one:.2f} with one", f"A map of zeros has {zeros:.2f}."
    )
    tells(LESSON, f"as many as both tables have together: it stops at {wide:.2f}.", f"bring it to {two:.2f}")
    tells(LESSON, f"It had come down from {map_loss(tables(0)):.2f} to {two:.2f}")


def test_in_the_trained_map_centers_and_contexts_lie_apart_and_no_word_is_its_own_company() -> None:
    now = tables(build_one_step.STEPS)
    assert (now.into[:, 0] > 0).all() and (now.out[:, 0] < 0).all()
    tells(
        LESSON,
        "all centers lie to the right, all contexts to the left",
        "All 16 centers to the right, all 16 contexts to the left.",
    )
    own = dict(zip(WORDS, (now.into * now.out).sum(axis=1), strict=True))
    assert max(own.values()) < 0
    low, high = min(own, key=own.__getitem__), max(own, key=own.__getitem__)
    tells(LESSON, f"All 16, from −{-own[low]:.2f} for *{low}* to −{-own[high]:.2f} for *{high}*.")
    tells(LESSON, f"the mean score of the trained map is −{-(now.into @ now.out.T).mean():.2f}")
    tells(LESSON, f"in our trained map all {len(WORDS)} words do")


def test_no_wolf_stands_within_two_words_of_another() -> None:
    tells(LESSON, "In the tales, no *wolf* stands within two words of another.")
    lines = [corpus.words(paragraph) for paragraph in corpus.paragraphs("grimm")]
    assert "wolf" in {word for line in lines for word in line}
    assert not any(word == "wolf" and "wolf" in line[at + 1 : at + 3] for line in lines for at, word in enumerate(line))


def test_queen_points_most_nearly_the_way_of_daughter_and_king() -> None:
    unit = unit_rows(tables(build_one_step.STEPS).into)
    order = [WORDS[place] for place in np.argsort(-(unit @ unit[WORDS.index("queen")]))]
    assert order[:3] == ["queen", "daughter", "king"]
    tells(LESSON, "*Queen* points most nearly the way of *daughter* and *king*")


def test_the_point_that_a_pull_leads_to_lies_parallel_to_the_center() -> None:
    v, u = np.array([3, 0.6]), np.array([0.5, 2.5])
    tells(
        LESSON,
        "label: v, at: [3, 0.6]",
        "label: u, at: [0.5, 2.5]",
        "label: A, at: [2, 2.8]",
        "label: B, at: [1.75, 1.55]",
        "label: D, at: [-1, 2.2]",
    )
    assert (
        u + v / 2 == pytest.approx([2, 2.8])
        and u - v / 2 == pytest.approx([-1, 2.2])
        and (u + v) / 2 == pytest.approx([1.75, 1.55])
    )


def test_the_beliefs_that_are_told_are_those_of_the_scores() -> None:
    beliefs = skipgram.sigma(np.array([4.0, 1.0, 0.0, -3.0]))
    tells(
        LESSON,
        "entries: [score 4, score 1, score 0, score −3]",
        "Their beliefs are {:.2f}, {:.2f}, {:.1f} and {:.2f}.".format(*beliefs),
    )
    tells(LESSON, f"At a score of 5 the belief is {skipgram.sigma(np.array([5.0]))[0]:.3f}")


def test_the_example_of_the_exercise_is_computed() -> None:
    now = Tables(np.array([[1.0, 2.0]]), np.array([[0.0, 0.0], [2.0, -1.0]]))
    tells(LESSON, f"2 · log 2 = {skipgram.pair_loss(now, 0, 0, [1]):.3f}")
    skipgram.take_step(now, 0, 0, [1], 0.5)
    tells(LESSON, f"# new_in {now.into.tolist()}", f"# new_out {now.out.tolist()}".replace("], [", "], # ["))
