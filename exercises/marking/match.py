"""Match what belongs together; every right pair counts its share."""

from __future__ import annotations

import random
from typing import Any

from exercises.marking.base import LETTERS, BadResponse, Document, Explanation, Mark, Note, Problem, Question, Response
from exercises.marking.parameters import draw
from exercises.marking.templates import fill


def problems(document: Document) -> list[Problem]:
    pairs, decoys = document.get("pairs"), document.get("decoys", [])
    if not isinstance(pairs, list) or not 3 <= len(pairs) <= 6:
        return [("pairs", "is not a list of 3 to 6 pairs", "write {left, right, why} for each")]
    found: list[Problem] = []
    for index, pair in enumerate(pairs):
        for part in ("left", "right", "why"):
            if not isinstance(pair, dict) or not isinstance(pair.get(part), str) or not pair[part].strip():
                found.append((f"pairs.{index}.{part}", "is missing", "write {left, right, why}"))
    if not isinstance(decoys, list) or not all(isinstance(one, str) and one.strip() for one in decoys):
        found.append(("decoys", "is not a list of texts", "write texts that belong to nothing, or leave it out"))
    elif not found:
        for side in ([pair["left"] for pair in pairs], [pair["right"] for pair in pairs] + decoys):
            if len(set(side)) != len(side):
                found.append(("pairs", "has the same text twice on one side", "make the texts differ"))
    return found


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    pairs = [{part: fill(pair[part], names) for part in ("left", "right", "why")} for pair in document["pairs"]]
    chance = random.Random(f"match:{seed}")
    chance.shuffle(pairs)
    rights = [pair["right"] for pair in pairs] + [fill(one, names) for one in document.get("decoys", [])]
    chance.shuffle(rights)
    left_ids = [f"l{index + 1}" for index in range(len(pairs))]
    right_id = {text: LETTERS[index] for index, text in enumerate(rights)}
    return Question(
        kind="match",
        ask=fill(document["ask"], names),
        hint=fill(document.get("hint", ""), names),
        public={
            "left": [{"id": one, "text": pair["left"]} for one, pair in zip(left_ids, pairs, strict=True)],
            "right": [{"id": right_id[text], "text": text} for text in rights],
        },
        key={
            "why": fill(document["why"], names),
            "pairs": {one: right_id[pair["right"]] for one, pair in zip(left_ids, pairs, strict=True)},
            "texts": dict(zip(left_ids, pairs, strict=True)),
        },
    )


def _given(question: Question, response: Response) -> dict[str, Any]:
    given = response.get("pairs") if isinstance(response, dict) else None
    right = question.key["pairs"]
    known = {one["id"] for one in question.public["right"]}
    if not isinstance(given, dict) or set(given) != set(right) or not all(isinstance(v, str) and v in known for v in given.values()):
        raise BadResponse("pairs", "Not every line has a partner.", "Choose one for each.")
    return given


def mark(question: Question, response: Response) -> Mark:
    given, right = _given(question, response), question.key["pairs"]
    return Mark(sum(given[one] == right[one] for one in right) / len(right))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    given, key = _given(question, response), question.key
    notes = tuple(
        Note(one, key["texts"][one]["why"], right=given[one] == key["pairs"][one], chosen=True) for one in key["pairs"]
    )
    solution = "\n".join(f"- {pair['left']} → {pair['right']}" for pair in key["texts"].values())
    return Explanation(why=key["why"], solution=solution, notes=notes)
