"""What lesson 3.1 says of pooled vectors and of its sixteen pairs is so, and its widget's data are what is computed."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from lessons.lab import build_pair_judge, corpus, duplicates, pooling, sentences
from lessons.lab.counts import Matrix, unit_rows
from tests.lab.told import data, tells

pytestmark = pytest.mark.xdist_group("sentence model")
LESSON = "10-sentences"


def pairs() -> list[dict[str, Any]]:
    return list(data(f"{LESSON}/data/pair-judge.json")["pairs"])


def cosine(first: str, measure: str = "model") -> float:
    return float(next(pair[measure] for pair in pairs() if pair["first"].startswith(first)))


def test_measuring_again_gives_the_committed_pairs_but_for_rounding_in_the_model() -> None:
    again = build_pair_judge.judged()["pairs"]
    assert isinstance(again, list) and len(again) == len(pairs()) == 16
    for one, other in zip(again, pairs(), strict=True):
        assert {name: one[name] for name in ("kind", "first", "second", "same")} == {
            name: other[name] for name in ("kind", "first", "second", "same")
        }
        assert one["average"] == other["average"]
        assert one["model"] == pytest.approx(other["model"], abs=2e-3)


def test_the_same_words_in_another_order_have_the_same_average() -> None:
    first, second = pooling.averaged_words(["The dog bites the man.", "The man bites the dog."])
    np.testing.assert_allclose(first, second, atol=1e-15)
    swapped = [pair for pair in pairs() if pair["kind"] == "order" and not pair["same"]]
    assert [pair["average"] for pair in swapped] == [1.0, 1.0, 1.0]


def test_the_cruel_pairs_are_as_told() -> None:
    most_alike = max(pairs(), key=lambda pair: float(pair["model"]))
    assert most_alike["first"] == "A flight from Rome to Paris"
    tells(LESSON, f"{most_alike['model']:.3f}, higher than for any pair that means the same.")
    same, other = ([pair for pair in pairs() if pair["same"] is kind] for kind in (True, False))
    right = {name: sum(one[name] > two[name] for one in same for two in other) for name in ("average", "model")}
    comparisons = len(same) * len(other)
    tells(
        LESSON,
        f"like above unlike in {right['model']} of {comparisons} comparisons, averaged words in {right['average']}.",
        f"A coin would get {comparisons // 2}.",
    )
    tells(
        LESSON,
        f"*can* and *cannot* {cosine('You can'):.3f}, Rome to Paris and back {most_alike['model']:.3f}, "
        f"dog and man swapped {cosine('The dog bites'):.3f}",
        f"Swapping them left {cosine('Move money'):.3f}",
    )


@cache
def partners() -> tuple[list[str], list[str]]:
    """Two questions of each group of the support corpus."""
    questions = corpus.paragraphs("support")
    first, second = pooling.partners(duplicates.support_groups())
    return [questions[place] for place in first], [questions[place] for place in second]


def likeness(rows: Matrix) -> Matrix:
    """Of each first partner, in a row, with each second one."""
    return np.asarray(rows[: len(rows) // 2] @ rows[len(rows) // 2 :].T)


def test_the_nearest_question_is_as_often_a_duplicate_as_told() -> None:
    groups, questions = duplicates.support_groups(), corpus.paragraphs("support")
    words = pooling.nearest_is_duplicate(pooling.averaged_words(questions), groups)
    model = pooling.nearest_is_duplicate(sentences.embed(questions), groups)
    have_one = int((np.bincount(groups)[groups] > 1).sum())
    tells(LESSON, f"Of 1000 real support questions, {have_one} have a duplicate.")
    tells(LESSON, f"the nearest question is one for {words:.0%} of them.", f"it is for {model:.0%}.")


def test_picking_partners_by_mean_and_by_cls_and_the_loss_are_as_told() -> None:
    first, second = partners()
    both = first + second
    ways = (sentences.embed, sentences.embed_by_first_token, pooling.averaged_words)
    model, cls, words = (likeness(embedded(both)) for embedded in ways)
    by_mean, by_cls = (pooling.picked(one) for one in (model, cls))
    tells(
        LESSON,
        f"Let a question pick its duplicate among {len(first)}: by the mean {by_mean:.0%} are right, by CLS {by_cls:.0%}.",
        f"CLS picks the right one of {len(first)} for {by_cls:.0%}, the mean for {by_mean:.0%}",
        f"{by_cls:.0%} against {by_mean:.0%}",
        f"It still picks the right one of {len(first)} for {by_cls:.0%}. By lot it would be one in {len(first)}.",
    )
    assert by_mean > by_cls > pooling.picked(words)
    loss = {name: pooling.info_nce(one, 0.05) for name, one in {"model": model, "words": words}.items()}
    tells(
        LESSON,
        f"On {len(first)} pairs of our questions, with $\\tau=0.05$, the model's loss is {loss['model']:.2f}. "
        f"Averaged words have {loss['words']:.2f}. A blind guess has log {len(first)} = {np.log(len(first)):.2f}.",
    )


def test_the_mean_of_the_tokens_is_the_embedding() -> None:
    some = list(corpus.paragraphs("support")[:5])
    means = unit_rows(np.array([rows.mean(axis=0) for rows in sentences.token_vectors(some)]))
    np.testing.assert_allclose(sentences.embed(some), means, atol=1e-5)


def test_a_bank_for_money_lies_nearer_to_its_like() -> None:
    money, river = (pooling.uses("bank", pooling.BANKS[sense]) for sense in ("money", "river"))
    above = np.triu_indices(6, k=1)
    within = [float((rows @ rows.T)[above].mean()) for rows in (money, river)]
    across = float((money @ river.T).mean())
    tells(LESSON, f"| money and money | 1 | {within[0]:.2f} |", f"| river and river | 1 | {within[1]:.2f} |")
    tells(LESSON, f"| money and river | 1 | {across:.2f} |", f"have cosine {across:.2f} on average in the lesson, two money")


def test_padding_that_is_averaged_in_makes_a_question_a_stranger_to_itself() -> None:
    longest = max(len(sentences.tokens(text)) for text in corpus.paragraphs("support"))
    own, padded = sentences.padded_vectors("Where is my card?", longest)
    means = own.mean(axis=0), padded.mean(axis=0)
    cosine_of_both = float(means[0] @ means[1] / np.linalg.norm(means[0]) / np.linalg.norm(means[1]))
    tells(LESSON, f"Average the padding of *Where is my card?* in, and it has cosine {cosine_of_both:.2f} with itself.")
