"""What was taken is told by its place in the author's file, in whichever order it was shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking import KINDS, generate, mark, offers, picks
from exercises.marking.responses import right_response, wrong_responses
from tests.marking.strategies import laws, seeds
from tests.sample import ITEMS

DOCUMENTS = {kind: {"kind": kind, "why": "So it is.", **document} for kind, document in ITEMS.items()}


@laws
@given(seed=seeds, kind=st.sampled_from(sorted(KINDS)))
def test_whatever_is_taken_is_offered_and_right_answers_take_what_is_right(seed: int, kind: str) -> None:
    question, offered = generate(DOCUMENTS[kind], seed), {one.key: one for one in offers(DOCUMENTS[kind])}
    assert len(offered) == len(offers(DOCUMENTS[kind])), "each has a key of its own"
    taken = picks(question, right_response(question))
    assert set(taken) <= set(offered) and not any(offered[key].right is False for key in taken)
    if kind in {"choice", "choices", "point", "match"}:
        assert set(taken) == {key for key, one in offered.items() if one.right}
    for response in wrong_responses(question):
        assert mark(question, response).score < 1
        wrong = picks(question, response)
        assert set(wrong) <= set(offered) and (kind not in {"choice", "point"} or not any(offered[key].right for key in wrong))


@laws
@given(seed=seeds, place=st.integers(0, 2))
def test_an_option_keeps_its_place_under_any_letter(seed: int, place: int) -> None:
    question = generate(DOCUMENTS["choice"], seed)
    text = DOCUMENTS["choice"]["options"][place]["text"]
    letter = next(one["id"] for one in question.public["options"] if one["text"] == text)
    assert picks(question, {"choice": letter}) == (str(place),)
    assert offers(DOCUMENTS["choice"])[place].label == text


@laws
@given(seed=seeds)
def test_partners_and_decoys_are_told_apart(seed: int) -> None:
    document = DOCUMENTS["match"]
    question = generate(document, seed)
    letters = {one["text"]: one["id"] for one in question.public["right"]}
    lefts = {one["text"]: one["id"] for one in question.public["left"]}
    given = {lefts[pair["left"]]: letters["cosine 2"] for pair in document["pairs"]}
    assert set(picks(question, {"pairs": given})) == {"0>3", "1>3", "2>3"}


@laws
@given(seed=seeds)
def test_blanks_with_options_and_reasons_of_decisions_keep_their_places(seed: int) -> None:
    filled = generate(DOCUMENTS["fill"], seed)
    assert picks(filled, {"blanks": {"top": "x", "below": "len(a)"}}) == ("below:1",)
    designed = generate(DOCUMENTS["design"], seed)
    reasons = {one["text"]: one["id"] for one in designed.public["decisions"][0]["reasons"]}
    response = {"choices": {"bar": "b"}, "reasons": {"bar": reasons["Spam is dear"]}}
    costs = {"lost": 10, "kept": 1}
    assert picks(designed, {"costs": costs, **response}) == ("bar:options:1", "bar:reasons:1")


@pytest.mark.parametrize(
    ("kind", "response", "taken"),
    [
        ("number", {"number": "7"}, ("0",)),
        ("number", {"number": "6"}, ()),
        ("number", {"number": "5"}, ()),
        ("output", {"output": "2"}, ("0",)),
        ("text", {"text": "sine"}, ("0",)),
        ("text", {"text": "cosine"}, ()),
        ("card", {"rating": "hard"}, ("hard",)),
        ("order", None, ()),
    ],
)
def test_of_what_is_typed_the_foreseen_mistakes_are_told(kind: str, response: dict | None, taken: tuple[str, ...]) -> None:
    question = generate(DOCUMENTS[kind], 1)
    assert picks(question, response or right_response(question)) == taken
