"""Choosing points in a picture."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.marking import BadResponse, Question, explain, generate, mark, problems

POINTS = [
    {"id": "cat", "label": "cat", "at": [2, 1], "why": "we begin here"},
    {"id": "dog", "label": "dog", "at": [4, "n / 2"], "why": "the same way"},
    {"id": "car", "label": "car", "at": [-1, 3], "why": "another way"},
]
PICTURE = {
    "kind": "point",
    "ask": "Which is nearest to cat?",
    "why": "Angles.",
    "parameters": {"n": {"int": [2, 5]}},
    "picture": {"x": "size", "y": "[[n]]", "points": POINTS, "arrows": [{"from": "origin", "to": "cat"}]},
    "right": ["dog"],
}


def ids(question: Question, *labels: str) -> list[str]:
    return [one["id"] for one in question.public["picture"]["points"] if one["label"] in labels]


def test_points_are_shown_at_their_computed_places_under_letters() -> None:
    question = generate(PICTURE, 4)
    picture = question.public["picture"]
    n = int(picture["y"])
    assert {one["label"]: one["at"] for one in picture["points"]} == {"cat": [2, 1], "dog": [4, n / 2], "car": [-1, 3]}
    assert picture["arrows"] == [{"from": "origin", "to": ids(question, "cat")[0]}]
    assert question.public["many"] is False


def test_several_right_points_are_marked_like_several_right_options() -> None:
    question = generate(PICTURE | {"right": ["dog", "cat"]}, 4)
    assert question.public["many"] is True
    assert mark(question, {"points": ids(question, "dog")}).score == 0.5
    assert mark(question, {"points": ids(question, "dog", "car")}).score == 0
    assert mark(question, {"points": ids(question, "cat", "dog")}).correct


def test_every_points_reason_is_told() -> None:
    question = generate(PICTURE, 4)
    response = {"points": ids(question, "car")}
    told = explain(question, response, mark(question, response))
    assert {note.text: (note.right, note.chosen) for note in told.notes} == {
        "we begin here": (False, False),
        "the same way": (True, False),
        "another way": (False, True),
    }
    assert told.solution == "dog"


@pytest.mark.parametrize("chosen", [["a", "b"], ["cat"], ["origin"], [], "a", None])
def test_a_point_that_cannot_be_chosen_is_refused(chosen: Any) -> None:
    with pytest.raises(BadResponse):
        mark(generate(PICTURE, 1), {"points": chosen})


def with_picture(*points: dict[str, Any], **more: Any) -> dict[str, Any]:
    return PICTURE | {"picture": {"points": [*POINTS, *points], **more}}


def with_last(**change: Any) -> dict[str, Any]:
    return PICTURE | {"picture": {"points": [*POINTS[:2], POINTS[2] | change]}}


@pytest.mark.parametrize(
    ("document", "place", "said"),
    [
        (PICTURE | {"picture": None}, "picture.points", "2 to 12"),
        (PICTURE | {"picture": {"points": POINTS[:1]}}, "picture.points", "2 to 12"),
        (with_picture(POINTS[0]), "picture.points", "has an id twice"),
        (with_picture(POINTS[0] | {"id": "origin"}), "picture.points", "one named origin"),
        (with_picture(POINTS[0] | {"id": "new"}), "picture.points", "“cat” is there twice"),
        (with_picture(POINTS[1] | {"id": "new", "label": "new"}), "picture.points", "right and a wrong point at [4.0"),
        (with_last(at=[1]), "picture.points.2.at", "not [x, y]"),
        (with_last(at=["m", 1]), "picture.points.2.at.0", "“m” is not known"),
        (with_last(at=[1, "'a'"]), "picture.points.2.at.1", "not a number"),
        (with_last(at=[1, None]), "picture.points.2.at.1", "is missing"),
        (with_last(label="[['']]"), "picture.points", "empty when filled in"),
        (with_last(why=" "), "picture.points.2.why", "is missing"),
        (with_picture(x=3), "picture.x", "no text"),
        (with_picture(z="z"), "picture.z", "not a field here"),
        (with_picture(arrows=[{"from": "cat", "to": "sun"}]), "picture.arrows", "does not name points"),
        (with_picture(arrows=[{"from": "cat"}]), "picture.arrows.0.to", "is missing"),
        (PICTURE | {"right": []}, "right", "does not name points"),
        (PICTURE | {"right": "dog"}, "right", "does not name points"),
        (PICTURE | {"right": ["sun"]}, "right", "does not name points"),
        (PICTURE | {"right": ["dog", "dog"]}, "right", "has an id twice"),
        (PICTURE | {"right": ["dog", "cat", "car"]}, "right", "all of them"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(document: dict[str, Any], place: str, said: str) -> None:
    assert problems(PICTURE) == []
    found = problems(document)
    assert [what for where, what, _ in found if where == place and said in what], found
