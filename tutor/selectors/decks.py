"""What a learner has met of a path, as cards for another program."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from exercises import marking
from exercises.marking.responses import right_response
from exercises.models import Item
from lessons.models import Path
from tutor.errors import NotFound
from tutor.models import ConceptMemory, User


@dataclass(frozen=True, slots=True)
class Card:
    """A question with its answer, all in Markdown. `key` is the item's slug, which is for ever."""

    key: str
    concept: str
    question: marking.Question
    solution: str
    why: str


@dataclass(frozen=True, slots=True)
class Deck:
    slug: str
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class DeckOffer:
    """A path of which the learner has met some concepts."""

    slug: str
    title: str
    met: int


def decks_of(learner: User) -> tuple[DeckOffer, ...]:
    """The decks that can be had, in the order of the paths. One query."""
    met = ConceptMemory.objects.filter(learner=learner, concept__retired_at=None).order_by("concept__lesson__path__position")
    rows = met.values_list("concept__lesson__path__slug", "concept__lesson__path__title").annotate(met=Count("pk"))
    return tuple(DeckOffer(*row) for row in rows)


def deck_for(learner: User, path_slug: str) -> Deck:
    """The questions on the concepts of a path that the learner has met, in the path's order. Three queries.

    What was not met is left out: a deck that gives lessons away would spoil them.
    """
    path = Path.objects.filter(slug=path_slug).first()
    if path is None:
        raise NotFound(f"There is no path “{path_slug}”.", field="path")
    met = ConceptMemory.objects.filter(learner=learner, concept__lesson__path=path).values_list("concept", flat=True)
    items = Item.objects.filter(concept__in=list(met), retired_at=None, current__isnull=False)
    ordered = items.select_related("current", "concept").order_by("lesson__position", "concept__position", "slug")
    return Deck(path.slug, path.title, tuple(_card(item) for item in ordered))


def _card(item: Item) -> Card:
    """The question as one seed makes it, always the same, so that a deck made again has the same cards."""
    assert item.current is not None
    question = marking.generate(item.current.document, seed=0)
    response = right_response(question)
    told = marking.explain(question, response, marking.mark(question, response))
    return Card(item.slug, item.concept.title, question, told.solution, told.why)
