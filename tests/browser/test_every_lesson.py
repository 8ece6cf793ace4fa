"""Every lesson of the catalogue is taken by a person in the browser, rightly and wrongly, and every item answered both ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db.models import Max, Min
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from exercises.marking import explain, mark
from exercises.marking.responses import right_response, wrong_responses
from exercises.models import Attempt, Item, Submission
from lessons.content.markdown import render, render_inline
from lessons.models import Lesson
from tests.browser.gallery import CATALOGUE, lessons, taught
from tests.browser.looking import AXE, TOO_WIDE, listen, pass_on
from tests.browser.walking import Walker
from tests.play import fields_of, hidden_fields
from tutor import selectors, services
from tutor.models import Certificate, ConceptMemory, User

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LESSONS = list(lessons())
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def _django_db_helper() -> None:
    """Instead of pytest-django's: the database lives as long as these tests do, and is emptied after the last."""


@pytest.fixture(scope="module")
def address(django_db_setup: None, django_db_blocker, _worker_programs: object) -> Iterator[str]:
    """The site with the real catalogue, served to all tests of this file; code is graded by real workers."""
    with taught(django_db_blocker) as address:
        yield address


@pytest.fixture
def guest(address: str) -> User:
    return services.begin_as_guest(zone="UTC", now=timezone.now())


@pytest.fixture(scope="module")
def audited() -> set[str]:
    """Sorts of moments that axe has looked at, in whichever lesson came first."""
    return {""}


@pytest.fixture(scope="module")
def phone(chromium: Browser) -> Iterator[tuple[Page, list[str]]]:
    """One for all guests of this file, and what goes wrong in its page."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    yield page, listen(page)
    context.close()


@pytest.fixture
def held(phone: tuple[Page, list[str]], address: str, guest: User) -> Iterator[Page]:
    """The phone in the hands of the guest; nothing may have gone wrong in it when they are done."""
    page, wrong = phone
    client = Client()
    client.force_login(guest)
    pass_on(page, address, client.cookies["sessionid"].value)
    wrong.clear()
    yield page
    assert not wrong, "\n".join(wrong)


def take(page: Page, address: str, guest: User, lesson: Lesson, *, right: bool, audited: set[str]) -> None:
    """The whole lesson. The first moment of each sort, of those that are not in `audited` yet, is shown to axe."""
    wrong = []

    def look(name: str) -> None:
        if excess := page.evaluate(TOO_WIDE):
            wrong.append(f"{name}: the page is {excess} px too wide")
        if (sort := sort_of(name)) not in audited:
            audited.add(sort)
            page.evaluate(AXE_SCRIPT)
            wrong.extend(f"{name}: {one}" for one in page.evaluate(AXE, None))

    Walker(page, address, guest, right, look).take(lesson)
    assert not wrong, "\n".join(wrong)


def sort_of(name: str) -> str:
    """What a moment is like: a kind of question and how it was answered, or what came of code. Open steps are another test's."""
    kind, *_, before, last = name.split("-") if name.count("-") > 2 else ("", "", "")
    return f"{before} {last}" if kind == "check" else last if kind == "code" else ""


def recall_of(guest: User, lesson: Lesson) -> float | None:
    path = selectors.path_map(guest, lesson.path.slug, now=timezone.now())
    return next(one.recall for phase in path.phases for one in phase.lessons if one.slug == lesson.slug)


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_is_taken_with_nothing_but_right_answers_and_its_star_lights_up(
    slug, address, chromium, held, guest, audited
) -> None:
    lesson = Lesson.objects.select_related("path", "current").get(slug=slug)
    assert recall_of(guest, lesson) is None
    take(held, address, guest, lesson, right=True, audited=audited)
    assert Attempt.objects.filter(learner=guest).aggregate(least=Min("score"))["least"] == 1
    assert not Submission.objects.filter(learner=guest).exclude(verdict="passed").exists()
    assert recall_of(guest, lesson) > 0.99
    today = guest.clock.day(timezone.now())
    assert all((memory.due_on - today).days > 1 for memory in ConceptMemory.objects.filter(learner=guest))
    assert Certificate.objects.filter(learner=guest).exists() is (slug == "duplicates")
    if slug == "duplicates":
        share(held, chromium, address, lesson)


def share(page: Page, chromium: Browser, address: str, lesson: Lesson) -> None:
    """The certificate is found in the lesson's last report, shared, seen by somebody else, and taken back."""
    report = [step["key"] for step in lesson.current.steps if step["kind"] == "report"][-1]
    page.goto(f"{address}/learn/{lesson.path.slug}/{lesson.slug}/{report}/")
    page.get_by_role("link", name="See your certificate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You")
    page.get_by_label("Name on it").fill("A. Learner")
    page.keyboard.press("Enter")
    link = page.locator(".certificate-link").inner_text()
    stranger = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    assert stranger.goto(link).status == 200
    expect(stranger.get_by_role("heading", level=1)).to_have_text("A. Learner")
    expect(stranger.get_by_role("button", name="Take it back")).to_have_count(0)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("heading", name="Only you see this")).to_be_visible()
    assert stranger.goto(link).status == 404
    stranger.context.close()


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_ends_also_where_every_answer_is_wrong_and_the_code_given_up(slug, address, held, guest, audited) -> None:
    lesson = Lesson.objects.select_related("path", "current").get(slug=slug)
    take(held, address, guest, lesson, right=False, audited=audited)
    assert Attempt.objects.filter(learner=guest).aggregate(most=Max("score"))["most"] < 1
    assert not Submission.objects.filter(learner=guest, verdict="passed").exists()
    today = guest.clock.day(timezone.now())
    assert {(memory.due_on - today).days for memory in ConceptMemory.objects.filter(learner=guest)} == {1}


@pytest.mark.parametrize("slug", LESSONS)
def test_every_item_of_a_lesson_is_asked_and_explained_to_who_is_wrong_and_to_who_is_right(slug: str, guest) -> None:
    visitor = Client()
    visitor.force_login(guest)
    for item in Item.objects.filter(lesson__slug=slug, retired_at=None).select_related("current"):
        for right in (False, True):
            page = visitor.get(f"/review/{item.slug}/").content.decode()
            question = services.question_for(learner=guest, item_slug=item.slug, now=timezone.now()).question
            assert render(question.ask) in page, item.slug
            response = right_response(question) if right else wrong_responses(question)[0]
            sent = visitor.post(f"/items/{item.slug}/answer/", hidden_fields(page) | fields_of(response), **HTMX)
            said = sent.content.decode()
            assert sent.status_code == 200, (item.slug, said)
            given = mark(question, response)
            assert given.correct is right and ("feedback-head is-right" in said) is right, item.slug
            told = explain(question, response, given)
            notes = [note for note in told.notes if note.chosen and question.kind != "order"]
            assert render(told.why) in said and all(render_inline(note.text) in said for note in notes), item.slug


def test_no_lesson_is_forgotten(address) -> None:
    published = Lesson.objects.filter(path__slug="embeddings", retired_at=None).values_list("slug", flat=True)
    assert set(LESSONS) == set(published) and len(LESSONS) == len(list(CATALOGUE.glob("embeddings/*/lesson.md")))
