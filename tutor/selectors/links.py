"""Where a learner goes next, as addresses of the site."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from django.urls import reverse

from lessons.models import Lesson, LessonRevision
from tutor.selectors.progress import PlanProgress


@cache
def onward() -> str:
    """The address that leads to whatever is next today."""
    return reverse("today-go")


def pick_url(pick: dict[str, Any]) -> str:
    if pick["kind"] == "review":
        return reverse("review", args=[pick["item"]])
    return step_url(pick["path"], pick["lesson"], pick["key"])


@lru_cache(maxsize=4096)
def step_url(path_slug: str, lesson_slug: str, step_key: str) -> str:
    return reverse("step", args=[path_slug, lesson_slug, step_key])


def after_proof(concept: str, item: str) -> str:
    """From a question by which a concept is shown to be known: on to the next, or to the concept's page after the last."""
    return reverse("review", args=[item]) if item else reverse("concept", args=[concept])


def after_warm_up(lesson_slug: str) -> str:
    """From a question that warms up a lesson: on to the next of them, or into the lesson."""
    lesson = Lesson.objects.filter(slug=lesson_slug).select_related("path").only("slug", "path__slug").first()
    return f"{reverse('lesson', args=[lesson.path.slug, lesson.slug])}?warm=1" if lesson else onward()


def after_step(lesson: Lesson, revision: LessonRevision, key: str, plan: PlanProgress | None) -> str:
    """Where a step leads: to the next of its lesson, unless today's plan ends the lesson's part of the day here."""
    keys = [step["key"] for step in revision.steps]
    follower = next(iter(keys[keys.index(key) + 1 :]), None)
    planned = {pick["key"] for pick in (plan.picks if plan else ()) if pick["lesson"] == lesson.slug}
    if follower is None or (key in planned and follower not in planned):
        return onward()
    return step_url(lesson.path.slug, lesson.slug, follower)
