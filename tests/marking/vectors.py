"""Questions with what marks them on a device, answers, and scores. As a program: writes docs/marking.json.

The server is held against it here, the browser's marking in tests/browser/test_marking.py, the client's in
tests/client/test_marking.py; whoever writes another client takes the file.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

from exercises import marking
from exercises.marking import normal
from exercises.marking.on_device import on_device
from exercises.marking.quantities import factors, read

FILE = Path(__file__).parents[2] / "docs" / "marking.json"
OPTIONS = [
    {"text": "It grows with both lengths", "why": "Each is a factor of it.", "right": True},
    {"text": "It counts words", "why": "Nothing is counted here."},
    {"text": "It is always positive", "why": "Arrows that point apart make it negative."},
]
CHOSEN: list[dict[str, Any]] = [
    {"kind": "choice", "ask": "What is true of the dot product?", "options": OPTIONS},
    {
        "kind": "choices", "ask": "Which of these hold?",
        "options": [*OPTIONS, {"text": "It is symmetric", "why": "Swapping changes nothing.", "right": True}],
    },
    {
        "kind": "point", "ask": "Which lies nearest to (1, 0)?", "right": ["dog"],
        "picture": {"points": [
            {"id": "cat", "label": "cat", "at": [0, 1], "why": "It stands at a right angle."},
            {"id": "dog", "label": "dog", "at": [2, 0.1], "why": "It points almost there."},
            {"id": "car", "label": "car", "at": [-1, 0], "why": "It points away."},
        ]},
    },
    {"kind": "order", "ask": "Put the steps of a search in order.", "entries": ["Embed", "Compare", "Sort", "Show"]},
    {
        "kind": "match", "ask": "What belongs together?", "decoys": ["cosine 2"],
        "pairs": [
            {"left": "same direction", "right": "cosine 1", "why": "The angle is 0."},
            {"left": "right angle", "right": "cosine 0", "why": "Neither says anything of the other."},
            {"left": "opposite", "right": "cosine −1", "why": "The angle is 180°."},
        ],
    },
    {"kind": "card", "ask": "What is a norm?", "back": "A length."},
]  # fmt: skip
LENGTH = {
    "kind": "number", "ask": "How long is (3, 4)?", "why": "Because.", "answer": 5, "tolerance": {"absolute": 0.01},
    "unit": "cm", "units": {"mm": 0.1}, "mistakes": [{"answer": 7, "why": "The coordinates were added, not their squares."}],
}  # fmt: skip
PRICE = {
    "kind": "number", "ask": "What does it cost?", "why": "Because.", "answer": 1234.5, "tolerance": {"relative": 0.01},
    "mistakes": [{"answer": 617.25, "why": "Half of it."}, {"answer": 625, "why": "About half of it."}],
}  # fmt: skip
SHARE = {"kind": "number", "ask": "Which share?", "why": "Because.", "answer": 0.75, "tolerance": {"absolute": 0.005}}
CODE = {
    "kind": "fill", "ask": "Complete.", "why": "Because.", "language": "python", "text": "x = {{a}}\ny = {{b}}\n",
    "blanks": {
        "a": {"accept": ["a[0] + b * 2", "(a[0] + b * 2)"], "why": "A sum."},
        "b": {"accept": ["f('x')"], "why": "A call."},
    },
}  # fmt: skip
# What is typed, its score, and whether a device can tell: where it cannot, the score is the server's.
TYPED: list[tuple[dict[str, Any], list[tuple[Any, float, bool]]]] = [
    (
        LENGTH,
        [
            ("5", 1, True), ("5.0", 1, True), (" 5 cm ", 1, True), ("= 5cm.", 1, True), ("50 mm", 1, True), ("5,005", 1, True),
            ("5.02", 0, True), ("-5", 0, True), ("−5", 0, True), ("7", 0, True), ("10/2", 1, True), ("0.5e1", 1, True),
            ("5e0 cm", 1, True), ("5 CM", 1, False), ("٥", 1, False), ("5·10^0", 1, False), ("70 mm", 0, True),
        ],
    ),
    (
        PRICE,
        [
            ("1234.5", 1, True), ("1,234", 1, True), ("1,234.5", 1, False), ("1 234,5", 1, False), ("1234,5", 1, True),
            ("620", 0, True), ("617", 0, True), ("1.234", 0, True), ("12345e-1", 1, True), (".12345e4", 1, True),
            ("2469/2", 1, True),
        ],
    ),
    (SHARE, [("75%", 1, True), ("75 %", 1, True), ("3/4", 1, True), ("¾", 1, False), ("0,75", 1, True), ("75", 0, True)]),
    (
        {"kind": "text", "why": "Because.", "ask": "Which word?", "accept": ["cosine similarity", "cos"],
         "near": [{"text": "cosine distance", "why": "That is 1 less it."}]},
        [
            ("cosine similarity", 1, True), ("The Cosine-Similarity!", 1, True), ("COS", 1, True), ("“cos”", 1, True),
            ("a cosine distance", 0, True), ("cosine similarty", 1, False), ("sine", 0, False), ("ｃｏｓ", 1, False),
        ],
    ),
    (
        {"kind": "output", "why": "Because.", "ask": "What is printed?", "code": "print(1)\nprint(2)\n", "answer": "1\n2\n",
         "mistakes": [{"answer": "1 2", "why": "Each print begins a line."}]},
        [("1\n2", 1, True), ("1  \r\n2\n\n", 1, True), ("1 2", 0, True), ("1\n\n2", 0, True), (" 1\n2", 0, True)],
    ),
    (
        CODE,
        [
            ({"a": "a[0] + b * 2", "b": 'f("x")'}, 1, True), ({"a": "a[0]+b*2", "b": "f( 'x' )"}, 1, True),
            ({"a": "(a[0]+b*2)", "b": "f(x)"}, 0.5, True), ({"a": "a[0] + b ** 2", "b": "f('X')"}, 0, True),
            ({"a": "a [ 0 ] + b*2", "b": "f(“x”)"}, 1, True), ({"a": "a[0] + b * 2", "b": "f(r'x')"}, 0.5, False),
            ({"a": "a[0] + b * 2 # so", "b": "f('x')"}, 0.5, False), ({"a": "a[0] + b * (2", "b": "f('x')"}, 0.5, False),
            ({"a": "a[0] + b * 02", "b": "f('x')"}, 0.5, False), ({"a": "a[0] + b * 2.", "b": "f('x')"}, 0.5, True),
        ],
    ),
    (
        {"kind": "fill", "why": "Because.", "ask": "Complete.", "text": "Two {{what}} of {{size}} numbers, {{rate}} of them 0.",
         "blanks": {
             "what": {"accept": ["vectors", "word-vectors"], "why": "Lists of numbers."},
             "size": {"accept": ["300", "three hundred"], "options": ["3", "300", "three hundred"], "why": "As many."},
             "rate": {"accept": ["1,5 %"], "why": "Few."},
         }},
        [
            ({"what": "the vectors", "size": "300", "rate": "1.5 %"}, 1, True),
            ({"what": "Word Vectors", "size": "three hundred", "rate": "15 %"}, 2 / 3, True),
            ({"what": "vector", "size": "3", "rate": "1,5%"}, 0, True),
            ({"what": "véctors", "size": "300", "rate": "1,5 %"}, 2 / 3, False),
        ],
    ),
]  # fmt: skip


def made() -> list[dict[str, Any]]:
    """All of them, as the file has them."""
    return [*map(_chosen, CHOSEN), *(_typed(*one) for one in TYPED)]


def _chosen(document: dict[str, Any]) -> dict[str, Any]:
    question = marking.generate({"why": "Because.", **document}, 7)
    answers = [(one, marking.mark(question, one).score, True) for one in _answers(question)]
    return _vector(question, answers)


def _answers(question: marking.Question) -> Iterator[dict[str, Any]]:
    public = question.public
    match question.kind:
        case "choice":
            yield from ({"choice": one["id"]} for one in public["options"])
        case "choices":
            ids = [one["id"] for one in public["options"]]
            yield from ({"choices": list(some)} for many in range(1, len(ids) + 1) for some in combinations(ids, many))
        case "point":
            yield from ({"points": [one["id"]]} for one in public["picture"]["points"])
        case "order":
            yield from ({"order": list(one)} for one in permutations([entry["id"] for entry in public["entries"]]))
        case "match":
            left, right = ([one["id"] for one in public[side]] for side in ("left", "right"))
            yield from ({"pairs": dict(zip(left, some, strict=True))} for some in permutations(right, len(left)))
        case "card":
            yield from ({"rating": one} for one in ("again", "hard", "good", "easy"))


def _typed(document: dict[str, Any], answers: list[tuple[Any, float, bool]]) -> dict[str, Any]:
    question = marking.generate(document, 7)
    name = "blanks" if question.kind == "fill" else question.kind
    return _vector(question, [({name: given}, score, sure) for given, score, sure in answers])


def _vector(question: marking.Question, answers: list[tuple[dict[str, Any], float, bool]]) -> dict[str, Any]:
    told = on_device(question)
    assert told
    return {
        "question": {"kind": question.kind, "ask": question.ask, "public": question.public},
        "marking": asdict(told),
        "answers": [{"response": one, "score": score, "on_device": score if sure else None} for one, score, sure in answers],
    }


# What people and hands on keys type, and what is next to it.
NUMBERS = [*"0123456789" * 2, *".,,'_ /eE+-−=%cm·½5٣ "]
WORDS = [*"aAbtheñ the an -_'’.,!?:;()[]{}\"/*+$`|~<>=%&@#^\\ 12 \t"]
TOKENS = ["a", "b", "x1", "1", "0", "02", "1.5", ".5", "1e5", "1e", "e5", "...", ".", "f'x'", "r", "if", "1_0", "0x1f", "1j", "“"]
CODE = [*TOKENS, *"+-*/=<>!@(){}[],:;|&^~ #$\\", "**", "//", "==", "!=", "<=", "->", ":=", "<>", "  ", "'x'", '"y"']


def every_scribble() -> list[str]:
    """Texts of a few such signs, the same each time."""
    chance = random.Random(7)
    kinds = [NUMBERS] * 600 + [WORDS] * 200 + [CODE] * 600
    made = ("".join(chance.choices(signs, k=chance.randint(1, 9))) for signs in kinds)
    return [text for text in made if text.strip()]


def readings(text: str) -> tuple[Any, str, str]:
    """A text as the server reads it: as a number of centimetres (None if it is none), as words, as code."""
    try:
        value = list(read(text, "cm", {"mm": 0.1}))
    except marking.BadResponse:
        value = None
    return value, normal.words(text), normal.code(text)


UNITS = factors("cm", {"mm": 0.1})


def written() -> str:
    return json.dumps(made(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
