"""What lesson 2.1 says of its model is so, and its data are what is computed: of the training the first epoch, else all."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from functools import cache

import numpy as np
import pytest

from lessons.lab import build, build_window_walker, cbow, corpus, skipgram
from lessons.lab.build_window_walker import PLAN, STEPS, committed, near, text
from tests.lab.told import data, tells
from tests.lab.told import text as told

LESSON = "05-guessing-game"
PATH = "embeddings/05-guessing-game/data/window-walker.json"


@cache
def epochs() -> list[float]:
    return data(f"{LESSON}/data/training.json")


@cache
def likely() -> np.ndarray:
    return skipgram.noise(text().times)


def walker() -> dict:
    return data(f"{LESSON}/data/window-walker.json")


def test_the_first_epoch_of_training_gives_the_committed_loss() -> None:
    tables = cbow.start(len(text().words), PLAN)
    first = next(cbow.training(tables, text().seen, likely(), PLAN))
    assert first == pytest.approx(epochs()[0], abs=2e-4)


def test_the_committed_tables_have_the_loss_of_the_last_epoch_on_a_sample_of_what_was_trained_on() -> None:
    rng = np.random.default_rng(0)
    places = rng.choice(len(text().seen.covered), size=6000, replace=False)
    around = cbow.narrowed(text().seen.around[places], rng.integers(1, PLAN.reach + 1, size=len(places)))
    drawn = rng.choice(len(likely()), size=(len(places), PLAN.negatives), p=likely())
    found = cbow.losses(committed(), around, np.column_stack([text().seen.covered[places], drawn])).mean()
    assert found == pytest.approx(epochs()[-1], abs=0.08)


def test_the_committed_tables_fit_into_8_bits_without_being_cut() -> None:
    kept = np.load(build.CATALOGUE / build_window_walker.TABLES)
    assert kept.dtype == np.int8 and np.abs(kept.astype(int)).max() < 127
    assert kept.shape == (2, len(text().words), PLAN.dimension)
    tells(LESSON, f"of {len(text().words):,} words and {PLAN.dimension} numbers each", "twelfths, rounded to 8 bits")
    assert STEPS == 12


def test_building_the_walker_again_gives_the_committed_file() -> None:
    assert (build.CATALOGUE / PATH).read_text(encoding="utf-8") == build.text_of(build_window_walker.walker())


def test_the_training_is_told_as_it_was() -> None:
    assert epochs() == sorted(epochs(), reverse=True)
    tells(LESSON, f"its loss fell from {epochs()[0]:.2f} to {epochs()[-1]:.2f}", f"in each of {len(epochs())} epochs")
    places, paragraphs = len(text().seen.covered), corpus.paragraphs("grimm")
    tells(LESSON, f"a model trained on {places:,} words", f"Each of {places:,} places", "trained here on Grimms' tales")
    kept_out = len(paragraphs[build_window_walker.HELD_OUT :: build_window_walker.OF])
    tells(LESSON, f"{len(paragraphs) - kept_out:,} of the {len(paragraphs):,} paragraphs")
    tells(LESSON, f"CBOW with {PLAN.negatives} negatives and {PLAN.dimension} numbers a word")
    tells(LESSON, f"now in {PLAN.dimension} learned numbers")
    tells(LESSON, f"{PLAN.dimension} numbers for {len(text().words):,} words in our tales")
    assert (PLAN.reach, PLAN.batch, PLAN.rate) == (3, 256, 0.1)


def test_no_sentence_of_the_walker_was_trained_on() -> None:
    paragraphs = corpus.paragraphs("grimm")
    for _, sentence in build_window_walker.SENTENCES:
        places = [place for place, paragraph in enumerate(paragraphs) if sentence.rstrip(".!?") in paragraph]
        assert places and all(place % build_window_walker.OF == build_window_walker.HELD_OUT for place in places), sentence
    tells(LESSON, "What will you give me if I ___ all this straw into gold?")


def test_the_first_guess_in_new_tales_is_right_one_time_in_six() -> None:
    asked = text().unseen
    shares = cbow.guesses(committed(), cbow.narrowed(asked.around, 2), likely())
    first = shares.argmax(axis=1)
    right = first == asked.covered
    tells(LESSON, f"1 in {1 / right.mean():.0f} ({right.mean():.0%}), most often *the* and *and*;")
    hit = [text().words[word] for word in first[right]]
    assert [word for word, _ in Counter(hit).most_common(2)] == ["the", "and"]
    telling = np.array([text().words[word] not in corpus.grammar_words() for word in asked.covered])
    tells(LESSON, f"of the words that say more {right[telling].mean():.0%}. A poor player.")
    tells(LESSON, "wrong five times in six", "One in six is all")


def test_the_pairs_of_the_tales_are_counted() -> None:
    lines = [corpus.words(paragraph) for paragraph in corpus.paragraphs("grimm")]
    known = set(text().words)
    seen = [[word for word in line if word in known] for place, line in enumerate(lines) if place % 20 != 7]
    for window, told_pairs in enumerate(walker()["pairs"], start=1):
        assert told_pairs == sum(2 * max(0, len(line) - step) for line in seen for step in range(1, window + 1))


def test_what_the_table_has_learned_is_told() -> None:
    for word in ("night", "castle", "splendid"):
        before, after = walker()["near"][word]
        assert [list(one) for one in near(committed(), word)] == after and before != after
    nearest = {word: [other for other, _ in near(committed(), word)] for word in ("night", "castle", "splendid", "journeyed")}
    assert nearest["night"][:2] == ["evening", "day"]
    tells(LESSON, "In the table *night* has come near *evening* and *day*", "*Evening* and *night* stand in the same gaps")


def test_words_that_share_their_gaps_lie_nearer_than_those_that_do_not() -> None:
    rows = {
        name: re.findall(r"'(\w+)'", found)
        for name, found in re.findall(r"(a|b|far): \"\[((?:'\w+'(?:, )?)+)\]\[case\]\"", told(LESSON))
    }
    unit = committed().into / np.linalg.norm(committed().into, axis=1, keepdims=True)
    number = {word: place for place, word in enumerate(text().words)}
    assert len(rows["a"]) == 4
    for a, b, far in zip(rows["a"], rows["b"], rows["far"], strict=True):
        assert b in [other for other, _ in near(committed(), a)]
        assert unit[number[a]] @ unit[number[b]] > unit[number[a]] @ unit[number[far]] + 0.3, (a, b, far)


def test_the_pairs_of_the_questions_are_those_of_the_sentence() -> None:
    tokens = ["the", "hungry", "fox", "stole", "a", "goose"]
    right = {pair for pair in itertools.permutations(tokens, 2) if abs(tokens.index(pair[0]) - tokens.index(pair[1])) == 1}
    for pair, wanted in ((("fox", "stole"), True), (("stole", "fox"), True), (("fox", "goose"), False)):
        tells(LESSON, f'text: "({", ".join(pair)})"')
        assert (pair in right) is wanted
