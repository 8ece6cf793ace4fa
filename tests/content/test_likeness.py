"""Which items ask the same: by their wording without drawn values, and by vectors that are computed once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from exercises.content.likeness import NEAR_DUPLICATE, near_duplicates, wording
from tests.content.conftest import Copy
from tutor.catalogue.wordings import MOST_KEPT, vectors_of

ROOT = Path(__file__).resolve().parents[2]


class Model:
    """Stands for the sentence model: a row that is the text's length, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts])


def test_a_wording_has_all_that_is_read_and_no_value_that_is_drawn(copy: Copy) -> None:
    items = {item.slug: wording(item) for item in copy.load().items["first"]}
    assert items["add-two"] == "What is 1 + 1? 1 2 11"
    assert items["add-many"] == "What is 2 · ( + )?"
    assert items["printed-sum"] == "What does it print? print(sum(range()))"
    assert items["order-by-length"] == "Order them by length, the shortest first. (1, 0) (1, 1) (2, 0)"
    assert items["match-lengths"] == "Which length belongs to which arrow? (1, 0) 1 (0, 2) 2 (3, 4) 5"
    assert items["write-the-norm"] == "Complete the function. def norm(a): return math.…(sum(x … for x in a))"
    assert items["nearest-point"] == "Which point is nearest to the origin? A B"
    assert items["name-it"] == "What is the opposite of far? near"
    assert items["remember-likeness"] == "What does near mean for ? Alike in meaning."


def test_two_items_that_are_too_much_alike_are_told_with_their_places_and_cosine(copy: Copy) -> None:
    items = copy.load().items["first"][:3]
    angle = np.arccos(NEAR_DUPLICATE + 0.001)
    rows = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [np.cos(angle), np.sin(angle), 0.0]])
    file = "ground/01-first/items.yaml"
    line = copy.line_of(file, "slug: printed-sum")
    assert [str(one) for one in near_duplicates(items, rows)] == [
        f"{file}:{line}: “printed-sum” asks what “add-two” asks at {file}:2 (cosine 0.82); "
        "ask about another side of it, or leave one away"
    ]
    further = np.arccos(NEAR_DUPLICATE - 0.001)
    rows[2] = [np.cos(further), np.sin(further), 0.0]
    assert list(near_duplicates(items, rows)) == []


def test_a_text_is_embedded_once(tmp_path: Path) -> None:
    model, cache = Model(), tmp_path / "cache" / "wordings.npz"
    assert vectors_of(["one", "three", "one"], cache, embed=model).tolist() == [[3, 1], [5, 1], [3, 1]]
    assert vectors_of(["three", "eleven"], cache, embed=model).tolist() == [[5, 1], [6, 1]]
    assert model.asked == ["one", "three", "eleven"]


def test_a_broken_file_of_vectors_is_written_anew(tmp_path: Path) -> None:
    cache = tmp_path / "wordings.npz"
    for broken in (b"", b"PK\x03\x04 half a file", b"no archive"):
        cache.write_bytes(broken)
        assert vectors_of(["one"], cache, embed=Model()).tolist() == [[3, 1]]
        assert vectors_of(["one"], cache, embed=Model()).tolist() == [[3, 1]]
    assert [file.name for file in tmp_path.iterdir()] == ["wordings.npz"]


def test_the_file_of_vectors_does_not_grow_for_ever(tmp_path: Path) -> None:
    model, cache = Model(), tmp_path / "wordings.npz"
    vectors_of(["first"], cache, embed=model)
    vectors_of([f"text {n}" for n in range(MOST_KEPT)], cache, embed=model)
    vectors_of(["text 0"], cache, embed=model)
    assert len(model.asked) == MOST_KEPT + 1
    vectors_of(["first"], cache, embed=model)
    assert model.asked[-1] == "first"


def test_what_is_known_does_not_load_the_model(tmp_path: Path) -> None:
    cache = tmp_path / "wordings.npz"
    vectors_of(["one"], cache, embed=Model())
    source = (
        "import pathlib, sys\nfrom tutor.catalogue.wordings import vectors_of\n"
        f"vectors_of(['one'], pathlib.Path({str(cache)!r}))\nprint('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
