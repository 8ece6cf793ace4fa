"""Choose a point (or several) in a picture."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from exercises.marking.base import (
    LETTERS,
    BadResponse,
    Document,
    Explanation,
    Mark,
    Note,
    Problem,
    Question,
    Response,
    ids_of,
)
from exercises.marking.expressions import evaluate
from exercises.marking.options import balance
from exercises.marking.parameters import draw
from exercises.marking.shapes import alike, asked, empty, parts, texts, tried, unknown
from exercises.marking.templates import fill

FIELDS = {"picture", "right"}
ORIGIN = "origin"


def problems(document: Document) -> list[Problem]:
    picture = document.get("picture")
    points = picture.get("points") if isinstance(picture, dict) else None
    if not isinstance(picture, dict) or not isinstance(points, list) or not 2 <= len(points) <= 12:
        return [("picture.points", "is not a list of 2 to 12 points", "write {id, label, at: [x, y], why} for each")]
    found = parts(points, "picture.points", ("id", "label", "why"), {"at"})
    if found:
        return found
    for axis in ("x", "y"):
        if not isinstance(picture.get(axis, ""), str):
            found.append((f"picture.{axis}", "is no text", "write what the axis shows"))
    found += unknown(picture, "picture.", {"x", "y", "points", "arrows"})
    found += [
        (f"picture.points.{place}.at", "is not [x, y]", "write two numbers or expressions")
        for place, point in enumerate(points)
        if not isinstance(point.get("at"), list) or len(point["at"]) != 2
    ]
    found += _problems_of_ids(document, [point["id"] for point in points])
    if found:
        return found
    at = {f"picture.points.{i}.at.{j}": one for i, point in enumerate(points) for j, one in enumerate(point["at"])}
    return tried(document, generate, flaws=_flaws, expressions=at)


def _problems_of_ids(document: Document, ids: list[str]) -> Iterator[Problem]:
    if len(set(ids)) != len(ids) or ORIGIN in ids:
        yield "picture.points", "has an id twice, or one named origin", "give each point its own id"
    right = document.get("right", [])
    if not texts(right) or not set(right) <= set(ids):
        yield "right", "does not name points of the picture", "list the ids of the right ones"
    elif len(set(right)) != len(right) or len(right) == len(ids):
        yield "right", "has an id twice, or all of them", "list each right one once, and have wrong ones"
    arrows = document["picture"].get("arrows", [])
    bad = parts(arrows, "picture.arrows", ("from", "to"))
    yield from bad
    if not bad and not {arrow[end] for arrow in arrows for end in ("from", "to")} <= {ORIGIN, *ids}:
        yield "picture.arrows", "does not name points of the picture", "write {from: origin, to: id}"


def _flaws(question: Question) -> Iterator[Problem]:
    points, right = question.public["picture"]["points"], question.key["right"]
    labels = [point["label"] for point in points]
    yield from alike("picture.points", labels)
    yield from empty("picture.points", labels)
    for place in (point["at"] for point in points if point["id"] in right):
        if any(point["at"] == place for point in points if point["id"] not in right):
            yield "picture.points", f"has a right and a wrong point at {place}", "move them apart"


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    picture, points = document["picture"], list(document["picture"]["points"])
    # The file's order and ids may tell which is right; shuffled letters do not.
    random.Random(f"point:{seed}").shuffle(points)
    letters = {ORIGIN: ORIGIN, **{point["id"]: letter for point, letter in zip(points, LETTERS, strict=False)}}
    shown: list[dict[str, Any]] = [
        {
            "id": letters[point["id"]],
            "label": fill(point["label"], names),
            "at": [float(evaluate(one, names)) for one in point["at"]],
        }
        for point in points
    ]
    arrows = [{end: letters[arrow[end]] for end in ("from", "to")} for arrow in picture.get("arrows", [])]
    axes = {axis: fill(picture.get(axis, ""), names) for axis in ("x", "y")}
    return asked(
        document,
        names,
        public={"picture": {**axes, "points": shown, "arrows": arrows}, "many": len(document["right"]) > 1},
        key={
            "right": [letters[one] for one in document["right"]],
            "notes": {letters[point["id"]]: fill(point["why"], names) for point in points},
            "labels": {point["id"]: point["label"] for point in shown},
            "ids": {letters[point["id"]]: point["id"] for point in points},
        },
    )


def mark(question: Question, response: Response) -> Mark:
    return Mark(balance(_chosen(question, response), question.key["right"]))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    key, chosen = question.key, _chosen(question, response)
    notes = tuple(Note(one, why, one in key["right"], one in chosen) for one, why in key["notes"].items())
    return Explanation(why=key["why"], solution=" · ".join(key["labels"][one] for one in key["right"]), notes=notes)


def _chosen(question: Question, response: Response) -> list[str]:
    chosen = ids_of(response, "points", question.key["notes"])
    if len(chosen) > 1 and not question.public["many"]:
        raise BadResponse("points", f"{len(chosen)} points are chosen.", "Choose one.")
    return chosen
