"""Choice and choices: picking what is right."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import BadResponse, Question, explain, generate, mark, problems
from tests.marking.strategies import documents, laws, seeds

MANY = {
    "kind": "choices",
    "ask": "Which are even?",
    "why": "Halves.",
    "options": [
        {"text": "2", "why": "one and one", "right": True},
        {"text": "4", "why": "two and two", "right": True},
        {"text": "3", "why": "one is left"},
        {"text": "5", "why": "one is left here too"},
    ],
}
ONE = MANY | {"kind": "choice", "options": MANY["options"][1:]}


def ids(question: Question, *shown: str) -> list[str]:
    return [one["id"] for one in question.public["options"] if one["text"] in shown]


@pytest.mark.parametrize(
    ("picked", "score"),
    [
        ("2 4", 1.0),
        ("2", 0.5),
        ("4", 0.5),
        ("2 4 3", 0.5),
        ("2 3", 0.0),
        ("3", 0.0),
        ("3 5", 0.0),
        ("2 4 3 5", 0.0),
    ],
)
def test_a_wrong_pick_takes_back_what_a_right_one_gives(picked: str, score: float) -> None:
    question = generate(MANY, 3)
    assert mark(question, {"choices": ids(question, *picked.split())}).score == score


@pytest.mark.parametrize("seed", range(5))
def test_one_choice_is_all_or_nothing(seed: int) -> None:
    question = generate(ONE, seed)
    scores = {text: mark(question, {"choice": ids(question, text)[0]}).score for text in ("4", "3", "5")}
    assert scores == {"4": 1, "3": 0, "5": 0}


@laws
@given(documents(st.sampled_from(["choice", "choices"])), seeds, st.randoms(), st.data())
def test_the_score_of_a_text_does_not_hang_on_its_place(document: dict[str, Any], seed: int, chance: Any, data: Any) -> None:
    shuffled = document | {"options": chance.sample(document["options"], len(document["options"]))}
    one, other = generate(document, seed), generate(shuffled, seed)
    shown = [option["text"] for option in one.public["options"]]
    picked = data.draw(st.lists(st.sampled_from(shown), min_size=1, max_size=1 if one.kind == "choice" else None, unique=True))

    def score(question: Question) -> float:
        chosen = ids(question, *picked)
        return mark(question, {"choice": chosen[0]} if question.kind == "choice" else {"choices": chosen}).score

    assert score(one) == score(other)


@laws
@given(documents(st.sampled_from(["choice", "choices"])), seeds)
def test_every_options_reason_is_told_whichever_was_picked(document: dict[str, Any], seed: int) -> None:
    question = generate(document, seed)
    picked = question.public["options"][-1]["id"]
    response = {"choice": picked} if question.kind == "choice" else {"choices": [picked]}
    told = explain(question, response, mark(question, response))
    assert sorted(note.text for note in told.notes) == sorted(option["why"] for option in document["options"])
    assert [note.target for note in told.notes] == [option["id"] for option in question.public["options"]]
    assert [note.target for note in told.notes if note.chosen] == [picked]
    assert {note.target for note in told.notes if note.right} == set(question.key["right"])


def test_options_are_shuffled_unless_the_file_says_not_to() -> None:
    def order(document: dict[str, Any]) -> set[tuple[str, ...]]:
        return {tuple(one["text"] for one in generate(document, seed).public["options"]) for seed in range(40)}

    assert len(order(MANY)) > 10
    assert order(MANY | {"shuffle": False}) == {("2", "4", "3", "5")}


def test_the_right_option_stands_in_every_place_about_as_often() -> None:
    places = [generate(ONE, seed).key["right"][0] for seed in range(300)]
    assert all(70 < places.count(letter) < 130 for letter in "abc")


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("choice", {}),
        ("choice", {"choice": None}),
        ("choice", {"choice": "z"}),
        ("choice", {"choice": ["a"]}),
        ("choices", {"choices": []}),
        ("choices", {"choices": "a"}),
        ("choices", {"choices": ["a", "a"]}),
        ("choices", {"choices": ["a", "z"]}),
    ],
)
def test_a_pick_of_what_there_is_not_is_refused(kind: str, response: dict[str, Any]) -> None:
    with pytest.raises(BadResponse):
        mark(generate({"choice": ONE, "choices": MANY}[kind], 1), response)


def with_option(**change: Any) -> dict[str, Any]:
    return ONE | {"options": [ONE["options"][0] | change, *ONE["options"][1:]]}


@pytest.mark.parametrize(
    ("document", "place", "said"),
    [
        (ONE | {"options": ONE["options"][:1]}, "options", "2 to 8"),
        (ONE | {"options": [*ONE["options"], *ONE["options"], *ONE["options"]]}, "options", "2 to 8"),
        (ONE | {"options": ["4", "5"]}, "options.0", "not a mapping"),
        (ONE | {"options": MANY["options"]}, "options", "2 right options"),
        (MANY | {"options": ONE["options"][1:]}, "options", "0 right options"),
        (MANY | {"options": MANY["options"][:2]}, "options", "0 wrong ones"),
        (with_option(why=""), "options.0.why", "missing"),
        (with_option(text=4), "options.0.text", "missing"),
        (with_option(right="yes"), "options.0.right", "neither true nor false"),
        (with_option(correct=True), "options.0.correct", "not a field here"),
        (with_option(text="[[m]]"), "options.0.text", "“m” is not known"),
        (with_option(text="3"), "options", "“3” is there twice"),
        (with_option(text="[['']]"), "options", "empty when filled in"),
        (ONE | {"shuffle": "no"}, "shuffle", "neither true nor false"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(document: dict[str, Any], place: str, said: str) -> None:
    found = problems(document)
    assert [what for where, what, _ in found if where == place and said in what], found


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ({"nonsense": 1}, "answered by “choice”"),
        ({}, "No option is chosen"),
        ({"choice": "a", "nonsense": 1}, "something beside “choice”"),
    ],
)
def test_a_response_of_another_form_is_told_what_it_lacks(response: dict[str, Any], said: str) -> None:
    question = generate(ONE, 1)
    with pytest.raises(BadResponse) as told:
        mark(question, response)
    assert told.value.field == "choice" and said in told.value.problem
