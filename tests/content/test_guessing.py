"""Somebody who knows nothing and picks by a rule does about as well as chance, or the items to mend are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.content.guessing import check_guessing
from exercises.content.items import ItemFile
from tests.content.conftest import Copy

LESSON = "ground/01-first/lesson.md"


def choice(slug: str, *texts: str, right: int = 0, shuffle: bool = True) -> ItemFile:
    options = [{"text": text, "why": "So it is.", "right": place == right} for place, text in enumerate(texts)]
    document = {"kind": "choice", "ask": "Which?", "why": "So.", "options": options, "shuffle": shuffle}
    return ItemFile(slug, "sums", "choice", 30, document, "items.yaml", 7)


def problems(items: list[ItemFile]) -> list[str]:
    return [str(problem) for problem in check_guessing(items, [], Path())]


def test_the_longest_option_is_not_always_the_right_one() -> None:
    bank = [choice(f"long-{n}", "much longer", "short", "brief") for n in range(6)]
    bank += [choice(f"even-{n}", "same", "alas", "also") for n in range(3)]
    # 6 and a third of 3 of 9; by chance 3, and √(9 · 1/3 · 2/3) = 1.41.
    assert problems(bank) == [
        "items.yaml:7: always picking the longest option is right in 7.0 of 9, by chance in 3.0, and 5.8 is the most; "
        "make right options as long as wrong ones in 2 or more of long-0, long-1, long-2, long-3, long-4, long-5"
    ]


def test_nor_is_the_shortest() -> None:
    (problem,) = problems([choice(f"short-{n}", "no", "much longer", "long enough") for n in range(8)])
    assert "always picking the shortest option is right in 8.0 of 8" in problem


@pytest.mark.parametrize(("right", "rules"), [(1, ["option 2"]), (2, ["option 3", "the last option"])])
def test_where_options_are_not_shuffled_the_right_one_does_not_always_stand_at_one_place(right: int, rules: list[str]) -> None:
    bank = [choice(f"same-{n}", "one1", "two2", "six6", right=right, shuffle=False) for n in range(8)]
    found = problems(bank)
    assert [problem.partition("picking ")[2].partition(" where")[0] for problem in found] == rules
    assert all("where their order is fixed is right in 8.0 of 8" in problem for problem in found)
    assert problems([choice(f"same-{n}", "one1", "two2", "six6", right=right) for n in range(8)]) == []


def test_what_comes_by_chance_is_taken() -> None:
    bank = [choice(f"given-{n}", "much longer", "short", "brief") for n in range(5)]
    bank += [choice(f"hidden-{n}", "middling", "longer one", "brief") for n in range(7)]
    assert problems(bank) == [], "5 of 12 are less than 4 and twice 1.6"


def test_few_lists_of_options_prove_nothing() -> None:
    assert problems([choice(f"long-{n}", "much longer", "short", "brief") for n in range(7)]) == []


def test_lists_in_blanks_and_predictions_count_as_well(copy: Copy) -> None:
    blank = "square: {accept: ['** 2'], options: ['** 2', '*'], why: Each number by itself.}"
    old = 'square: {accept: ["** 2", "* x"], why: "Each number by itself."}'
    copy.change("ground/01-first/items.yaml", old, blank)
    bundle = copy.load()
    assert bundle.problems == []
    fill = next(item for item in bundle.items["first"] if item.kind == "fill")
    (problem,) = check_guessing([fill] * 8, [], bundle.root)
    assert "always picking the longest option is right in 8.0 of 8" in problem.what
    assert "write-the-norm (square)" in problem.mend
    (problem,) = check_guessing([], bundle.paths[0].lessons * 8, bundle.root)
    assert (problem.file, problem.line) == (LESSON, copy.line_of(LESSON, "# explore walk"))
    assert "option 2 where their order is fixed" in problem.what and "first/walk" in problem.mend
