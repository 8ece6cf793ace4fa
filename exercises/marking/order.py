"""Put entries in order; credit by the share of pairs that stand the right way round (Kendall's tau, scaled to 0..1)."""

from __future__ import annotations

import random
from itertools import combinations

from exercises.marking.base import LETTERS, BadResponse, Document, Explanation, Mark, Note, Problem, Question, Response, ids_of
from exercises.marking.parameters import draw
from exercises.marking.templates import fill


def problems(document: Document) -> list[Problem]:
    entries = document.get("entries")
    if not isinstance(entries, list) or not 3 <= len(entries) <= 7 or not all(isinstance(e, str) and e.strip() for e in entries):
        return [("entries", "is not a list of 3 to 7 texts", "write them in the right order")]
    if len(set(entries)) != len(entries):
        return [("entries", "has the same text twice", "make the entries differ")]
    return []


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    entries = [fill(entry, names) for entry in document["entries"]]
    places = list(range(len(entries)))
    chance = random.Random(f"order:{seed}")
    while places == sorted(places):  # what is asked must not stand there already
        chance.shuffle(places)
    letter_of = {place: LETTERS[shown] for shown, place in enumerate(places)}
    return Question(
        kind="order",
        ask=fill(document["ask"], names),
        hint=fill(document.get("hint", ""), names),
        public={"entries": [{"id": LETTERS[shown], "text": entries[place]} for shown, place in enumerate(places)]},
        key={
            "why": fill(document["why"], names),
            "order": [letter_of[place] for place in range(len(entries))],
            "texts": {letter_of[place]: entries[place] for place in range(len(entries))},
        },
    )


def mark(question: Question, response: Response) -> Mark:
    right = question.key["order"]
    given = ids_of(response, "order", right)
    if len(given) != len(right):
        raise BadResponse("order", f"{len(given)} of {len(right)} entries are placed.", "Place all of them.")
    place = {one: index for index, one in enumerate(given)}
    pairs = list(combinations(right, 2))
    return Mark(sum(place[a] < place[b] for a, b in pairs) / len(pairs))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    key = question.key
    given = response["order"]
    notes = tuple(
        Note(one, f"belongs in place {key['order'].index(one) + 1}", right=given[index] == key["order"][index], chosen=True)
        for index, one in enumerate(given)
    )
    solution = "\n".join(f"{place}. {key['texts'][one]}" for place, one in enumerate(key["order"], start=1))
    return Explanation(why=key["why"], solution=solution, notes=notes)
