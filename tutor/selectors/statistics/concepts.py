"""What somebody is good at, and what they take for true that is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from exercises import marking
from exercises.models import Attempt
from tutor.models import Review, User
from tutor.rules.intervals import Estimate, share

DAYS = 365
LEAST_ANSWERS = 3  # fewer say nothing of a concept
LATEST = 150  # wrong answers that are looked at
MOST = 8
WEAKEST, STRONGEST = 16, 8  # concepts that are shown of a long path
PICKED = ("choice", "choices")


@dataclass(frozen=True, slots=True)
class ConceptRecord:
    """The share of a concept's answers within a year that was right."""

    title: str
    url: str
    right: Estimate


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong option and how often it was picked of late. `ask`, `option` and `why` are Markdown."""

    concept: str
    ask: str
    option: str
    why: str
    times: int
    last: date
    review_url: str


def concept_records(learner: User, today: date) -> tuple[ConceptRecord, ...]:
    """The weakest and the strongest concepts among those asked a few times within a year, weakest first. One query."""
    asked = Review.objects.filter(learner=learner, day__gt=today - timedelta(days=DAYS), concept__retired_at=None).order_by()
    names = ("concept__title", "concept__lesson__slug", "concept__lesson__path__slug")
    sums = asked.values_list(*names).annotate(all=Count("pk"), right=Count("pk", filter=Q(rating__gt=1)))
    found = [
        ConceptRecord(title, reverse("lesson", args=[path, lesson]), share(right, count))
        for title, lesson, path, count, right in sums
        if count >= LEAST_ANSWERS
    ]
    ordered = sorted(found, key=lambda one: (one.right.value, -one.right.n, one.title))
    return tuple(ordered if len(ordered) <= WEAKEST + STRONGEST else ordered[:WEAKEST] + ordered[-STRONGEST:])


def misconceptions(learner: User, today: date) -> tuple[Misconception, ...]:
    """The wrong options picked most among the latest wrong answers, most often first. One query.

    Options are shuffled for each asking, so each question is made again from its seed to see which text was picked.
    """
    wrong = Attempt.objects.filter(
        learner=learner, day__gt=today - timedelta(days=DAYS), score__lt=1, revision__kind__in=PICKED, item__retired_at=None
    )
    latest = wrong.select_related("revision", "item__concept").order_by("-day", "-pk")[:LATEST]
    times: Counter[tuple[int, str]] = Counter()
    first_seen: dict[tuple[int, str], tuple[Attempt, marking.Question, marking.Note]] = {}
    for attempt in latest:
        question = marking.generate(attempt.revision.document, attempt.seed)
        for note in marking.explain(question, attempt.response, marking.mark(question, attempt.response)).notes:
            if note.chosen and not note.right:
                key = (attempt.item_id, note.text)
                times[key] += 1
                first_seen.setdefault(key, (attempt, question, note))
    return tuple(_misconception(*first_seen[key], count) for key, count in times.most_common(MOST))


def _misconception(attempt: Attempt, question: marking.Question, note: marking.Note, times: int) -> Misconception:
    option = next(one["text"] for one in question.public["options"] if one["id"] == note.target)
    return Misconception(
        concept=attempt.item.concept.title,
        ask=question.ask,
        option=option,
        why=note.text,
        times=times,
        last=attempt.day,
        review_url=reverse("review", args=[attempt.item.slug]),
    )
