"""The chance of guessing right, by the kind of a question and what it offers."""

import random

import pytest

from exercises.marking import generate, mark
from exercises.marking.chance import TYPED, of_guessing
from tests.sample import ITEMS


def question(kind: str):
    return generate({"kind": kind, "why": "So.", **ITEMS[kind]}, 3)


@pytest.mark.parametrize(
    ("kind", "chance"),
    [
        ("choice", 1 / 3),
        ("choices", 1 / 15),
        ("order", 1 / 24),
        ("match", 1 / 64),
        ("fill", TYPED / 2),
        ("number", TYPED),
        ("text", TYPED),
        ("output", TYPED),
        ("card", None),
        ("design", None),
    ],
)
def test_each_kind_has_its_chance(kind, chance):
    assert of_guessing(question(kind)) == (None if chance is None else pytest.approx(chance))


def test_blind_guesses_are_right_as_often_as_was_said():
    asked, blind = question("choice"), random.Random(1)
    options = list(asked.key["options"])
    right = sum(mark(asked, {"choice": blind.choice(options)}).correct for _ in range(3000))
    assert right / 3000 == pytest.approx(of_guessing(asked), abs=0.03)
