"""What the page for authors says of items is so: its examples are sound, and its answers are marked as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from exercises.marking import KINDS, Question, explain, generate, mark, problems
from exercises.marking.expressions import FUNCTIONS
from exercises.marking.parameters import SOUND, TRIES
from exercises.marking.responses import right_response
from exercises.marking.shapes import COMMON
from lessons.content.yamlfile import read

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "authoring-items.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| (.+?) \| ([01](?:\.\d+)?) \|$", re.MULTILINE)
SECTIONS = {part.splitlines()[0]: part for part in re.split(r"^### ", PAGE.split("\n## Fresh values")[0], flags=re.MULTILINE)[1:]}
EXAMPLES: list[dict[str, Any]] = [item for block in BLOCK.findall(PAGE) for item in read(block)[0]]
ANSWERS = [(kind, answer, float(score)) for kind, part in SECTIONS.items() for answer, score in ROW.findall(part)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["slug"])
def test_every_example_is_sound_and_can_be_answered(example: dict[str, Any]) -> None:
    assert problems(example) == []
    assert example["slug"] and example["concept"]
    for seed in range(10):
        question = generate(example, seed)
        response = right_response(question)
        assert mark(question, response).correct
        assert explain(question, response, mark(question, response)).why


def test_every_kind_has_a_section_with_one_example_of_it() -> None:
    assert list(SECTIONS) == list(KINDS)
    for kind, part in SECTIONS.items():
        (block,) = BLOCK.findall(part)
        assert [item["kind"] for item in read(block)[0]] == [kind]


@pytest.mark.parametrize(("kind", "answer", "score"), ANSWERS)
def test_every_answer_is_marked_as_the_page_says(kind: str, answer: str, score: float) -> None:
    example = read(BLOCK.findall(SECTIONS[kind])[0])[0][0]
    question = generate(example, 1)
    assert mark(question, response(question, answer)).score == pytest.approx(score, abs=0.005)


def response(question: Question, answer: str) -> dict[str, Any]:
    """What a client would send for an answer that the page writes in words."""
    public, parts = question.public, answer.split(" · ")
    match question.kind:
        case "choice":
            return {"choice": _ids(public["options"], parts)[0]}
        case "choices":
            return {"choices": _ids(public["options"], parts)}
        case "order":
            return {"order": _ids(public["entries"], parts)}
        case "match":
            left, right = zip(*(part.split(" → ") for part in parts), strict=True)
            return {"pairs": dict(zip(_ids(public["left"], left), _ids(public["right"], right), strict=True))}
        case "fill":
            names = [one["blank"] for one in public["segments"] if not isinstance(one, str)]
            return {"blanks": dict(zip(names, parts, strict=True))}
        case "output":
            return {"output": answer.replace("⏎", "\n")}
        case "point":
            return {"points": [one["id"] for label in parts for one in public["picture"]["points"] if one["label"] == label]}
        case "card":
            return {"rating": answer}
        case "design":
            return _decided(public, parts)
    return {question.kind: answer}


def _decided(public: dict[str, Any], parts: list[str]) -> dict[str, Any]:
    """Costs as `name = number`, then an option and a reason for each decision."""
    costs = {name: float(number) for name, number in (part.split(" = ") for part in parts if " = " in part)}
    chosen = [part for part in parts if " = " not in part]
    picked = {
        name: {one["id"]: _ids(one[kind], [text])[0] for one, text in zip(public["decisions"], chosen[at::2], strict=True)}
        for at, (name, kind) in enumerate((("choices", "options"), ("reasons", "reasons")))
    }
    return {"costs": costs, **picked}


def _ids(shown: list[dict[str, str]], texts: Any) -> list[str]:
    ids = {one["text"]: one["id"] for one in shown}
    return [ids[text] for text in texts]


def test_every_kinds_answers_tell_right_from_wrong() -> None:
    for kind in KINDS:
        scores = {score for answered, _, score in ANSWERS if answered == kind}
        assert {0.0, 1.0} <= scores or kind == "match"


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_is_named_in_its_section(kind: str) -> None:
    part = SECTIONS[kind] + (SECTIONS["choice"] if kind == "choices" else "")
    assert [field for field in KINDS[kind].FIELDS if f"`{field}" not in part and f"{field}:" not in part] == []


def test_common_fields_ways_of_drawing_and_functions_are_all_told() -> None:
    first_column = re.findall(r"^\| (`.*?) \|", PAGE.split("## What learners see")[0], re.MULTILINE)
    assert set(re.findall(r"\w+", " ".join(first_column))) == COMMON
    drawing = PAGE.split("## Fresh values")[1]
    assert set(re.findall(r"^\| `\{(\w+):", drawing, re.MULTILINE)) == set(SOUND)
    functions = re.search(r"and the functions (.*?)\.$", drawing, re.DOTALL | re.MULTILINE)
    assert functions and set(re.findall(r"`(\w+)`", functions[1])) == set(FUNCTIONS)
    assert f"{TRIES} seeds" in PAGE
