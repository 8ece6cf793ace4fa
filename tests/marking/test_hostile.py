"""Whatever an author writes or a client sends: a problem with its place, a BadResponse with its mend, never a crash."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.marking import KINDS, BadResponse, explain, generate, mark, problems
from exercises.marking.responses import right_response
from tests.marking.strategies import damaged, documents, laws, questions, responses, values

FIELDS = ["choice", "choices", "number", "order", "pairs", "blanks", "output", "points", "text", "rating", "costs", "reasons"]
mappings = st.dictionaries(st.sampled_from(["a", "b", "l1", "l2", "l3"]), st.sampled_from(["a", "b", "z"]) | values, max_size=4)
lists = st.lists(st.sampled_from(["a", "b", "c", "z"]), max_size=4)
guesses = values | lists | mappings | st.sampled_from(["a", "z", "good", "1"])


@laws
@given(values)
def test_anything_at_all_can_be_looked_at_for_problems(document: Any) -> None:
    assert problems(document) != []


@laws
@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.text(max_size=6), values, max_size=4), st.data())
def test_any_values_in_the_fields_of_a_kind_are_looked_at(kind: str, more: dict[str, Any], data: st.DataObject) -> None:
    fields = sorted(KINDS[kind].FIELDS | {"ask", "why", "hint", "seconds", "parameters", "let"})
    document = {"kind": kind} | more | {name: data.draw(values, name) for name in fields if data.draw(st.booleans(), name)}
    _sound_or_told(document, data)


@settings(laws, max_examples=200)
@given(damaged(), st.data())
def test_a_damaged_document_is_either_sound_still_or_told_apart(document: dict[str, Any], data: st.DataObject) -> None:
    _sound_or_told(document, data)


def _sound_or_told(document: dict[str, Any], data: st.DataObject) -> None:
    """An item without problems can be asked and marked; the others have each problem's place, what and mend."""
    found = problems(document)
    assert all(isinstance(part, str) for one in found for part in one)
    assert all(what and mend for _, what, mend in found)
    if not found:
        # Seeds that the author's check does not try may make two options alike, but a question they always make.
        question = generate(document, data.draw(st.integers(0, 49)))
        right = right_response(question)
        given_mark = mark(question, right)
        assert given_mark.correct
        assert explain(question, right, given_mark).why.strip()


@pytest.mark.parametrize("kind", [None, [], {}, "essay", "", 3, ["choice"]])
def test_an_unknown_kind_is_told_with_the_known_ones(kind: Any) -> None:
    ((place, what, mend),) = problems({"kind": kind})
    assert place == "kind" and "is not a kind" in what and "choice" in mend and "card" in mend


@pytest.mark.parametrize("kind", KINDS)
@laws
@given(data=st.data())
def test_any_json_for_an_answer_is_marked_or_refused(kind: str, data: st.DataObject) -> None:
    question = data.draw(questions(st.just(kind)))
    response = data.draw(values | st.dictionaries(st.sampled_from(FIELDS), guesses, max_size=2))
    _marked_or_refused(question, response)


@pytest.mark.parametrize("kind", KINDS)
@laws
@given(data=st.data())
def test_an_answer_with_one_part_exchanged_is_marked_or_refused(kind: str, data: st.DataObject) -> None:
    question = data.draw(questions(st.just(kind)))
    response = data.draw(responses(question))
    field = data.draw(st.sampled_from(sorted(response)))
    value = response[field]
    if isinstance(value, list):
        value = [*value, data.draw(guesses)]
    elif isinstance(value, dict):
        value = value | {data.draw(st.sampled_from([*value, "more"])): data.draw(guesses)}
    else:
        value = data.draw(guesses)
    _marked_or_refused(question, response | {field: value})


def _marked_or_refused(question: Any, response: Any) -> None:
    try:
        given_mark = mark(question, response)
    except BadResponse as problem:
        assert problem.field and problem.problem and problem.mend
        return
    assert 0 <= given_mark.score <= 1
    explain(question, response, given_mark)


@pytest.mark.parametrize("kind", KINDS)
@laws
@given(data=st.data())
def test_a_second_answer_beside_the_first_is_refused(kind: str, data: st.DataObject) -> None:
    question = data.draw(questions(st.just(kind)))
    with pytest.raises(BadResponse):
        mark(question, data.draw(responses(question)) | {"more": 1})


@pytest.mark.parametrize("text", ["", " ", "\n\t", "x" * 2001, "null\0byte", "\x1b[2J", "\ud800", None, 3, ["x"], {"x": 1}])
@pytest.mark.parametrize("kind", ["number", "output", "text", "fill"])
def test_text_that_nobody_types_is_refused(kind: str, text: Any) -> None:
    document = {
        "number": {"answer": 1, "tolerance": {"absolute": 0}},
        "output": {"code": "x", "answer": "1"},
        "text": {"accept": ["one"]},
        "fill": {"text": "{{a}}", "blanks": {"a": {"accept": ["one"], "why": "w"}}},
    }[kind]
    question = generate({"kind": kind, "ask": "a", "why": "b"} | document, 1)
    with pytest.raises(BadResponse):
        mark(question, {"blanks": {"a": text}} if kind == "fill" else {kind: text})


@laws
@given(documents())
def test_every_problem_of_a_document_is_told_at_once(document: dict[str, Any]) -> None:
    found = problems(document | {"ask": "", "why": 3, "seconds": 0, "nonsense": 1})
    assert {place for place, _, _ in found} >= {"ask", "why", "seconds", "nonsense"}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_written_deeper_than_files_can_be_is_refused_too(kind: str) -> None:
    deep: Any = "x"
    for _ in range(200):
        deep = [deep]
    assert problems({"kind": kind, "ask": deep, "why": deep} | dict.fromkeys(KINDS[kind].FIELDS, deep))
    assert problems({"kind": kind, "ask": "a", "why": "b", "parameters": {"n": {"choice": [1, deep]}}})
