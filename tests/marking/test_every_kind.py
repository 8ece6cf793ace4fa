"""Laws that hold for every kind of item."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import KINDS, Explanation, Question, explain, generate, mark, problems
from exercises.marking.expressions import evaluate
from exercises.marking.responses import right_response
from tests.marking.strategies import documents, laws, questions, responses, seeds

GREEK = re.compile(r"[Α-Ωα-ω]")
PUBLIC: dict[str, set[str]] = {
    "choice": {"options"},
    "choices": {"options"},
    "number": {"unit"},
    "order": {"entries"},
    "match": {"left", "right"},
    "fill": {"language", "segments"},
    "output": {"code"},
    "point": {"picture", "many"},
    "text": set(),
    "card": {"back"},
    "design": {"costs", "decisions", "unit"},
}
THREE = [{"text": "a", "why": "w", "right": True}, {"text": "b", "why": "w"}, {"text": "c", "why": "w"}]
POINTS = [{"id": one, "label": one, "at": [place, "1"], "why": "w"} for place, one in enumerate("abc")]
# The least that each kind needs.
OWN: dict[str, dict[str, Any]] = {
    "choice": {"options": THREE},
    "choices": {"options": THREE},
    "number": {"answer": "n", "tolerance": {"absolute": 0}},
    "order": {"entries": ["a", "b", "c"]},
    "match": {"pairs": [{"left": f"a{one}", "right": f"b{one}", "why": "w"} for one in range(3)]},
    "fill": {"text": "{{a}}", "blanks": {"a": {"accept": ["a"], "why": "w"}}},
    "output": {"code": "print([[n]])", "answer": "[[n]]"},
    "point": {"picture": {"points": POINTS}, "right": ["b"]},
    "text": {"accept": ["a"]},
    "card": {"back": "b"},
    "design": {
        "costs": [{"id": "c", "label": "a", "unit": "€", "least": 1, "most": 9, "start": 5}],
        "unit": "€",
        "decisions": [
            {
                "id": "d",
                "ask": "a",
                "options": [{"id": "a", "text": "a", "cost": "c"}, {"id": "b", "text": "b", "cost": "2 * c"}],
                "reasons": [{"text": one, "why": "w", "fits": [one]} for one in "ab"],
            }
        ],
    },
}


def least(kind: str) -> dict[str, Any]:
    return {"kind": kind, "ask": "[[n]]", "why": "the-reason", "parameters": {"n": {"int": [1, 1000]}}} | OWN[kind]


every_kind = pytest.mark.parametrize("kind", KINDS)


@laws
@given(documents())
def test_a_sound_document_has_no_problems(document: dict[str, Any]) -> None:
    assert problems(document) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"ask": None}, "ask"),
        ({"ask": "  "}, "ask"),
        ({"ask": "[[m]]"}, "ask"),
        ({"why": 3}, "why"),
        ({"why": "[[1 / 0]]"}, "why"),
        ({"hint": None}, "hint"),
        ({"hint": "[[m]]"}, "hint"),
        ({"seconds": 4}, "seconds"),
        ({"seconds": 301}, "seconds"),
        ({"seconds": 20.5}, "seconds"),
        ({"seconds": "20"}, "seconds"),
        ({"seconds": True}, "seconds"),
        ({"parameters": []}, "parameters"),
        ({"let": {"n": "1"}}, "let.n"),
        ({"weight": 2}, "weight"),
    ],
)
@every_kind
def test_the_fields_that_all_kinds_have_are_looked_at(kind: str, change: dict[str, Any], place: str) -> None:
    assert [where for where, _, _ in problems(least(kind) | change)] == [place]


@pytest.mark.parametrize("seconds", [5, 300])
def test_an_answer_may_take_five_seconds_or_five_minutes(seconds: int) -> None:
    assert problems(least("choice") | {"seconds": seconds}) == []


@every_kind
def test_the_kinds_are_told_apart_by_their_fields(kind: str) -> None:
    assert problems({"kind": kind, "ask": "a", "why": "b", "nonsense": 1})[0][0] == "nonsense"


@every_kind
@laws
@given(data=st.data())
def test_the_right_answer_earns_everything(kind: str, data: st.DataObject) -> None:
    question = data.draw(questions(st.just(kind)))
    given_mark = mark(question, right_response(question))
    assert given_mark.score == 1 and given_mark.correct


@every_kind
@laws
@given(data=st.data())
def test_any_other_answer_earns_less(kind: str, data: st.DataObject) -> None:
    question = data.draw(questions(st.just(kind)))
    response = data.draw(responses(question))
    given_mark = mark(question, response)
    assert 0 <= given_mark.score <= 1
    if not _says_the_same(question, response):
        assert given_mark.score < 1 and not given_mark.correct


def _says_the_same(question: Question, response: dict[str, Any]) -> bool:
    """Whether a response is the right one in other words, by rules of the tests' own."""
    right = right_response(question)
    match question.kind:
        case "choices":
            return set(response["choices"]) == set(right["choices"])
        case "point":
            return set(response["points"]) == set(right["points"])
        case "number":
            answer, tolerance = question.key["answer"], question.key["tolerance"]
            slack = tolerance.get("absolute", abs(answer) * tolerance.get("relative", 0))
            given_number = float(response["number"].split()[0])
            return abs(given_number - answer) <= slack + 1e-9 * abs(answer) + 1e-12
        case "card":
            return response["rating"] != "again"
        case "design":
            return all(_is_well_decided(question, response, name) for name in question.key["decisions"])
    return response == right


