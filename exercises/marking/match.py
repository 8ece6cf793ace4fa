"""Match what belongs together; every right pair counts its share."""

from __future__ import annotations

import random
from collections.abc import Iterator

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
    mapping_of,
)
from exercises.marking.parameters import draw
from exercises.marking.shapes import alike, asked, empty, parts, texts, tried
from exercises.marking.templates import fill

FIELDS = {"pairs", "decoys"}
SIDES = ("left", "right", "why")


def problems(document: Document) -> list[Problem]:
    pairs = document.get("pairs")
    if not isinstance(pairs, list) or not 3 <= len(pairs) <= 6:
        return [("pairs", "is not a list of 3 to 6 pairs", "write {left, right, why} for each")]
    found = parts(pairs, "pairs", SIDES)
    if not texts(document.get("decoys", []), least=0, most=6):
        found.append(("decoys", "is not a list of at most 6 texts", "write texts that belong to nothing, or leave it out"))
    return found or tried(document, generate, flaws=_flaws)


def _flaws(question: Question) -> Iterator[Problem]:
    for side in ("left", "right"):
        shown = [one["text"] for one in question.public[side]]
        yield from alike("pairs", shown)
        yield from empty("pairs", shown)


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    pairs = [{side: fill(pair[side], names) for side in SIDES} | {"place": at} for at, pair in enumerate(document["pairs"])]
    chance = random.Random(f"match:{seed}")
    chance.shuffle(pairs)
    decoys = [(fill(one, names), place) for place, one in enumerate(document.get("decoys", []), start=len(pairs))]
    rights = [(pair["right"], pair["place"]) for pair in pairs] + decoys
    chance.shuffle(rights)
    lefts = {f"l{place}": pair for place, pair in enumerate(pairs, start=1)}
    lettered = dict(zip(LETTERS, rights, strict=False))
    letter_of = {text: letter for letter, (text, _) in lettered.items()}
    return asked(
        document,
        names,
        public={
            "left": [{"id": one, "text": pair["left"]} for one, pair in lefts.items()],
            "right": [{"id": letter, "text": text} for letter, (text, _) in lettered.items()],
        },
        key={
            "pairs": {one: letter_of[pair["right"]] for one, pair in lefts.items()},
            "right": list(lettered),
            "texts": lefts,
            "places": {letter: place for letter, (_, place) in lettered.items()},
        },
    )


def mark(question: Question, response: Response) -> Mark:
    given, right = _given(question, response), question.key["pairs"]
    return Mark(sum(given[one] == right[one] for one in right) / len(right))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    given, key = _given(question, response), question.key
    notes = tuple(
        Note(one, pair["why"], right=given[one] == key["pairs"][one], chosen=True) for one, pair in key["texts"].items()
    )
    solution = "\n".join(f"- {pair['left']} → {pair['right']}" for pair in key["texts"].values())
    return Explanation(why=key["why"], solution=solution, notes=notes)


def _given(question: Question, response: Response) -> dict[str, str]:
    """Which partner each left one got. One partner may stand at several; that is at most once right."""
    given = mapping_of(response, "pairs", question.key["pairs"])
    if not set(given.values()) <= set(question.key["right"]):
        raise BadResponse("pairs", "It has something that is not among the partners.", "Reload the question.")
    return given
