"""Order and match: putting things where they belong."""

from __future__ import annotations

from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import BadResponse, Question, explain, generate, mark, problems
from tests.marking.strategies import documents, laws, questions, seeds

ORDER = {"kind": "order", "ask": "Shortest first.", "why": "Letters.", "entries": ["a", "bb", "ccc", "dddd"]}
MATCH = {
    "kind": "match",
    "ask": "What belongs together?",
    "why": "Angles.",
    "pairs": [
        {"left": "same way", "right": "1", "why": "cos 0"},
        {"left": "across", "right": "0", "why": "cos 90"},
        {"left": "against", "right": "−1", "why": "cos 180"},
    ],
    "decoys": ["2"],
}


def placed(question: Question, *texts: str) -> dict[str, Any]:
    ids = {one["text"]: one["id"] for one in question.public["entries"]}
    return {"order": [ids[text] for text in texts]}


def paired(question: Question, **rights: str) -> dict[str, Any]:
    ids = {one["text"]: one["id"] for side in ("left", "right") for one in question.public[side]}
    return {"pairs": {ids[left.replace("_", " ")]: ids[right] for left, right in rights.items()}}


@pytest.mark.parametrize(
    ("texts", "score"),
    [
        ("a bb ccc dddd", 1.0),
        ("bb a ccc dddd", 5 / 6),
        ("a ccc bb dddd", 5 / 6),
        ("dddd a bb ccc", 3 / 6),
        ("ccc dddd a bb", 2 / 6),
        ("dddd ccc bb a", 0.0),
    ],
)
def test_an_order_earns_the_share_of_pairs_that_stand_the_right_way_round(texts: str, score: float) -> None:
    question = generate(ORDER, 5)
    assert mark(question, placed(question, *texts.split())).score == pytest.approx(score)


def test_turning_an_order_round_turns_its_score_round() -> None:
    question = generate(ORDER, 5)
    for texts in permutations(ORDER["entries"]):
        there, back = mark(question, placed(question, *texts)), mark(question, placed(question, *reversed(texts)))
        assert there.score + back.score == pytest.approx(1)
        assert there.correct == (list(texts) == ORDER["entries"])


@laws
@given(questions(st.just("order")))
def test_entries_never_stand_right_already(question: Question) -> None:
    assert [one["id"] for one in question.public["entries"]] != question.key["order"]


def test_the_places_of_an_order_are_told() -> None:
    question = generate(ORDER, 5)
    response = placed(question, "bb", "a", "ccc", "dddd")
    told = explain(question, response, mark(question, response))
    assert [(note.text, note.right) for note in told.notes] == [
        ("belongs in place 2", False),
        ("belongs in place 1", False),
        ("belongs in place 3", True),
        ("belongs in place 4", True),
    ]
    assert told.solution == "1. a\n2. bb\n3. ccc\n4. dddd"


@pytest.mark.parametrize(
    ("same", "across", "against", "score"),
    [
        ("1", "0", "−1", 1.0),
        ("1", "−1", "0", 1 / 3),
        ("1", "0", "2", 2 / 3),
        ("2", "2", "2", 0.0),
        ("1", "1", "1", 1 / 3),
        ("0", "−1", "1", 0.0),
    ],
)
def test_every_right_pair_earns_its_share(same: str, across: str, against: str, score: float) -> None:
    question = generate(MATCH, 5)
    given_mark = mark(question, paired(question, same_way=same, across=across, against=against))
    assert given_mark.score == pytest.approx(score)


def test_only_the_right_pairs_earn_everything() -> None:
    question = generate(MATCH, 5)
    full = [
        rights
        for rights in product(["1", "0", "−1", "2"], repeat=3)
        if mark(question, paired(question, **dict(zip(["same_way", "across", "against"], rights, strict=True)))).correct
    ]
    assert full == [("1", "0", "−1")]


@laws
@given(documents(st.just("match")), seeds, st.randoms())
def test_the_score_of_a_pair_does_not_hang_on_where_it_stands(document: dict[str, Any], seed: int, chance: Any) -> None:
    question = generate(document | {"pairs": chance.sample(document["pairs"], len(document["pairs"]))}, seed)
    whys = {pair["why"] for pair in document["pairs"]}
    response = {"pairs": question.key["pairs"]}
    told = explain(question, response, mark(question, response))
    assert mark(question, response).correct
    assert {note.text for note in told.notes} == whys and all(note.right for note in told.notes)
    assert told.solution.count("→") == len(document["pairs"])


def test_decoys_stand_among_the_partners_and_belong_to_nothing() -> None:
    question = generate(MATCH, 5)
    assert sorted(one["text"] for one in question.public["right"]) == ["0", "1", "2", "−1"]
    assert len(question.public["left"]) == 3


@pytest.mark.parametrize(
    ("document", "response"),
    [
        (ORDER, {"order": ["a", "b", "c"]}),
        (ORDER, {"order": ["a", "b", "c", "c"]}),
        (ORDER, {"order": ["a", "b", "c", "e"]}),
        (ORDER, {"order": {"a": 1}}),
        (MATCH, {"pairs": {"l1": "a"}}),
        (MATCH, {"pairs": {"l1": "a", "l2": "b", "l3": "z"}}),
        (MATCH, {"pairs": {"l1": "a", "l2": "b", "l3": None}}),
        (MATCH, {"pairs": {"l1": "a", "l2": "b", "l3": "c", "l4": "d"}}),
        (MATCH, {"pairs": [["l1", "a"]]}),
    ],
)
def test_an_answer_that_leaves_something_out_is_refused(document: dict[str, Any], response: dict[str, Any]) -> None:
    with pytest.raises(BadResponse):
        mark(generate(document, 1), response)


@pytest.mark.parametrize(
    ("document", "place", "said"),
    [
        (ORDER | {"entries": ["a", "b"]}, "entries", "3 to 7"),
        (ORDER | {"entries": list("abcdefgh")}, "entries", "3 to 7"),
        (ORDER | {"entries": ["a", "b", 3]}, "entries", "3 to 7"),
        (ORDER | {"entries": ["a", "b", "a"]}, "entries", "“a” is there twice"),
        (ORDER | {"entries": ["a", "b", "[[n]]"]}, "entries.2", "“n” is not known"),
        (ORDER | {"entries": ["a", "b", "[['']]"]}, "entries", "empty when filled in"),
        (MATCH | {"pairs": MATCH["pairs"][:2]}, "pairs", "3 to 6"),
        (MATCH | {"pairs": [*MATCH["pairs"][:2], {"left": "x", "right": "y"}]}, "pairs.2.why", "missing"),
        (MATCH | {"pairs": [*MATCH["pairs"], MATCH["pairs"][0]]}, "pairs", "is there twice"),
        (MATCH | {"pairs": [*MATCH["pairs"][:2], {"left": "x", "right": "1", "why": "w"}]}, "pairs", "“1” is there twice"),
        (MATCH | {"decoys": ["0"]}, "pairs", "“0” is there twice"),
        (MATCH | {"decoys": "2"}, "decoys", "not a list"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(document: dict[str, Any], place: str, said: str) -> None:
    found = problems(document)
    assert [what for where, what, _ in found if where == place and said in what], found