def _is_well_decided(question: Question, response: dict[str, Any], name: str) -> bool:
    decision, names = question.key["decisions"][name], question.key["names"] | response["costs"]
    costs = {one: evaluate(option["cost"], names) for one, option in decision["options"].items()}
    choice = response["choices"][name]
    return costs[choice] <= 1.1 * min(costs.values()) + 1e-9 and choice in decision["reasons"][response["reasons"][name]]["fits"]


@laws
@given(data=st.data())
def test_marking_the_same_answer_again_gives_the_same(data: st.DataObject) -> None:
    question = data.draw(questions())
    response = data.draw(responses(question))
    first = mark(question, response)
    assert mark(question, response) == first
    assert explain(question, response, first) == explain(question, response, first)


@laws
@given(documents(), seeds)
def test_a_seed_makes_the_same_question_every_time(document: dict[str, Any], seed: int) -> None:
    stored = json.loads(json.dumps(document | {name: list(document[name].items()) for name in ("parameters", "let")}))
    assert generate(document, seed) == generate(document, seed) == generate(stored, seed)


@every_kind
def test_another_seed_makes_another_question(kind: str) -> None:
    assert problems(least(kind)) == []
    assert len({generate(least(kind), seed).ask for seed in range(20)}) > 15


@every_kind
@laws
@given(data=st.data())
def test_what_a_learner_is_sent_holds_nothing_of_the_answer(kind: str, data: st.DataObject) -> None:
    question = data.draw(questions(st.just(kind)))
    sent = json.dumps([question.ask, question.hint, question.public], ensure_ascii=False)
    assert set(question.public) == PUBLIC[kind]
    assert not GREEK.search(sent)  # reasons and answers to be typed are written in Greek here
    told = {name for name in _names(question.public) if name in {"right", "why", "accept", "answer", "near", "mistakes"}}
    assert told <= ({"right"} if kind == "match" else set())  # the right column
    if kind == "number":
        assert question.public["unit"] in {"", "km"}


def _names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_names, value.values()))
    return set().union(*map(_names, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("kind", ["choice", "choices", "order", "match", "point"])
def test_ids_follow_the_places_on_the_page_and_not_those_in_the_file(kind: str) -> None:
    asked = [generate(least(kind), seed) for seed in range(60)]
    assert len({json.dumps(right_response(question), sort_keys=True) for question in asked}) > 2
    shown = [_shown_ids(question) for question in asked]
    assert all(ids == shown[0] for ids in shown)


def _shown_ids(question: Question) -> list[str]:
    public = question.public
    lists = [public["picture"]["points"]] if question.kind == "point" else list(public.values())
    return [one["id"] for shown in lists for one in shown]


@every_kind
@laws
@given(data=st.data())
def test_every_answer_is_explained(kind: str, data: st.DataObject) -> None:
    question = data.draw(questions(st.just(kind)))
    response = data.draw(responses(question))
    told = explain(question, response, mark(question, response))
    assert isinstance(told, Explanation)
    assert told.why == question.key["why"]
    assert told.solution.strip()
    assert all(note.text.strip() for note in told.notes)


@every_kind
def test_a_question_does_not_show_its_key_when_it_is_logged(kind: str) -> None:
    assert "the-reason" not in repr(generate(least(kind), 1))
