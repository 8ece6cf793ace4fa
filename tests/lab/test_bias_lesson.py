"""What lesson 2.5 says of associations is so, and its widget's data is what the builder computes."""

from itertools import combinations

import numpy as np
import pytest

from lessons.lab import association, build, build_bias_axis, glove
from lessons.lab.counts import unit_rows
from tests.lab.told import data, tells

LESSON = "09-bias"
PATH = "embeddings/09-bias/data/bias-axis.json"
MATH = ("math", "arts", "male_terms", "female_terms")
NAMES = ("male_names", "female_names", "career", "family")
FLOWERS = ("flowers", "insects", "pleasant_5", "unpleasant_5a")


def sets(names: tuple[str, ...]) -> list[np.ndarray]:
    return [association.list_vectors(name) for name in names]


def cut(names: tuple[str, ...]) -> list[np.ndarray]:
    """With the direction from he to she taken out."""
    return [association.without(rows, association.direction("he", "she")) for rows in sets(names)]


def occupations() -> dict[str, dict]:
    return {one["word"]: one for one in data(f"{LESSON}/data/bias-axis.json")["occupations"]}


def signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def test_the_builder_computes_the_committed_file() -> None:
    assert build.text_of(build_bias_axis.build()) == (build.CATALOGUE / PATH).read_text(encoding="utf-8")
    assert (build.CATALOGUE / PATH).stat().st_size < 30_000


def test_the_projections_of_three_occupations_are_as_told() -> None:
    nurse, surgeon, coach = unit_rows(glove.vectors(["nurse", "surgeon", "coach"])) @ association.direction("he", "she")
    tells(LESSON, f"| {signed(nurse)} | {signed(surgeon)} | {signed(coach)} |")
    assert {word: one["leaning"] for word, one in occupations().items() if word in ("nurse", "coach")} == pytest.approx(
        {"nurse": nurse, "coach": coach}, abs=5e-5
    )


def test_the_step_from_male_to_female_is_at_a_right_angle_to_that_from_he_to_she() -> None:
    cosine = association.direction("he", "she") @ association.direction("male", "female")
    tells(LESSON, f"stands at a right angle to this one, with cosine {abs(cosine):.2f}.")
    assert abs(cosine) < 0.005


def test_nurse_keeps_twice_as_many_neighbours_on_her_side_as_is_typical() -> None:
    document, nurse = data(f"{LESSON}/data/bias-axis.json"), occupations()["nurse"]
    trained, removed, typical = nurse["trained"]["she"], nurse["removed"]["she"], document["typical"]
    tells(LESSON, f"Of the {document['neighbours']} words nearest to *nurse*, {trained} lean to *she*;")
    tells(LESSON, f"lean to *she*; a typical word has {typical:.0f}.", f"{removed}, still twice what is typical.")
    tells(LESSON, f'options: ["about {typical:.0f}, as for any word", "{removed}", "all {trained}"]')
    tells(LESSON, f"*Nurse* still has {removed} of 50 neighbours that leaned to *she*.")
    assert removed / typical == pytest.approx(2, abs=0.05)


def test_the_old_leaning_and_the_new_neighbours_still_go_together() -> None:
    known = occupations().values()
    tells(LESSON, f"{len(known)} occupations, from *he* to *she*.")
    tells(LESSON, f"over the {len(known)} the old leaning", f"- Occupations: {len(known)},")
    leaning = [one["leaning"] for one in known]
    before, after = (np.corrcoef(leaning, [one[view]["she"] for one in known])[0, 1] for view in ("trained", "removed"))
    tells(LESSON, f"the new neighbours correlate with {after:.2f}; before, it was {before:.2f}.")
    tells(LESSON, f"the old leaning and the new neighbours correlate with {after:.2f}.")
    assert max(abs(association.ratings()[word][0]) for word in occupations()) <= 0.3, "none names a man or a woman by definition"


