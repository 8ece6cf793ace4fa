"""Designs: a choice is judged by the learner's own costs, a reason by the choice."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import BadResponse, Question, explain, generate, mark, problems
from exercises.marking.design import amount, good, weighed
from tests.marking.strategies import laws, questions, responses

OPTIONS = [
    {"id": "low", "text": "0.60", "cost": "merge * low[0] + miss * low[1]"},
    {"id": "high", "text": "0.80", "cost": "merge * 30 + miss * 2000"},
    {"id": "other", "text": "0.81", "cost": "(merge * 30 + miss * 2000) * 1.05"},
]
REASONS = [
    {"text": "misses are dear", "why": "finds more", "fits": ["low"]},
    {"text": "merges are dear", "why": "merges less", "fits": ["high", "other"]},
    {"text": "it is the best", "why": "for nobody", "fits": []},
]
MERGE = {"id": "merge", "label": "A false merge", "unit": "€", "least": 1, "most": 20, "start": 5}
DESIGN: dict[str, Any] = {
    "kind": "design",
    "ask": "Choose.",
    "why": "Costs decide.",
    "unit": "€",
    "let": {"low": [1000, 1100]},
    "costs": [MERGE, {"id": "miss", "label": "A miss", "unit": "€", "least": 0.5, "most": 5, "start": 1, "step": 0.5}],
    "decisions": [{"id": "bar", "ask": "From where on?", "options": OPTIONS, "reasons": REASONS}],
}


def response(question: Question, option: str, reason: str, **costs: Any) -> dict[str, Any]:
    (decision,) = question.public["decisions"]
    letters = {one["text"]: one["id"] for part in ("options", "reasons") for one in decision[part]}
    return {
        "costs": {"merge": 5, "miss": 1} | costs,
        "choices": {"bar": letters[option]},
        "reasons": {"bar": letters[reason]},
    }


@pytest.mark.parametrize(
    ("option", "reason", "costs", "score"),
    [
        ("0.80", "merges are dear", {}, 1),
        ("0.81", "merges are dear", {}, 1),  # within a tenth of the cheapest
        ("0.60", "misses are dear", {}, 0.5),  # the reason speaks for the choice, and the choice is dear
        ("0.80", "misses are dear", {}, 0.5),
        ("0.60", "merges are dear", {}, 0),
        ("0.80", "it is the best", {}, 0.5),
        ("0.60", "misses are dear", {"merge": 1, "miss": 5}, 1),
        ("0.80", "merges are dear", {"merge": 1, "miss": 5}, 0.5),
        ("0.60", "misses are dear", {"merge": "1", "miss": "5.0"}, 1),  # as a form sends them
    ],
)
def test_choice_and_reason_count_half_each_under_the_learners_costs(option: str, reason: str, costs: Any, score: float) -> None:
    question = generate(DESIGN, 3)
    assert mark(question, response(question, option, reason, **costs)).score == score


def test_options_keep_their_order_and_reasons_do_not() -> None:
    asked = [generate(DESIGN, seed).public["decisions"][0] for seed in range(30)]
    assert {tuple(one["text"] for one in decision["options"]) for decision in asked} == {("0.60", "0.80", "0.81")}
    assert len({tuple(one["text"] for one in decision["reasons"]) for decision in asked}) > 3


def test_everything_that_was_chosen_is_explained_with_its_price() -> None:
    question = generate(DESIGN, 3)
    given = response(question, "0.60", "merges are dear")
    told = explain(question, given, mark(question, given))
    choice, *reasons = told.notes
    assert (choice.target, choice.right, choice.chosen) == ("bar", False, True)
    assert choice.text == "It costs 6,100 €, and 0.80 costs 2,150 €. That is more than a tenth less."
    assert {(note.text, note.right, note.chosen) for note in reasons} == {
        ("Speaks for this choice. finds more", True, False),
        ("Does not speak for this choice. merges less", False, True),
        ("Does not speak for this choice. for nobody", False, False),
    }
    assert told.solution == "- From where on? **0.80**, 2,150 €"


@pytest.mark.parametrize(
    ("option", "said"), [("0.80", "With your costs no option is cheaper."), ("0.81", "That is within a tenth.")]
)
def test_a_good_choice_is_told_how_good(option: str, said: str) -> None:
    question = generate(DESIGN, 3)
    given = response(question, option, "merges are dear")
    assert explain(question, given, mark(question, given)).notes[0].text.endswith(said)


@laws
@given(questions(st.just("design")), st.data())
def test_the_cheapest_is_always_good_and_nothing_good_is_a_tenth_dearer(question: Question, data: st.DataObject) -> None:
    for costs in weighed(question, data.draw(responses(question))["costs"]).values():
        some = good(costs)
        assert costs[some[0]] == min(costs.values())
        assert all((costs[one] <= 1.1 * min(costs.values()) + 1e-6) is (one in some) for one in costs)


@laws
@given(questions(st.just("design")), st.data())
def test_a_mark_is_a_number_of_halves(question: Question, data: st.DataObject) -> None:
    halves = 2 * len(question.public["decisions"]) * mark(question, data.draw(responses(question))).score
    assert halves == pytest.approx(round(halves))


def test_amounts_are_written_as_people_write_them() -> None:
    question = generate(DESIGN, 1)
    assert [amount(question, cost) for cost in (0.054, 12.5, 1234.5)] == ["0.05 €", "12.50 €", "1,234 €"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"costs": None}, "costs"),
        ({"costs": {"merge": 5}}, "costs.miss"),
        ({"costs": {"merge": 21, "miss": 1}}, "costs.merge"),
        ({"costs": {"merge": 0.99, "miss": 1}}, "costs.merge"),
        ({"costs": {"merge": "dear", "miss": 1}}, "costs.merge"),
        ({"costs": {"merge": "nan", "miss": 1}}, "costs.merge"),
        ({"costs": {"merge": 10**400, "miss": 1}}, "costs.merge"),
        ({"costs": {"merge": True, "miss": 1}}, "costs.merge"),
        ({"costs": {"merge": 5, "miss": 1, "more": 1}}, "costs.more"),
        ({"choices": {}}, "choices.bar"),
        ({"choices": {"bar": "z"}}, "choices.bar"),
        ({"choices": {"bar": ["a"]}}, "choices.bar"),
        ({"choices": {"bar": "a", "foo": "a"}}, "choices.foo"),
        ({"choices": "a"}, "choices"),
        ({"reasons": {}}, "reasons.bar"),
        ({"reasons": {"bar": "low"}}, "reasons.bar"),
        ({"more": 1}, "more"),
    ],
)
def test_what_is_no_answer_names_its_field(change: dict[str, Any], field: str) -> None:
    question = generate(DESIGN, 3)
    with pytest.raises(BadResponse) as refused:
        mark(question, response(question, "0.80", "merges are dear") | change)
    assert refused.value.field == field


def test_costs_between_the_ends_at_which_nothing_can_be_weighed_are_refused_kindly() -> None:
    document = copy.deepcopy(DESIGN)
    document["decisions"][0]["options"][0]["cost"] = "miss * 9000 / abs(merge - 7)"
    assert problems(document) == []
    question = generate(document, 1)
    with pytest.raises(BadResponse, match="Move one of them"):
        mark(question, response(question, "0.80", "merges are dear", merge=7))


def _with(place: str, value: Any) -> dict[str, Any]:
    """The design with one value, at a path such as decisions.0.ask, replaced."""
    document: Any = copy.deepcopy(DESIGN)
    *path, last = [int(part) if part.isdecimal() else part for part in place.split(".")]
    inner = document
    for part in path:
        inner = inner[part]
    inner[last] = value
    return document


@pytest.mark.parametrize(
    ("place", "value", "where", "said"),
    [
        ("costs", [], "costs", "1 to 4"),
        ("unit", " ", "unit", "is missing"),
        ("decisions", {}, "decisions", "1 to 5"),
        ("costs.0.id", "low", "costs.0.id", "not a new name"),
        ("costs.1.id", "merge", "costs.1.id", "not a new name"),
        ("costs.0.id", "max", "costs.0.id", "not a new name"),
        ("costs.0.least", "1", "costs.0", "has not its numbers"),
        ("costs.0.start", 30, "costs.0", "out of order"),
        ("costs.0.least", -1, "costs.0", "out of order"),
        ("costs.0.step", 0, "costs.0", "out of order"),
        ("costs.0.label", "", "costs.0.label", "is missing"),
        ("costs.0.colour", "red", "costs.0.colour", "not a field here"),
        ("decisions.0.id", "two words", "decisions", "no name"),
        ("decisions.0.ask", "", "decisions.0.ask", "is missing"),
        ("decisions.0.options", OPTIONS[:1], "decisions.0.options", "2 to 6"),
        ("decisions.0.options.1.id", "low", "decisions.0.options", "has an id twice"),
        ("decisions.0.options.1.text", "0.60", "decisions.0.options", "is there twice"),
        ("decisions.0.options.0.cost", None, "decisions.0.options.0.cost", "neither a real number"),
        ("decisions.0.options.0.cost", "merge * dear", "decisions.0.options.0.cost", "“dear” is not known"),
        ("decisions.0.options.0.cost", "merge - 2", "decisions.0.options.0.cost", "is below 0"),
        ("decisions.0.options.0.cost", "low", "decisions.0.options.0.cost", "is no number"),
        ("decisions.0.reasons", None, "decisions.0.reasons", "2 to 6"),
        ("decisions.0.reasons.0.fits", ["none"], "decisions.0.reasons.0.fits", "does not name options"),
        ("decisions.0.reasons.0.fits", [], "decisions.0.reasons", "none fits “low”"),
        ("decisions.0.reasons.0.why", "", "decisions.0.reasons.0.why", "is missing"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(place: str, value: Any, where: str, said: str) -> None:
    assert problems(DESIGN) == []
    found = problems(_with(place, value))
    assert [what for at, what, _ in found if at == where and said in what], found


def test_a_decision_that_decides_nothing_is_told() -> None:
    same = [one | {"cost": "merge"} for one in OPTIONS]
    ((where, what, _),) = problems(_with("decisions.0.options", same))
    assert where == "decisions.0.options" and "about the same" in what
