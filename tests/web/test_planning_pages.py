"""The pages around the plan: breaks, a day to be ready by, the placement test and a lesson begun without its warm-up."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exercises.marking.responses import right_response
from exercises.models import Item, ItemRevision
from lessons.models import Concept, Lesson, Phase
from tests.helpers import choice
from tests.play import fields_of
from tests.sample import CONCEPT, LESSON, PATH
from tutor import selectors
from tutor.models import Break, ConceptMemory, DayPlan, LessonProgress, PathTarget, Placement, User

TEST = f"/learn/{PATH}/placement/"


@pytest.fixture
def bank(lesson: Lesson) -> None:
    """Twenty more questions on the sample's concept."""
    for number in range(20):
        item = Item.objects.create(slug=f"more-{number}", lesson=lesson, concept=Concept.objects.get(slug=CONCEPT))
        document = choice(item.slug)
        item.current = ItemRevision.objects.create(
            item=item, digest=item.slug, kind="choice", document=document, published_at=timezone.now()
        )
        item.save()


def test_the_placement_test_goes_from_its_first_question_to_an_honest_result(site: Client, learner: User, bank: None) -> None:
    assert "Find my place" in site.get(TEST).content.decode()
    assert site.post(TEST, {"act": "begin"}).url == TEST
    for _ in range(20):
        page = site.get(TEST).content.decode()
        shown = selectors.placement_for(learner, PATH, timezone.now()).open
        if shown is None:
            break
        assert f"Question {shown.number + 1}" in page and "I don’t know" in page
        assert "not quite" not in page.lower()
        given = fields_of(right_response(shown.question))
        sent = {"act": "answer", "kind": shown.question.kind, **given, "asking": shown.number}
        answered = site.post(TEST, sent)
        assert answered.status_code == 302, (sent, answered.content)
    assert "1 lesson you need not take" in page and "You know this" in page
    assert LessonProgress.objects.get(learner=learner).finished_at is not None


def test_somebody_who_knows_nothing_is_told_so_kindly(site: Client, bank: None) -> None:
    site.post(TEST, {"act": "begin"})
    for number in range(10):
        site.post(TEST, {"act": "answer", "asking": number, "skip": "1"})
    page = site.get(TEST).content.decode()
    assert "Begin where the path begins" in page and "yours to learn" in page
    assert "Once more from tomorrow on" not in page and "Find my place" not in page
    assert site.post(TEST, {"act": "begin"}).status_code == 429


def test_a_test_is_left_where_one_likes(site: Client, bank: None) -> None:
    site.post(TEST, {"act": "begin", "phase": Phase.objects.get().slug})
    site.post(TEST, {"act": "leave"})
    assert Placement.objects.get().finished_at is not None


@pytest.mark.parametrize(
    "sent", [{}, {"act": "dance"}, {"act": "answer"}, {"act": "answer", "asking": "-1"}, {"act": "begin", "phase": "nowhere"}]
)
def test_what_no_page_sends_to_the_test_is_refused(site: Client, bank: None, sent: dict[str, str]) -> None:
    assert 400 <= site.post(TEST, sent).status_code < 500


def test_a_break_is_entered_told_of_and_ended(site: Client, learner: User) -> None:
    today = learner.clock.day(timezone.now())
    sent = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=3)).isoformat()}
    assert site.post("/settings/breaks/", sent).status_code == 302
    assert "You are on a break" in site.get("/today/").content.decode()
    assert "I am back" in site.get("/settings/breaks/").content.decode()
    site.post("/settings/breaks/end/", {"starts_on": today.isoformat()})
    assert not Break.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"starts_on": "soon", "ends_on": "later"}, {"starts_on": "2026-02-03", "ends_on": "2026-02-01"}]
)
def test_a_break_that_makes_no_sense_is_sent_back_with_a_reason(site: Client, sent: dict[str, str]) -> None:
    response = site.post("/settings/breaks/", sent)
    assert response.status_code == 400 and b"errors" in response.content


def test_a_day_to_be_ready_by_is_set_on_the_paths_page_and_forgotten_again(site: Client, learner: User) -> None:
    day = learner.clock.day(timezone.now()) + timedelta(days=10)
    assert site.post(f"/learn/{PATH}/target/", {"day": day.isoformat()}).url == f"/learn/{PATH}/#target"
    assert "on course" in site.get(f"/learn/{PATH}/").content.decode()
    assert "on course" in site.get("/today/").content.decode()
    assert site.post(f"/learn/{PATH}/target/", {"day": "2001-01-01"}).status_code == 400
    site.post(f"/learn/{PATH}/target/", {"day": ""})
    assert not PathTarget.objects.exists()


