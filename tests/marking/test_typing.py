"""Output, text and card: recalling without a choice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import BadResponse, Note, explain, generate, mark, problems
from exercises.marking.output import program
from tests.marking.strategies import laws

OUTPUT = {
    "kind": "output",
    "ask": "What does it print?",
    "why": "The range ends before its end.",
    "parameters": {"n": {"int": [3, 9]}},
    "code": "for i in range([[n]]):\n    print(i, end=' ')\nprint()\nprint('  done')",
    "answer": "[['0 1 2' if n == 3 else '0 1 2 3' if n == 4 else '0 …']]\n  done",
    "mistakes": [{"answer": "done", "why": "the loop prints too"}],
}
PLAIN = OUTPUT | {"code": "print(1)\nprint('  b')", "answer": "1\n  b\n", "mistakes": [{"answer": "1 b", "why": "two lines"}]}
TEXT = {
    "kind": "text",
    "ask": "What is it called?",
    "why": "It is the cosine similarity.",
    "accept": ["cosine similarity", "cos"],
    "near": [{"text": "sine", "why": "its sister"}, {"text": "cosine distance", "why": "one minus it"}],
}
CARD = {"kind": "card", "ask": "What is it?", "why": "So it is.", "back": "[[n]]", "parameters": {"n": {"int": [1, 9]}}}


def score(document: dict[str, Any], text: str) -> float:
    return mark(generate(document, 1), {document["kind"]: text}).score


def told(document: dict[str, Any], response: dict[str, Any]) -> Any:
    question = generate(document, 1)
    return explain(question, response, mark(question, response))


@pytest.mark.parametrize("text", ["1\n  b", "1\r\n  b\r\n", "1  \n  b\t\n\n\n", "1\r  b"])
def test_what_a_screen_does_not_show_is_of_no_account_in_output(text: str) -> None:
    assert score(PLAIN, text) == 1


@pytest.mark.parametrize("text", ["1\nb", "1   b", "\n1\n  b", "1\n\n  b", "1\n  B", "1", "1\n  b\nc"])
def test_what_a_screen_shows_counts_in_output(text: str) -> None:
    assert score(PLAIN, text) == 0


def test_a_foreseen_output_gets_its_own_answer() -> None:
    assert told(PLAIN, {"output": "1 b \n"}).notes == (Note("output", "two lines", right=False, chosen=True),)
    assert told(PLAIN, {"output": "2"}).notes == ()
    assert told(PLAIN, {"output": "2"}).solution == "```text\n1\n  b\n```"


def test_a_program_and_its_output_are_made_of_the_same_values() -> None:
    code, answer = program(OUTPUT, next(seed for seed in range(99) if "range(4)" in program(OUTPUT, seed)[0]))
    assert code.endswith("print('  done')\n") and answer == "0 1 2 3\n  done"


@pytest.mark.parametrize(
    "text",
    [
        *["cosine similarity", "Cosine-Similarity", "the cosine similarity.", "cosine  similarity", "COS", "„cos“"],
        *["cosne similarity", "cosine similarty", "cosine simliarity", "cosinesimilarity"],  # one slip
    ],
)
def test_a_text_is_right_in_any_dress_and_with_one_slip(text: str) -> None:
    assert score(TEXT, text) == 1


@pytest.mark.parametrize(
    "text",
    [
        *["sine", "cosine", "similarity", "cosine distance", "cosine distanc", "cosne similarty", "kosine similarity"],
        *["cs", "coss", "similarity cosine", "cosine similarities of vectors", "?", "..."],
    ],
)
def test_another_text_is_wrong(text: str) -> None:
    assert score(TEXT, text) == 0


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("cosine similarity", []),
        ("cosne similarity", ["Taken as “cosine similarity”: a letter is off in “cosine”."]),
        ("cosinesimilarity", ["Taken as “cosine similarity”: mind the spaces."]),
        ("sine", ["its sister"]),
        ("Cosine-distance", ["one minus it"]),
        ("tangent", []),
    ],
)
def test_a_slip_and_a_foreseen_miss_are_told(text: str, notes: list[str]) -> None:
    explanation = told(TEXT, {"text": text})
    assert [note.text for note in explanation.notes] == notes
    assert all(note.chosen and note.right == ("Taken" in note.text) for note in explanation.notes)
    assert explanation.solution == "cosine similarity"


@pytest.mark.parametrize(
    ("accept", "text"),
    [("norm", "form"), ("norm", "nor"), ("word2vec", "word3vec"), ("l2 norm", "l1 norm"), ("-5", "5")],
)
def test_short_words_and_numbers_have_no_room_for_a_slip(accept: str, text: str) -> None:
    assert score({"kind": "text", "ask": "a", "why": "w", "accept": [accept]}, accept) == 1
    assert score({"kind": "text", "ask": "a", "why": "w", "accept": [accept]}, text) == 0


def test_words_of_five_letters_have_room_for_a_slip() -> None:
    document = {"kind": "text", "ask": "a", "why": "w", "accept": ["angle"]}
    assert [score(document, text) for text in ("angel", "angles", "angl", "bangle")] == [1, 1, 1, 0]


def test_what_is_as_near_to_a_foreseen_miss_as_to_the_answer_is_wrong() -> None:
    near = [{"text": "vector", "why": "only one"}, {"text": "Vector", "why": "never told"}]
    document = {"kind": "text", "ask": "a", "why": "w", "accept": ["vectors"], "near": near}
    assert [score(document, text) for text in ("vectors", "vectrs", "vector", "vectorz")] == [1, 1, 0, 0]
    assert [note.text for note in told(document, {"text": "vector"}).notes] == ["only one"]


@laws
@given(st.text("abcdef ", min_size=1, max_size=20))
def test_a_foreseen_miss_is_never_taken_for_a_slip(text: str) -> None:
    near = [{"text": one, "why": "w"} for one in ("asymmetric", text)]
    document = TEXT | {"accept": ["symmetric", "abcdef"], "near": near}
    if not problems(document):
        assert score(document, text) == 0
    assert score(document, "asymmetric") == 0


@pytest.mark.parametrize(("rating", "right"), [("again", 0), ("hard", 1), ("good", 1), ("easy", 1)])
def test_a_card_is_marked_by_its_learner(rating: str, right: int) -> None:
    question = generate(CARD, 2)
    assert mark(question, {"rating": rating}).score == right
    assert explain(question, {"rating": rating}, mark(question, {"rating": rating})).solution == question.public["back"]


@pytest.mark.parametrize("rating", [None, "", "Good", 3, ["good"]])
def test_a_card_takes_no_other_rating(rating: Any) -> None:
    with pytest.raises(BadResponse, match="again, hard, good or easy"):
        mark(generate(CARD, 2), {"rating": rating})


@pytest.mark.parametrize(
    ("document", "place", "said"),
    [
        (OUTPUT | {"code": " "}, "code", "is missing"),
        (OUTPUT | {"answer": 3}, "answer", "is missing"),
        (OUTPUT | {"answer": "[['']]"}, "answer", "nobody can answer"),
        (OUTPUT | {"answer": "x" * 2001}, "answer", "nobody can answer"),
        (OUTPUT | {"code": "print("}, "code", "is not Python"),
        (OUTPUT | {"code": "\0"}, "code", "is not Python"),
        (OUTPUT | {"code": "print([[m]])"}, "code", "“m” is not known"),
        (OUTPUT | {"mistakes": [{"answer": "1"}]}, "mistakes.0.why", "is missing"),
        (TEXT | {"accept": []}, "accept", "not a list of texts"),
        (TEXT | {"accept": "cos"}, "accept", "not a list of texts"),
        (TEXT | {"accept": ["x" * 201]}, "accept", "nobody can answer"),
        (TEXT | {"near": [{"text": "Cos!", "why": "w"}]}, "near", "“cos” is accepted as well"),
        (TEXT | {"near": ["cos"]}, "near.0", "not a mapping"),
        (CARD | {"back": None}, "back", "is missing"),
        (CARD | {"back": "[[m]]"}, "back", "“m” is not known"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(document: dict[str, Any], place: str, said: str) -> None:
    assert problems(OUTPUT) == problems(PLAIN) == problems(TEXT) == problems(CARD) == []
    found = problems(document)
    assert [what for where, what, _ in found if where == place and said in what], found