def test_caretaker_leans_to_he_by_the_company_of_governments() -> None:
    by_leaning = sorted(occupations().values(), key=lambda one: one["leaning"])
    assert [one["word"] for one in by_leaning[:2]] == ["coach", "caretaker"]
    caretaker = by_leaning[1]
    tells(LESSON, f"people rate it {caretaker['rated']:.1f}, towards women".replace("-", "−"))
    first, second, third = (word for word, _ in caretaker["removed"]["nearest"][:3])
    tells(LESSON, f"are *{first}*, *{second}* and *{third}*")
    tells(LESSON, "It is among the 10,500 most frequent")
    assert glove.places()["caretaker"] < 10_500


def test_taking_the_direction_out_makes_he_and_she_one_vector() -> None:
    axis = association.direction("he", "she")
    he, she = association.without(unit_rows(glove.vectors(["he", "she"])), axis)
    assert he == pytest.approx(she)
    tells(LESSON, "*she* and *he* become one and the same vector")
    assert glove.vectors(["he"]).shape[1] - 1 == 49
    tells(LESSON, "49 others are left.")


@pytest.mark.parametrize(
    ("names", "row"), [(MATH, "math, arts | he, she words"), (NAMES, "men's, women's names | career, family")]
)
def test_effects_and_exact_p_values_are_as_told(names: tuple[str, ...], row: str) -> None:
    effect, (extreme, splits) = association.effect_size(*sets(names)), association.splits_as_large(*sets(names))
    tells(LESSON, f"| {row} | {effect:.2f} | {extreme} |", f"Of 16 words there are {splits:,} splits")


def test_three_splits_of_all_are_a_small_p() -> None:
    extreme, splits = association.splits_as_large(*sets(MATH))
    effect = association.effect_size(*sets(MATH))
    assert extreme == 3
    tells(LESSON, f"Three of {splits:,} is p = {extreme / splits:.4f}.")
    tells(LESSON, f"d = {effect:.2f} and p = {extreme / splits:.4f} for math and arts")
    tells(LESSON, f"{extreme} of {splits:,} do", f"With a probability of {1 - extreme / splits:.2%} men")


def test_no_split_by_lot_sets_flowers_and_insects_as_far_apart() -> None:
    flowers, insects, *_ = sets(FLOWERS)
    tells(LESSON, f"| flowers, insects | pleasant, unpleasant | {association.effect_size(*sets(FLOWERS)):.2f} | |")
    tells(LESSON, f"Of {len(flowers)} flowers and {len(insects)} insects there are too many splits; of 10,000 by lot none")
    assert association.drawn_as_large(*sets(FLOWERS), draws=10_000, seed=1) == 0


def test_without_the_direction_one_test_falls_by_half_and_the_other_turns_round() -> None:
    effect, (extreme, splits) = association.effect_size(*cut(NAMES)), association.splits_as_large(*cut(NAMES))
    names, maths = association.effect_size(*sets(NAMES)), association.effect_size(*sets(MATH))
    tells(LESSON, f"d falls from {names:.2f} to {effect:.2f}, and p is {extreme / splits:.2f}.")
    turned = f"{association.effect_size(*cut(MATH)):.2f}".replace("-", "−")
    tells(LESSON, f"d goes from {maths:.2f} to **{turned}**", f"Math and arts went from {maths:.2f} to {turned}.")
    assert 0.45 < effect / names < 0.55


def test_the_effect_is_what_the_formula_says_and_at_most_two() -> None:
    rng = np.random.default_rng(0)
    X, Y, A, B = (rng.normal(size=(count, 5)) for count in (4, 4, 3, 2))

    def cosine(a: np.ndarray, b: np.ndarray) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    def s(w: np.ndarray) -> float:
        return float(np.mean([cosine(w, a) for a in A]) - np.mean([cosine(w, b) for b in B]))

    scores = [s(w) for w in (*X, *Y)]
    expected = (np.mean(scores[:4]) - np.mean(scores[4:])) / np.std(scores)
    assert association.effect_size(X, Y, A, B) == pytest.approx(expected)
    assert abs(expected) <= 2
    sums = [sum(half) for half in combinations(scores, 4)]
    assert association.splits_as_large(X, Y, A, B) == (sum(one >= sums[0] - 1e-12 for one in sums), 70)
