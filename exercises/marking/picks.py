"""Which of an item's options a response took, by their places in the author's file: letters are dealt anew with each asking.

    offers(document)            what can be taken, in the order of the file
    picks(question, response)   what was
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from exercises.marking.base import LETTERS, Document, Question, Response
from exercises.marking.card import SCORES
from exercises.marking.number import explain as explain_number
from exercises.marking.number import mark as mark_number
from exercises.marking.output import explain as explain_output
from exercises.marking.output import mark as mark_output
from exercises.marking.short_text import explain as explain_text
from exercises.marking.short_text import mark as mark_text


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be taken. `label` is Markdown as the author wrote it; `right`: whether it is, None where that depends;
    `group`: the blank, pair or decision that it belongs to, empty where the item has but one; `shown`: whether learners see it.
    """

    key: str
    label: str
    right: bool | None
    group: str = ""
    shown: bool = True


# The parts of a document that foresee mistakes in what is typed, and how each is told from its explanation.
FORESEEN = {
    "number": ("mistakes", "answer", mark_number, explain_number),
    "output": ("mistakes", "answer", mark_output, explain_output),
    "text": ("near", "text", mark_text, explain_text),
}


def offers(document: Document) -> tuple[Offer, ...]:
    """What a sound document lets learners take."""
    kind = document["kind"]
    if kind in FORESEEN:
        part, name, *_ = FORESEEN[kind]
        return tuple(
            Offer(str(place), str(one[name]), right=False, shown=False) for place, one in enumerate(document.get(part, []))
        )
    found = OFFERS.get(kind)
    return tuple(found(document)) if found else ()


def picks(question: Question, response: Response) -> tuple[str, ...]:
    """The keys of the offers that a response took. Raises BadResponse for one that has not the form of the kind."""
    if question.kind in FORESEEN:
        return tuple(_foreseen(question, response))
    found = PICKS.get(question.kind)
    return tuple(found(question, response)) if found else ()


def _options(document: Document) -> Iterator[Offer]:
    for place, option in enumerate(document["options"]):
        yield Offer(str(place), option["text"], option.get("right", False))


def _points(document: Document) -> Iterator[Offer]:
    for point in document["picture"]["points"]:
        yield Offer(point["id"], point["label"], point["id"] in document["right"])


def _pairs(document: Document) -> Iterator[Offer]:
    rights = [pair["right"] for pair in document["pairs"]] + list(document.get("decoys", []))
    for at, pair in enumerate(document["pairs"]):
        for place, right in enumerate(rights):
            yield Offer(f"{at}>{place}", right, at == place, group=pair["left"])


def _blanks(document: Document) -> Iterator[Offer]:
    for name, blank in document["blanks"].items():
        for place, option in enumerate(blank.get("options", [])):
            yield Offer(f"{name}:{place}", option, option in blank["accept"], group=name)


def _decisions(document: Document) -> Iterator[Offer]:
    for decision in document["decisions"]:
        for part in ("options", "reasons"):
            for place, one in enumerate(decision[part]):
                yield Offer(f"{decision['id']}:{part}:{place}", one["text"], None, group=decision["ask"])


def _ratings(document: Document) -> Iterator[Offer]:
    for rating in SCORES:
        yield Offer(rating, rating, None)


def _chosen(question: Question, response: Response) -> Iterator[str]:
    given = response["choices"] if question.kind == "choices" else [response["choice"]]
    for letter in given:
        yield str(question.key["options"][letter]["place"])


def _pointed(question: Question, response: Response) -> Iterator[str]:
    for letter in response["points"]:
        yield question.key["ids"][letter]


def _matched(question: Question, response: Response) -> Iterator[str]:
    for left, letter in response["pairs"].items():
        yield f"{question.key['texts'][left]['place']}>{question.key['places'][letter]}"


def _filled(question: Question, response: Response) -> Iterator[str]:
    for name, blank in question.key["blanks"].items():
        if blank["options"] is not None:
            yield f"{name}:{blank['places'][response['blanks'][name]]}"


def _decided(question: Question, response: Response) -> Iterator[str]:
    for name, decision in question.key["decisions"].items():
        yield f"{name}:options:{LETTERS.index(response['choices'][name])}"
        yield f"{name}:reasons:{decision['reasons'][response['reasons'][name]]['place']}"


def _rated(question: Question, response: Response) -> Iterator[str]:
    yield response["rating"]


def _foreseen(question: Question, response: Response) -> Iterator[str]:
    """The mistake whose reason the learner was told."""
    part, _, mark, explain = FORESEEN[question.kind]
    given = mark(question, response)
    if not given.correct:
        told = {note.text for note in explain(question, response, given).notes}
        yield from (str(place) for place, one in enumerate(question.key[part]) if one["why"] in told)


OFFERS: dict[str, Callable[[Document], Iterator[Offer]]] = {
    "choice": _options,
    "choices": _options,
    "point": _points,
    "match": _pairs,
    "fill": _blanks,
    "design": _decisions,
    "card": _ratings,
}
PICKS: dict[str, Callable[[Question, Response], Iterator[str]]] = {
    "choice": _chosen,
    "choices": _chosen,
    "point": _pointed,
    "match": _matched,
    "fill": _filled,
    "design": _decided,
    "card": _rated,
}
