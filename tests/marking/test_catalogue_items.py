"""Every item of the catalogue, asked with many seeds as learners will be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from exercises.content.items import ItemFile
from exercises.marking import Question, explain, generate, mark
from exercises.marking.responses import right_response, wrong_responses
from tests.catalogue.bundle import real

SEEDS = range(30)
SLOT = re.compile(r"\[\[\s*[A-Za-z(]")  # nested lists of numbers begin with two brackets too
# Noise of floating arithmetic (0.30000000000000004, 1e-17) and zero with a sign.
SILLY = re.compile(r"\d\.\d*?(?:0{6,}|9{6,})\d|\d\.\d{11,}|\d[eE][-+]?\d\d|[-−]0(?:\.0*)?(?![\d.,])")


ITEMS = [item for items in real().items.values() for item in items]
items = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.slug)


def asked(item: ItemFile) -> Iterator[Question]:
    seeds = SEEDS if item.document.get("parameters") else SEEDS[:3]
    return (generate(item.document, seed) for seed in seeds)


def shown(value: Any) -> Iterator[str]:
    """Every text in a part of a question."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from shown(one)


def test_the_catalogue_asks_in_all_ways() -> None:
    assert len(ITEMS) > 60
    assert len({item.kind for item in ITEMS}) == 11


@items
def test_the_right_answer_is_right_and_explained_with_every_seed(item: ItemFile) -> None:
    for question in asked(item):
        response = right_response(question)
        given_mark = mark(question, response)
        assert given_mark.correct
        told = explain(question, response, given_mark)
        assert told.why.strip() and told.solution.strip()


@items
def test_some_wrong_answer_is_foreseen_and_every_foreseen_one_is_wrong_and_explained(item: ItemFile) -> None:
    explained = 0
    for question in asked(item):
        for response in wrong_responses(question):
            given_mark = mark(question, response)
            assert not given_mark.correct
            explained += any(note.chosen and note.text.strip() for note in explain(question, response, given_mark).notes)
    assert explained or item.kind == "card"


@items
def test_no_text_shows_a_slot_or_a_number_that_nobody_would_write(item: ItemFile) -> None:
    for question in asked(item):
        response = right_response(question)
        told = explain(question, response, mark(question, response))
        texts = [question.ask, question.hint, told.why, told.solution, *shown(question.public), *shown(question.key)]
        for text in texts:
            assert not SLOT.search(text) and not SILLY.search(text), text


@items
def test_a_question_can_be_sent_as_json(item: ItemFile) -> None:
    for question in asked(item):
        assert json.loads(json.dumps(question.public)) == question.public


@items
def test_parameters_make_questions_differ(item: ItemFile) -> None:
    if item.document.get("parameters"):
        assert len({json.dumps([question.ask, question.public], sort_keys=True) for question in asked(item)}) > 1


@items
def test_every_foreseen_mistake_differs_from_the_answer_for_some_values(item: ItemFile) -> None:
    if item.kind == "number":
        for place in range(len(item.document.get("mistakes", []))):
            numbers = [{"number": repr(question.key["mistakes"][place]["answer"])} for question in asked(item)]
            assert any(not mark(question, number).correct for question, number in zip(asked(item), numbers, strict=True))


@pytest.mark.parametrize("text", ["is 0.30000000000000004.", "0.7999999999999999", "1.2e-17", "-0", "−0.0 km", "3.3333333333333"])
def test_noise_would_be_seen(text: str) -> None:
    assert SILLY.search(text)
