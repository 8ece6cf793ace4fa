"""Blanks in a sentence or in code."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.marking import BadResponse, Question, explain, generate, mark, problems

CODE = {
    "kind": "fill",
    "ask": "Complete the cosine.",
    "why": "Both lengths divide.",
    "language": "python",
    "text": "return {{top}} / ({{ below }} * norm(b)) ** [[n]]",
    "parameters": {"n": {"int": [2, 9]}},
    "blanks": {
        "below": {"accept": ["norm(a)"], "why": "first length", "options": ["norm(a)", "len(a)", "a"]},
        "top": {"accept": ["dot(a, b)", "a @ b"], "why": "product first"},
    },
}
SENTENCE = {
    "kind": "fill",
    "ask": "Complete.",
    "why": "So it is.",
    "text": "The {{what}} of [[n]] vectors is {{size}}.",
    "parameters": {"n": {"int": [2, 9]}},
    "blanks": {"what": {"accept": ["cosine"], "why": "w1"}, "size": {"accept": ["[[n]] numbers"], "why": "w2"}},
}


def answer(question: Question, **blanks: str) -> float:
    return mark(question, {"blanks": blanks}).score


@pytest.mark.parametrize(
    ("top", "below", "score"),
    [
        ("dot(a, b)", "norm(a)", 1.0),
        ("dot( a,b )", "norm(a)", 1.0),
        ("a@b", "norm(a)", 1.0),
        ("dot(a, b)", "len(a)", 0.5),
        ("Dot(a, b)", "norm(a)", 0.5),
        ("dot(b, a)", "a", 0.0),
    ],
)
def test_every_blank_earns_its_share(top: str, below: str, score: float) -> None:
    assert answer(generate(CODE, 3), top=top, below=below) == score


def test_words_in_a_sentence_are_compared_as_words() -> None:
    question = generate(SENTENCE, 3)
    n = question.public["segments"][2].split()[1]
    assert answer(question, what="the Cosine", size=f"{n}  Numbers.") == 1
    assert answer(question, what="sine", size=f"{n} numbers") == 0.5


def test_a_learner_gets_text_and_blanks_by_turns() -> None:
    segments = generate(CODE, 3).public["segments"]
    assert [one if isinstance(one, str) else one["blank"] for one in segments][:4] == ["return ", "top", " / (", "below"]
    assert segments[1] == {"blank": "top", "options": None, "width": 12}
    assert sorted(segments[3]["options"]) == ["a", "len(a)", "norm(a)"]
    assert segments[4].startswith(" * norm(b)) ** ")


def test_the_width_of_a_field_tells_the_length_only_roughly() -> None:
    widths = {generate(_accepting("x" * length), 1).public["segments"][0]["width"] for length in range(1, 13)}
    assert widths == {4, 8, 12}


def _accepting(text: str) -> dict[str, Any]:
    return {"kind": "fill", "ask": "a", "why": "w", "text": "{{a}}", "blanks": {"a": {"accept": [text], "why": "w"}}}


def test_every_blanks_reason_is_told_with_whether_it_was_right() -> None:
    question = generate(CODE, 3)
    response = {"blanks": {"top": "a @ b", "below": "a"}}
    told = explain(question, response, mark(question, response))
    assert [(note.target, note.text, note.right) for note in told.notes] == [
        ("top", "product first", True),
        ("below", "first length", False),
    ]
    assert told.solution.startswith("```python\nreturn dot(a, b) / (norm(a) * norm(b)) ** ")
    assert "{{" not in told.solution


def test_a_drawn_value_makes_no_blank() -> None:
    document = _accepting("x") | {"text": "{{a}} [[w]]", "parameters": {"w": {"choice": ["{{a}}", "{{b}}"]}}}
    assert problems(document) == []
    blank, text = generate(document, 1).public["segments"]
    assert blank["blank"] == "a" and text.strip() in {"{{a}}", "{{b}}"}


@pytest.mark.parametrize(
    "blanks",
    [
        {"top": "a @ b"},
        {"top": "a @ b", "below": ""},
        {"top": "a @ b", "below": "norm( a )"},  # not among the options, if right by its tokens
        {"top": "a @ b", "below": "norm(a)", "more": "x"},
        {"top": ["a @ b"], "below": "norm(a)"},
        ["a @ b", "norm(a)"],
        None,
    ],
)
def test_an_answer_that_leaves_a_blank_or_was_not_offered_is_refused(blanks: Any) -> None:
    with pytest.raises(BadResponse):
        mark(generate(CODE, 3), {"blanks": blanks})


def with_top(**change: Any) -> dict[str, Any]:
    return CODE | {"blanks": CODE["blanks"] | {"top": CODE["blanks"]["top"] | change}}


@pytest.mark.parametrize(
    ("document", "place", "said"),
    [
        (CODE | {"text": None}, "text", "is missing"),
        (CODE | {"blanks": ["top"]}, "text", "no mapping"),
        (CODE | {"text": "none"}, "text", "has no blank"),
        (CODE | {"text": "{{top}} {{below}} {{top}}"}, "text", "one twice"),
        (CODE | {"text": "{{top}} {{low}}"}, "blanks", "the text has ['low', 'top']"),
        (CODE | {"language": "latin"}, "language", "not known"),
        (CODE | {"language": ["python"]}, "language", "not known"),
        (with_top(accept=[]), "blanks.top.accept", "not a list of texts"),
        (with_top(accept="x"), "blanks.top.accept", "not a list of texts"),
        (with_top(accept=["x" * 201]), "blanks.top.accept", "nobody can answer"),
        (with_top(accept=["[['']]"]), "blanks.top.accept", "nobody can answer"),
        (with_top(accept=["[[m]]"]), "blanks.top.accept.0", "“m” is not known"),
        (with_top(why=""), "blanks.top.why", "is missing"),
        (with_top(options=["a @ b"]), "blanks.top.options", "2 texts or more"),
        (with_top(options=["a", "b"]), "blanks.top.options", "lack a right answer"),
        (with_top(options=["a @ b", "dot(a,b)"]), "blanks.top.options", "or a wrong one"),
        (with_top(options=["a @ b", "x" * 201]), "blanks.top.options", "nobody can answer"),
        (with_top(options=["a @ b", "a @ b", "c"]), "blanks.top.options", "is there twice"),
        (with_top(hint="x"), "blanks.top.hint", "not a field here"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(document: dict[str, Any], place: str, said: str) -> None:
    assert problems(CODE) == problems(SENTENCE) == []
    found = problems(document)
    assert [what for where, what, _ in found if where == place and said in what], found
