"""Leads a learner to a widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import DjangoDbBlocker

from lessons.models import Lesson
from tests.browser.gallery import taught
from tests.browser.widgets.stage import FOLDERS, Stage
from tutor import services


@pytest.fixture(scope="package")
def address(django_db_setup: None, django_db_blocker: DjangoDbBlocker, valkey: object) -> Iterator[str]:
    """One site for all widgets: each test has a learner of its own, and publishing takes longer than most of them."""
    with taught(django_db_blocker) as address:
        yield address


@pytest.fixture
def unlocked(address: str, page: Page) -> Callable[[str], Page]:
    """The page of a widget's step, before the guess, for a learner who has done what comes before it."""
    learner = services.begin_as_guest(zone="UTC", now=timezone.now())
    client = Client()
    client.force_login(learner)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])

    def visit(widget: str) -> Page:
        lesson = next(one for one in Lesson.objects.select_related("current") if FOLDERS[widget].endswith(one.slug))
        services.start_lesson(learner=learner, lesson_slug=lesson.slug, now=timezone.now())
        for step in lesson.current.steps:
            if step["kind"] == "explore" and step["widget"]["name"] == widget:
                page.goto(f"{address}/learn/embeddings/{lesson.slug}/{step['key']}/")
                return page
            services.finish_step(learner=learner, lesson_slug=lesson.slug, step_key=step["key"], now=timezone.now())
        raise LookupError(widget)

    return visit


@pytest.fixture
def opened(unlocked: Callable[[str], Page]) -> Callable[[str], Stage]:
    """The widget after the guess."""

    def guess(widget: str) -> Stage:
        page = unlocked(widget)
        page.locator("input[name=prediction]").first.check()
        stage = Stage(page, page.locator(f"loci-{widget}"))
        expect(stage.says).to_be_visible()
        return stage

    return guess
