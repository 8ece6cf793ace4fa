"""The questions of all lessons: enough of them, fresh each time, and not answered by their looks."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any

import pytest
import yaml

from exercises.marking import generate
from tests.lab.told import EMBEDDINGS

LESSONS = sorted(folder.name for folder in EMBEDDINGS.iterdir() if folder.is_dir())


@cache
def items(lesson: str) -> list[dict[str, Any]]:
    return yaml.safe_load((EMBEDDINGS / lesson / "items.yaml").read_text(encoding="utf-8"))["items"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_concept_is_asked_about_in_three_ways_and_once_with_fresh_values(lesson: str) -> None:
    front = yaml.safe_load((EMBEDDINGS / lesson / "lesson.md").read_text(encoding="utf-8").split("---\n")[1])
    asked = defaultdict(list)
    for item in items(lesson):
        asked[item["concept"]].append(item)
    assert set(asked) == {concept["slug"] for concept in front["concepts"]}
    for concept, questions in asked.items():
        assert len(questions) >= 3, concept
        assert any(question.get("parameters") for question in questions), concept
        assert len({question["kind"] for question in questions}) >= 3, f"{concept} is always asked in the same manner"


@pytest.mark.parametrize("lesson", LESSONS)
def test_fresh_values_show_no_trace_of_floating_point_and_make_no_two_options_equal(lesson: str) -> None:
    for item in items(lesson):
        if item.get("parameters"):
            questions = [generate(item, seed) for seed in range(60)]
            assert len({str((question.ask, question.public)) for question in questions}) >= 3, item["slug"]
            for question in questions:
                shown = f"{question.ask} {question.hint} {question.public}"
                assert not re.search(r"\d\.\d{6}", shown), (item["slug"], shown)
                texts = [option["text"] for option in question.public.get("options", ())]
                assert len(set(texts)) == len(texts), (item["slug"], texts)


def test_the_right_option_is_given_away_neither_by_its_length_nor_by_its_brevity() -> None:
    choices = [item["options"] for lesson in LESSONS for item in items(lesson) if item["kind"] == "choice"]
    lengths = [
        (next(len(one["text"]) for one in options if one.get("right")), [len(one["text"]) for one in options])
        for options in choices
    ]
    for extreme in (max, min):
        alone = [right == extreme(all_of) and all_of.count(right) == 1 for right, all_of in lengths]
        assert sum(alone) <= len(alone) / 2
    assert all(right > 0.4 * sum(all_of) / len(all_of) and right < 1.6 * sum(all_of) / len(all_of) for right, all_of in lengths)
