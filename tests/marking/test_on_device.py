"""What a device marks by is enough for the server's own marks, as docs/marking.json has them."""

from __future__ import annotations

import pytest

from exercises import marking
from exercises.marking.on_device import KINDS, on_device
from tests.marking import vectors


def test_the_examples_for_clients_are_as_the_server_has_them() -> None:
    assert vectors.FILE.read_text(encoding="utf-8") == vectors.written(), "run: python -m tests.marking.vectors"
    assert {one["question"]["kind"] for one in vectors.made()} == KINDS


@pytest.mark.parametrize(("document", "answers"), vectors.TYPED, ids=lambda one: one["ask"] if isinstance(one, dict) else "")
def test_what_is_typed_in_them_has_the_score_that_they_say(document: dict, answers: list) -> None:
    assert marking.problems(document) == []
    question = marking.generate(document, 7)
    name = "blanks" if question.kind == "fill" else question.kind
    for given, score, _ in answers:
        assert marking.mark(question, {name: given}).score == score, given


def test_a_foreseen_mistake_comes_with_what_is_said_of_it() -> None:
    question = marking.generate(vectors.PRICE, 7)
    told = on_device(question)
    assert told and [one.note for one in told.foreseen] == [
        *marking.explain(question, {"number": "617.25"}, marking.Mark(0.0)).notes,
        *marking.explain(question, {"number": "625"}, marking.Mark(0.0)).notes,
    ]
