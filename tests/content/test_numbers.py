"""An item may take numbers from a file that a builder computes; what is wrong with the file is told at the item's line."""

from __future__ import annotations

import pytest

from exercises.marking import generate
from tests.content.conftest import Copy
from tutor.catalogue.bundle import load_bundle

FOLDER = "ground/01-first"
ITEMS = f"{FOLDER}/items.yaml"
CARD = "ask: What does near mean for [[w]]?"


def with_file(copy: Copy, body: str, name: str = "counts.json") -> None:
    copy.change(ITEMS, CARD, f"numbers: {name}\n    ask: What does near mean for [[w]] and [[twice[1] + n]]?\n    let: {{n: 1}}")
    copy.write(f"{FOLDER}/data/counts.json", body)


def test_the_numbers_of_a_file_are_names_that_texts_may_use(copy: Copy) -> None:
    with_file(copy, '{"twice": [2, 4]}')
    bundle = load_bundle(copy.root)
    assert not bundle.problems
    (card,) = (item for item in bundle.items["first"] if item.kind == "card")
    assert generate(card.document, 1).ask.endswith("and 5?")
    assert "numbers" not in card.document and card.document["let"] == [["twice", [2, 4]], ["n", 1]]


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        ("{", "counts.json", "is no JSON"),
        ("[" * 100_000, "counts.json", "is no JSON"),
        ('{"twice": "n"}', "counts.json", "something else than numbers"),
        ('{"twice": [2, [true]]}', "counts.json", "something else than numbers"),
        ("[2, 4]", "counts.json", "something else than numbers"),
        ('{"twice": [2, 4], "n": 3}', "counts.json", "names n once more"),
        ("{}", "other.json", "there is no such file"),
        ("{}", "../data/counts.json", "no name of a file"),
        ("{}", "3", "no name of a file"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_at_the_item(copy: Copy, body: str, name: str, said: str) -> None:
    with_file(copy, body, name)
    line = copy.line_of(ITEMS, "let: {n: 1}" if "once more" in said else f"numbers: {name}")
    assert [problem for problem in load_bundle(copy.root).problems if problem.line == line and said in problem.what]
