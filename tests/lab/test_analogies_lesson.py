"""What lesson 2.4 says of analogies is so, and its widget's data is what the builder computes."""

import base64
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from lessons.lab import analogies, build, build_analogy_explorer
from lessons.lab.counts import unit_rows
from tests.lab.told import data, tells

LESSON = "08-analogies"
PATH = "embeddings/08-analogies/data/analogy-explorer.json"
KING = ("man", "woman", "king")


@cache
def tallies() -> dict[str, analogies.Tally]:
    return analogies.measured(analogies.frequent())


@cache
def shown() -> analogies.Words:
    """The words of the figure, with the vectors of its file."""
    document = data(f"{LESSON}/data/analogy-explorer.json")
    rows = np.frombuffer(base64.b64decode(document["vectors"]), dtype=np.int8).reshape(-1, document["dimension"])
    return analogies.Words(tuple(document["words"].split(" ")), unit_rows(rows.astype(np.float64)))


def step(a: str, b: str) -> np.ndarray:
    words = analogies.frequent()
    return words.vector(b) - words.vector(a)


def percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}"


def test_the_builder_computes_the_committed_file() -> None:
    assert build.text_of(build_analogy_explorer.build()) == (build.CATALOGUE / PATH).read_text(encoding="utf-8")
    assert (build.CATALOGUE / PATH).stat().st_size < 300_000


def test_the_figure_ranks_the_words_that_it_says_by_nearly_their_own_vectors() -> None:
    words = shown().words
    assert len(words) == len(set(words)) and set(analogies.frequent().words) > set(words) - set(build_analogy_explorer.ALSO)
    tells(LESSON, f"ranked are {len(words):,} words", f"- Words: {len(words):,}.")
    assert (analogies.Words.of(words).unit * shown().unit).sum(axis=1).min() > 0.9998
    assert {word for preset in build_analogy_explorer.PRESETS for word in preset} <= set(words)


@pytest.mark.parametrize("words", [analogies.frequent, shown])
def test_king_is_nearest_to_the_tip_and_queen_second(words) -> None:
    first, second = words().ranked(words().tip(*KING), 2)
    tells(LESSON, f"**{first[0].capitalize()}** itself, with {first[1]:.2f}; *{second[0]}* is second, with {second[1]:.2f}.")
    tells(LESSON, f"It is there, and second with {second[1]:.2f}.")
    assert words().ranked(words().tip(*KING), 1, leave_out=KING)[0][0] == "queen"


@pytest.mark.parametrize("words", [analogies.frequent, shown])
def test_doctor_comes_first_and_makes_way_for_nurse(words) -> None:
    asked = ("man", "woman", "doctor")
    (first, _), (second, _) = words().ranked(words().tip(*asked), 2)
    tells(LESSON, f"nearest is *{first}*. Left out, it makes way for *{second}*.")
    assert (first, second) == ("doctor", "nurse")


def test_bad_is_to_worse_what_good_is_to_better_once_inputs_are_left_out() -> None:
    asked = ("good", "better", "bad")
    tip = shown().tip(*asked)
    assert [shown().ranked(tip, 1)[0][0], shown().ranked(tip, 1, leave_out=asked)[0][0]] == ["bad", "worse"]
    tells(LESSON, "*Worse* is free to answer, and with the inputs left out it does.")


def test_the_steps_are_alike_and_of_different_lengths() -> None:
    one, other = step("man", "woman"), step("king", "queen")
    lengths = [float(np.linalg.norm(some)) for some in (one, other)]
    cosine = float(one @ other) / lengths[0] / lengths[1]
    chance = 1 / np.sqrt(50)
    tells(LESSON, f"In GloVe their cosine is {cosine:.2f}. Chance gives 0, give or take {chance:.2f}.")
    tells(LESSON, f"have a cosine of {cosine:.2f} in 50 dimensions")
    tells(LESSON, f"cosines of 0 ± {chance:.2f}, so {cosine:.2f} is no accident")
    tells(LESSON, f"These have lengths {lengths[0]:.2f} and {lengths[1]:.2f}.")
    tells(LESSON, f"it is {lengths[0]:.2f}, beside words of length 1")
    tells(LESSON, f"From *king* to *queen* it would take {lengths[1]:.2f}", f"It moves, by {lengths[0]:.2f}.")
    assert 4 < cosine / chance < 4.5 and 0.3 / chance > 2
    tells(LESSON, "about four spreads above chance", "beyond 0.3 it is rare by chance in 50 dimensions")


def test_the_accuracy_on_the_public_questions_is_as_told() -> None:
    all_ = analogies.total(list(tallies().values()))
    assert sum(len(section) for section in analogies.questions().values()) == 19_544
    tells(LESSON, f"Here are {all_.asked:,} public questions whose words are all among the 10,000 most frequent:")
    tells(LESSON, f"{all_.asked:,} of 19,544 all of whose words", f"answered from these {analogies.VOCABULARY:,}")
    right, loose, alone = (percent(count, all_.asked) for count in (all_.right, all_.right_with_inputs, all_.without_relation))
    tells(LESSON, f"| inputs left out | **{right}** |", f"| inputs may answer | {loose} |", f"the nearest to $c$ | {alone} |")
    tells(LESSON, f"$c$ itself comes first in {percent(all_.third_word, all_.asked)} of cases")
    tells(LESSON, f"- {right} in all", f"The same vectors gave {loose} or {right} by the rule alone")
    tells(LESSON, f"“analogy accuracy”, {right} and", f"{loose} or {right} with the same vectors.")


def test_each_relation_comes_out_as_told() -> None:
    rows = {
        "France, French": "gram6-nationality-adjective",
        "man, woman": "family",
        "car, cars": "gram8-plural",
        "going, went": "gram7-past-tense",
        "Japan, yen": "currency",
        "aware, unaware": "gram2-opposite",
    }
    shares = []
    for pair, section in rows.items():
        one = tallies()[section]
        tells(LESSON, f"| {pair} | {percent(one.right, one.asked)} | {percent(one.without_relation, one.asked)} |")
        a, b = pair.lower().split(", ")
        assert any((a, b) in (asked[:2], asked[2:]) for asked in analogies.questions()[section]), pair
        shares.append(one.share(one.right))
        if section not in ("gram8-plural", "gram2-opposite"):
            tells(LESSON, f'left: {pair.replace(", ", " → ")}, right: "{percent(one.right, one.asked)}"')
    assert all(one > other for one, other in pairwise(shares))
    tells(LESSON, f"{shares[0]:.0%} for nationalities, {shares[-1]:.0%} for opposites")
    tells(LESSON, f"From {shares[-1]:.0%} for opposites to {shares[0]:.0%}")


def test_apple_is_a_firm_first() -> None:
    words = analogies.frequent()
    order = [word for word, _ in words.ranked(words.vector("apple"), len(words.words))]
    chips, microsoft, pc = order[1:4]
    tells(LESSON, f"The nearest to *apple* are *{chips}*, *{microsoft}* and *{pc}*;")
    tells(LESSON, f"among 10,000 words *fruit* comes {order.index('fruit')}th.")
    tells(LESSON, "*chips* and *microsoft* are the nearest words in GloVe")


def test_the_tip_is_the_same_when_b_and_c_change_places_and_not_when_the_step_is_turned() -> None:
    words = analogies.frequent()
    assert np.allclose(words.tip("man", "king", "woman"), words.tip(*KING))
    assert not np.allclose(words.tip("woman", "man", "king"), words.tip(*KING))
    assert not np.allclose(words.tip("king", "man", "woman"), words.tip(*KING))
