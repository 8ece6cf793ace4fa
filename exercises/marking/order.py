"""Put entries in order; credit by the share of pairs that stand the right way round (Kendall's tau, scaled to 0..1)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

from exercises.marking.base import LETTERS, BadResponse, Document, Explanation, Mark, Note, Problem, Question, Response, ids_of
from exercises.marking.parameters import draw
from exercises.marking.shapes import alike, asked, empty, texts, tried
from exercises.marking.templates import fill

FIELDS = {"entries"}


def problems(document: Document) -> list[Problem]:
    if not texts(document.get("entries"), least=3, most=7):
        return [("entries", "is not a list of 3 to 7 texts", "write them in the right order")]
    return tried(document, generate, flaws=_flaws)


def _flaws(question: Question) -> Iterator[Problem]:
    shown = [entry["text"] for entry in question.public["entries"]]
    yield from alike("entries", shown)
    yield from empty("entries", shown)


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    entries = [fill(entry, names) for entry in document["entries"]]
    places = list(range(len(entries)))
    chance = random.Random(f"order:{seed}")
    while places == sorted(places):  # what is asked must not stand there already
        chance.shuffle(places)
    letters = {place: LETTERS[shown] for shown, place in enumerate(places)}
    return asked(
        document,
        names,
        public={"entries": [{"id": letters[place], "text": entries[place]} for place in places]},
        key={
            "order": [letters[place] for place in range(len(entries))],
            "texts": {letters[place]: entry for place, entry in enumerate(entries)},
        },
    )


def mark(question: Question, response: Response) -> Mark:
    given = _given(question, response)
    pairs = list(combinations(question.key["order"], 2))
    return Mark(sum(given.index(first) < given.index(second) for first, second in pairs) / len(pairs))


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    order, shown = question.key["order"], question.key["texts"]
    notes = tuple(
        Note(one, f"belongs in place {order.index(one) + 1}", right=order[place] == one, chosen=True)
        for place, one in enumerate(_given(question, response))
    )
    solution = "\n".join(f"{place}. {shown[one]}" for place, one in enumerate(order, start=1))
    return Explanation(why=question.key["why"], solution=solution, notes=notes)


def _given(question: Question, response: Response) -> list[str]:
    order = question.key["order"]
    given = ids_of(response, "order", order)
    if len(given) != len(order):
        raise BadResponse("order", f"{len(given)} of {len(order)} entries are placed.", "Place all of them.")
    return given
