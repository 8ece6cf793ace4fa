"""What lesson 3.2 says of calls, times and rerankers is so, and a sample of its data is computed again."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.lab import corpus, duplicates, pooling, rerank, sentences
from tests.lab.told import data, tells

LESSON = "11-rerank"


def bench() -> dict[str, Any]:
    return dict(data(f"{LESSON}/data/budget-bench.json"))


def test_a_perfect_reader_reaches_what_was_retrieved() -> None:
    questions, groups = corpus.paragraphs("support"), duplicates.support_groups()
    queries = rerank.asking(groups)
    for name, rows in {"words": pooling.averaged_words(questions), "model": sentences.embed(questions)}.items():
        found = rerank.retrieved(rows)[queries]
        right = groups[found] == groups[queries][:, None]
        reader = rerank.shares(right, np.zeros(right.shape))["reader"]
        np.testing.assert_allclose(reader, bench()["curves"][name]["reader"], atol=0.003)


def test_whom_late_interaction_chooses_is_computed_again_for_twelve_questions() -> None:
    questions, groups = corpus.paragraphs("support"), duplicates.support_groups()
    queries = rerank.asking(groups)[:12]
    found = rerank.retrieved(pooling.averaged_words(questions))[queries][:, :10]
    scores = rerank.late_scores(questions, queries, found)
    assert [int(row[one.argmax()]) for row, one in zip(found, scores, strict=True)] == bench()["chosen"]["words"]


def test_reranking_shares_begin_where_retrieval_ends_and_stay_below_the_reader() -> None:
    for curve in bench()["curves"].values():
        assert len(curve["late"]) == len(curve["reader"]) == bench()["most"] == rerank.MOST
        assert curve["late"][0] == curve["reader"][0]
        assert all(late <= reader for late, reader in zip(curve["late"], curve["reader"], strict=True))
        assert curve["reader"] == sorted(curve["reader"])


def test_late_interaction_is_one_for_equal_texts_and_does_not_ask_who_is_first() -> None:
    rng = np.random.default_rng(0)
    first, second = (rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (rng.normal(size=(n, 5)) for n in (3, 4)))
    assert np.isclose(rerank.late_interaction(first, first[::-1]), 1)
    assert np.isclose(rerank.late_interaction(first, second), rerank.late_interaction(second, first))


def test_what_reranking_buys_is_as_told() -> None:
    words, model = (bench()["curves"][name] for name in ("words", "model"))
    tells(LESSON, f"put a duplicate first for {words['late'][0]:.0%} of the questions")
    tells(LESSON, f"{words['reader'][9]:.0%}: for all others no duplicate is among the ten.")
    tells(LESSON, f"With the sentence model's ten it is {model['reader'][9]:.0%}.")
    tells(LESSON, f"Late interaction lifts averaged words from {words['late'][0]:.0%} to {words['late'][9]:.0%}")
    assert model["late"][9] <= model["late"][0], "adds nothing to the sentence model"
    tells(LESSON, f"still puts a wrong one first for {1 - model['reader'][9]:.0%} of the questions")


def test_calls_and_times_are_as_told() -> None:
    pairs = 1000 * 999 // 2
    time = bench()["milliseconds"]
    tells(LESSON, f"| a vector for each | 1,000 | {1000 * time['text'] / 1000:.0f} s |")
    tells(LESSON, f"| read each pair | {pairs:,} | {pairs * time['pair'] / 3_600_000:.1f} h |")


def test_measuring_again_finds_all_three_times() -> None:
    assert all(one > 0 for one in rerank.measure().values())
    assert sentences.read_together("Where is my card?", "My card has not come.").shape[1] == 384
