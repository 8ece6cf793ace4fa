"""The placement test by finger and key: a slip keeps the question with what was chosen, and who does not know goes on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Item, ItemRevision
from tests.sample import PATH, publish_sample, slug_of
from tutor import services
from tutor.models import Placement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(page, live_server):
    """A guest's phone at the first question of a test in which any number of options may be right."""
    publish_sample()
    given = Item.objects.select_related("current", "lesson", "concept").get(slug=slug_of("choices"))
    Item.objects.update(retired_at=timezone.now())
    for number in range(20):
        item = Item.objects.create(slug=f"more-{number}", lesson=given.lesson, concept=given.concept)
        document = {**given.current.document, "slug": item.slug}
        item.current = ItemRevision.objects.create(
            item=item, digest=item.slug, kind="choices", document=document, published_at=timezone.now()
        )
        item.save()
    client = Client()
    client.force_login(services.begin_as_guest(zone="UTC", now=timezone.now()))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page.goto(f"{live_server.url}/learn/{PATH}/placement/")
    page.get_by_role("button", name="Find my place").click()
    page.get_by_text("Question 1 ·").wait_for()
    return page


def test_a_slip_is_told_beside_its_question_and_whoever_does_not_know_goes_on(asked) -> None:
    page = asked
    page.get_by_role("button", name="Next").click()
    page.locator("#problem").get_by_text("Choose at least one").wait_for()
    assert page.locator("input[name=choices]").count() and page.get_by_text("Question 1 ·").is_visible()
    page.get_by_role("button", name="I don’t know").click()
    page.get_by_text("Question 2 ·").wait_for()
    assert not page.locator("#problem").text_content()
    page.locator("input[name=choices]").first.check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("heading", name="Begin where the path begins").wait_for()
    assert Placement.objects.get().finished_at is not None
