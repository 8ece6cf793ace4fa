"""What a path's page tells beside its lessons: what to know before, which lesson needs which, answers, and related paths."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from lessons.models import Concept, Path
from tutor.models import PathReminder, User


@dataclass(frozen=True, slots=True)
class AnswerView:
    question: str
    html: str


@dataclass(frozen=True, slots=True)
class RelatedView:
    """A path beside this one; `url` is empty while it is only planned, and `wanted` says whether the learner waits for it."""

    slug: str
    title: str
    emoji: str
    promise: str
    url: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class GuideView:
    before_html: tuple[str, ...] = ()
    answers: tuple[AnswerView, ...] = ()
    related: tuple[RelatedView, ...] = ()


def guide_of(path: Path, learner: User | None) -> GuideView:
    """Two queries, one without a learner, none without related paths."""
    related = path.guide.get("related", [])
    published: set[str] = set()
    wanted: set[str] = set()
    if related:
        found = Path.objects.filter(slug__in=[one["slug"] for one in related], retired_at=None)
        published = set(found.values_list("slug", flat=True))
        if learner:
            wanted = set(PathReminder.objects.filter(learner=learner).values_list("path_slug", flat=True))
    return GuideView(
        before_html=tuple(path.guide.get("before_html", [])),
        answers=tuple(AnswerView(one["question"], one["html"]) for one in path.guide.get("faq", [])),
        related=tuple(
            RelatedView(
                **one,
                url=reverse("path", args=[one["slug"]]) if one["slug"] in published else "",
                wanted=one["slug"] in wanted,
            )
            for one in related
        ),
    )


def awaited_paths(learner: User) -> list[Path]:
    """Published paths of which the learner wanted to be told, until they say that they know. One query."""
    wanted = PathReminder.objects.filter(learner=learner).values("path_slug")
    return list(Path.objects.filter(retired_at=None, slug__in=wanted))


def needs_of_lessons(path: Path) -> dict[int, tuple[str, ...]]:
    """The numbers of the lessons that introduce what a lesson's concepts need, by the key of the lesson. One query."""
    needs: dict[int, set[tuple[int, int, str]]] = defaultdict(set)
    rows = Concept.needs.through.objects.filter(
        from_concept__lesson__path=path,
        from_concept__retired_at=None,
        to_concept__retired_at=None,
        to_concept__lesson__retired_at=None,
    ).values_list(
        "from_concept__lesson_id",
        "to_concept__lesson_id",
        "to_concept__lesson__path__position",
        "to_concept__lesson__position",
        "to_concept__lesson__number",
    )
    for lesson, needed, *place, number in rows:
        if lesson != needed:
            needs[lesson].add((*place, number))
    return {lesson: tuple(number for *_, number in sorted(found)) for lesson, found in needs.items()}
