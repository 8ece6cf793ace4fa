"""Choose a point (or several) in a picture."""

from __future__ import annotations

from typing import Any

from exercises.marking.base import LETTERS, Document, Explanation, Mark, Note, Problem, Question, Response, ids_of
from exercises.marking.expressions import ExpressionError, evaluate
from exercises.marking.parameters import draw
from exercises.marking.templates import fill

ORIGIN = "origin"


def problems(document: Document) -> list[Problem]:
    picture = document.get("picture")
    points = picture.get("points") if isinstance(picture, dict) else None
    if not isinstance(points, list) or not 2 <= len(points) <= 12:
        return [("picture.points", "is not a list of 2 to 12 points", "write {id, label, at: [x, y], why} for each")]
    assert isinstance(picture, dict)
    found: list[Problem] = []
    ids: list[str] = []
    for index, point in enumerate(points):
        where = f"picture.points.{index}"
        if not isinstance(point, dict) or not all(isinstance(point.get(k), str) and point[k].strip() for k in ("id", "label", "why")):
            found.append((where, "lacks id, label or why", "write {id, label, at: [x, y], why}"))
            continue
        ids.append(point["id"])
        at = point.get("at")
        if not isinstance(at, list) or len(at) != 2:
            found.append((f"{where}.at", "is not [x, y]", "write two numbers or expressions"))
            continue
        try:
            if not all(isinstance(evaluate(one, draw(document, 1)), int | float) for one in at):
                raise ExpressionError("a coordinate is no number")
        except ExpressionError as problem:
            found.append((f"{where}.at", str(problem), "mend the coordinate"))
    if len(set(ids)) != len(ids) or ORIGIN in ids:
        found.append(("picture.points", "has an id twice, or one named origin", "give each point its own id"))
    right = document.get("right")
    if not isinstance(right, list) or not right or not set(map(str, right)) <= set(ids) or len(right) >= len(points):
        found.append(("right", "does not name points of the picture", "list the ids of the right ones, not all"))
    arrows = picture.get("arrows", [])
    if not isinstance(arrows, list) or not all(
        isinstance(a, dict) and {a.get("from"), a.get("to")} <= {ORIGIN, *ids} for a in arrows
    ):
        found.append(("picture.arrows", "does not name points of the picture", "write {from: origin, to: id}"))
    return found


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    picture = document["picture"]
    letter = {point["id"]: LETTERS[index] for index, point in enumerate(picture["points"])} | {ORIGIN: ORIGIN}
    points = [
        {
            "id": letter[point["id"]],
            "label": fill(point["label"], names),
            "at": [float(evaluate(one, names)) for one in point["at"]],
        }
        for point in picture["points"]
    ]
    public: dict[str, Any] = {
        "picture": {
            "x": picture.get("x", ""),
            "y": picture.get("y", ""),
            "points": points,
            "arrows": [{"from": letter[a["from"]], "to": letter[a["to"]]} for a in picture.get("arrows", [])],
        },
        "many": len(document["right"]) > 1,
    }
    return Question(
        kind="point",
        ask=fill(document["ask"], names),
        hint=fill(document.get("hint", ""), names),
        public=public,
        key={
            "why": fill(document["why"], names),
            "right": [letter[one] for one in document["right"]],
            "notes": {letter[point["id"]]: fill(point["why"], names) for point in picture["points"]},
            "labels": {point["id"]: point["label"] for point in points},
        },
    )


def mark(question: Question, response: Response) -> Mark:
    chosen = set(ids_of(response, "points", list(question.key["notes"])))
    right = set(question.key["right"])
    return Mark(max(0, len(chosen & right) - len(chosen - right)) / len(right))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    key = question.key
    notes = tuple(Note(one, why, one in key["right"], one in response["points"]) for one, why in key["notes"].items())
    return Explanation(why=key["why"], solution=" · ".join(key["labels"][one] for one in key["right"]), notes=notes)