@pytest.fixture
def faded(learner: User, lesson: Lesson) -> ConceptMemory:
    """What the sample lesson builds on, learned long ago."""
    older = Lesson.objects.create(path=lesson.path, phase=lesson.phase, slug="older", number="0", position=0)
    needed = Concept.objects.create(slug="needed", title="Adding", lesson=older)
    Concept.objects.get(slug=CONCEPT).needs.add(needed)
    item = Item.objects.create(slug="adding", lesson=older, concept=needed)
    item.current = ItemRevision.objects.create(
        item=item, digest="a", kind="choice", document=choice("adding"), published_at=timezone.now()
    )
    item.save()
    long_ago = learner.clock.day(timezone.now()) - timedelta(days=300)
    given = {"stability": 2.0, "difficulty": 5.0, "reviewed_on": long_ago, "due_on": long_ago}
    DayPlan.objects.all().delete()
    return ConceptMemory.objects.create(learner=learner, concept=needed, **given)


def answer_warm_up(site: Client, page: str) -> str:
    """Answers a review, rightly or not, as its form would send it; returns where that leads."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    option = re.search(r'name="choice" value="([^"]+)"', page) or re.search(r'value="([^"]+)" name="choice"', page)
    feedback = site.post("/items/adding/answer/", fields | {"choice": option[1]}).content.decode()
    return re.search(r'href="([^"]+)"[^>]*data-enter', feedback)[1].replace("&amp;", "&")


def test_a_lesson_from_the_map_is_warmed_up_by_exactly_what_has_faded(site: Client, learner: User, faded: ConceptMemory) -> None:
    address = f"/learn/{PATH}/{LESSON}/"
    page = site.get(address).content.decode()
    assert "One question brings that back" in page and "Review: Adding" in page and "% likely to be remembered" in page
    assert site.get(f"{address}sight/").url == address, "a link into the lesson leads here, too"
    assert not LessonProgress.objects.exists(), "it is not begun by looking"
    first = site.get(f"{address}?warm=1").url
    assert first == f"/review/adding/?lesson={LESSON}"
    onward = answer_warm_up(site, site.get(first).content.decode())
    assert onward == f"{address}?warm=1"
    assert site.get(onward).url == f"{address}sight/"
    assert LessonProgress.objects.filter(learner=learner).exists()


def test_who_starts_anyway_is_asked_once(site: Client, learner: User, faded: ConceptMemory) -> None:
    address = f"/learn/{PATH}/{LESSON}/"
    assert "Start anyway" in site.get(address).content.decode()
    site.post("/today/anyway/", {"lesson": LESSON})
    assert site.get(address).url == f"{address}sight/"
    assert site.get(f"{address}sight/").status_code == 200
    ConceptMemory.objects.update(state="suspended")
    LessonProgress.objects.all().delete()
    assert site.get(address).url == f"{address}sight/", "what is left out gates nothing"


def test_a_lesson_of_today_is_warmed_up_by_what_its_plan_says(site: Client, learner: User, faded: ConceptMemory) -> None:
    site.get("/today/")
    address = f"/learn/{PATH}/{LESSON}/"
    assert "“What an arrow says” builds on it" in site.get(address).content.decode().replace("&quot;", '"')
    site.post("/today/anyway/", {"lesson": LESSON})
    assert site.get(address).url == f"{address}sight/"


@pytest.mark.parametrize("sent", ["no slug", "nothing-there"])
def test_a_review_for_a_lesson_that_is_not_there_leads_back_to_the_day(site: Client, faded: ConceptMemory, sent: str) -> None:
    response = site.get("/review/adding/", {"lesson": sent})
    assert response.status_code == 400 if " " in sent else answer_warm_up(site, response.content.decode()) == "/today/go/"


def test_a_warm_up_is_told_of_and_may_be_left_out(site: Client, learner: User, faded: ConceptMemory) -> None:
    page = site.get("/today/").content.decode()
    assert "which may have faded" in page and "Start anyway" in page
    assert re.search(r"builds on it, and it is \d+ % likely to be remembered", page)
    assert site.post("/today/anyway/", {"lesson": LESSON}).url == f"/learn/{PATH}/{LESSON}/sight/"
    assert "Start anyway" not in site.get("/today/").content.decode()
