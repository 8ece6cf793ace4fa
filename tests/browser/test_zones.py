"""Correcting the zone of past days with keys alone, on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.browser.keyboard import tab_to
from tests.play import play_day
from tests.sample import publish_sample
from tutor import services
from tutor.models import LearnerDay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_journey_is_looked_at_saved_and_taken_back(page, live_server) -> None:
    publish_sample()
    learner = services.begin_as_guest(zone="UTC", now=timezone.now())
    today = learner.clock.day(timezone.now())
    play_day(learner, learner.clock.bounds(today)[0] - timedelta(days=1, minutes=15))  # Auckland is a day ahead by then
    before = list(LearnerDay.objects.values_list("day", flat=True))
    client = Client()
    client.force_login(learner)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page.goto(f"{live_server.url}/settings/")
    tab_to(page, "a[href='/settings/zone/']", most=40)
    page.keyboard.press("Enter")
    page.locator("select[name=zone]").select_option("Pacific/Auckland")
    page.fill("input[name=first]", (today - timedelta(days=5)).isoformat())
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What changes").wait_for()
    assert page.locator(".zone-days tbody tr").count() and list(LearnerDay.objects.values_list("day", flat=True)) == before
    tab_to(page, "button[name=save]", most=1)
    page.keyboard.press("Enter")
    page.get_by_text("Your days are as they were there.").wait_for()
    assert list(LearnerDay.objects.values_list("day", flat=True)) == [day + timedelta(days=1) for day in before]
    page.get_by_role("button", name="Take it back").press("Enter")
    page.get_by_text("Your days are as they were before.").wait_for()
    assert list(LearnerDay.objects.values_list("day", flat=True)) == before
