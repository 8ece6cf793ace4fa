"""What a placement test shows: which phases can be tested, the question that is open, and an honest result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from exercises import marking
from exercises.models import Exercise, ItemRevision
from lessons.models import Lesson, Path, Phase
from tutor.errors import NotFound
from tutor.models import LessonProgress, Placement, User
from tutor.rules import placement as rules

# Kinds that a test asks: neither those by which learners rate themselves, nor designs, which take minutes.
TESTED_KINDS = sorted(set(marking.KINDS) - {"card", "design"})
# So many different questions a phase needs, or the same ones would decide each time.
ENOUGH_ITEMS = 8


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """`passed` says that its lessons are marked as done."""

    title: str
    passed: bool
    right: int
    asked: int


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """`number` counts from 0. `progress` (0 to 1) is how far the phase is decided, one way or the other."""

    number: int
    item_slug: str
    phase_title: str
    progress: float
    question: marking.Question


@dataclass(frozen=True, slots=True)
class PlacementView:
    """`phases` may be tested; `open` is the question to answer, else `results` tell of the last test, if there was one.

    `tried_today` are the phases whose test was taken today, an empty slug standing for the whole path.
    """

    path_slug: str
    path_title: str
    emoji: str
    phases: tuple[Phase, ...]
    open: OpenQuestion | None
    results: tuple[PhaseResult, ...]
    lessons_placed: int
    tried_today: frozenset[str]


def placement_for(learner: User, path_slug: str, now: datetime) -> PlacementView:
    """The placement test of a path as it stands with this learner. Seven queries."""
    path = Path.objects.filter(slug=path_slug, retired_at=None).first()
    if path is None:
        raise NotFound(f"There is no path “{path_slug}”.", field="path")
    tests = list(Placement.objects.filter(learner=learner, path=path).select_related("phase").order_by("-started_at")[:10])
    last = tests[0] if tests else None
    titles = dict(Phase.objects.filter(path=path).values_list("slug", "title"))
    results = _results(last.document, titles) if last else ()
    passed = [slug for slug in phases_passed(last.document)] if last else []
    day = learner.clock.day(now)
    return PlacementView(
        path_slug=path.slug,
        path_title=path.title,
        emoji=path.emoji,
        phases=tuple(testable_phases(learner, path)),
        open=_open(last, titles) if last and last.finished_at is None else None,
        results=results if last and last.finished_at is not None else (),
        lessons_placed=Lesson.objects.filter(path=path, phase__slug__in=passed, retired_at=None).exclude(current=None).count(),
        tried_today=frozenset(test.phase.slug if test.phase else "" for test in tests if test.day == day),
    )


def testable_phases(learner: User, path: Path) -> list[Phase]:
    """Phases with enough questions that are not done yet, in their order. What ends in a certificate is to be made. One query."""
    finished = LessonProgress.objects.filter(learner=learner, lesson=OuterRef("pk"), finished_at__isnull=False)
    ahead = Lesson.objects.filter(phase=OuterRef("pk"), retired_at=None, current__isnull=False).exclude(Exists(finished))
    certified = Exercise.objects.filter(lesson__phase=OuterRef("pk"), current__document__certificate__gt="")
    usable = Q(lessons__items__retired_at=None, lessons__items__current__kind__in=TESTED_KINDS)
    phases = path.phases.filter(Exists(ahead), ~Exists(certified), retired_at=None)
    return list(phases.annotate(items=Count("lessons__items", filter=usable)).filter(items__gte=ENOUGH_ITEMS))


def answers_of(document: Mapping[str, Any], phase: str) -> list[rules.Answered]:
    """The answers to a phase's questions in their order."""
    given = [one for one in document.get("asked", ()) if one["phase"] == phase and one["right"] is not None]
    return [rules.Answered(one["guess"], one["right"]) for one in given]


def phases_passed(document: Mapping[str, Any]) -> list[str]:
    found = document.get("phases", ())
    return [phase for phase in found if rules.verdict(answers_of(document, phase)) is rules.Verdict.PASSED]


def _open(test: Placement, titles: Mapping[str, str]) -> OpenQuestion:
    asked = test.document["asked"]
    now = asked[-1]
    revision = ItemRevision.objects.get(pk=now["revision"])
    return OpenQuestion(
        number=len(asked) - 1,
        item_slug=now["item"],
        phase_title=titles[now["phase"]],
        progress=rules.decided(answers_of(test.document, now["phase"])),
        question=marking.generate(revision.document, now["seed"]),
    )


def _results(document: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[PhaseResult, ...]:
    passed = phases_passed(document)
    found = []
    for slug in document.get("phases", ()):
        answers = answers_of(document, slug)
        if answers:
            right = sum(answer.right for answer in answers)
            found.append(PhaseResult(titles[slug], slug in passed, right, len(answers)))
    return tuple(found)
