"""The page that puts right in which zone past days were: looked at, saved, taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Attempt
from tests.play import play_day
from tutor.models import Event, LearnerDay, Reminder, User
from tutor.models.reminding import Kind

PAGE = "/settings/zone/"


@pytest.fixture
def late(learner: User) -> dict[str, str]:
    """Two days learned at a quarter to four in the morning of Berlin, still the evening before, and a form that says Tokyo."""
    today = learner.clock.day(timezone.now())
    for days in (3, 2):
        begun = learner.clock.bounds(today - timedelta(days=days))[0]  # its own: days differ by an hour where the clocks change
        play_day(learner, begun - timedelta(minutes=15), most=2)
    return {"zone": "Asia/Tokyo", "first": (today - timedelta(days=5)).isoformat()}


def days() -> tuple[list[object], list[object]]:
    return sorted(Attempt.objects.values_list("day", flat=True)), sorted(LearnerDay.objects.values_list("day", flat=True))


def test_what_changes_is_shown_before_it_is_saved_and_taken_back_to_the_same(site: Client, learner: User, late: dict) -> None:
    before, acts = days(), Event.objects.count()
    shown = site.post(PAGE, late).content.decode()
    assert (days(), Event.objects.count()) == (before, acts), "looking writes nothing"
    rows = re.findall(r'<th scope="row">', shown)
    assert rows and "Your streak" in shown and "It can be taken back" in shown
    assert site.post(PAGE, late | {"save": "1"}).url == PAGE
    moved = days()
    assert moved[0] == [day + timedelta(days=1) for day in before[0]]
    learner.refresh_from_db()
    assert learner.zone == "Asia/Tokyo"
    page = site.get(PAGE).content.decode()
    assert "Asia/Tokyo</strong>" in page and "rather than in Europe/Berlin" in page
    correction = re.search(r'name="correction" value="([^"]+)"', page)[1]
    for _ in range(2):  # a double click takes it back once
        assert site.post(f"{PAGE}back/", {"correction": correction}).url == PAGE
    learner.refresh_from_db()
    assert (days(), learner.zone) == (before, "Europe/Berlin")
    assert "Take it back" not in site.get(PAGE).content.decode()


def test_a_corrected_zone_moves_the_hour_of_reminders(site: Client, learner: User, late: dict) -> None:
    now = timezone.now()
    given = {"learner": learner, "kind": Kind.DAILY, "hour": 18, "by_push": True, "since": now, "next_at": now}
    reminder = Reminder.objects.create(**given)
    site.post(PAGE, late | {"save": "1"})
    reminder.refresh_from_db()
    assert reminder.next_at.astimezone(ZoneInfo("Asia/Tokyo")).hour == 18


@pytest.mark.parametrize(
    ("change", "said"),
    [({"zone": "Mars"}, "valid choice"), ({"first": "x"}, "valid date"), ({"first": "0001-01-01"}, "last weeks")]
    + [({"first": day}, "Choose a") for day in ("9999-12-31", "2020-01-01", "2100-01-01")],
)
def test_what_cannot_be_is_told_at_its_field(site: Client, change: dict, said: str) -> None:
    sent = {"zone": "Asia/Tokyo", "first": timezone.now().date().isoformat()} | change
    refused = site.post(PAGE, sent)
    assert refused.status_code == 400 and said in refused.content.decode()


def test_only_the_newest_correction_of_ones_own_is_taken_back(site: Client, learner: User, late: dict) -> None:
    site.post(PAGE, late | {"save": "1"})
    first = re.search(r'name="correction" value="([^"]+)"', site.get(PAGE).content.decode())[1]
    site.post(PAGE, late | {"zone": "Asia/Seoul", "save": "1"})
    assert site.post(f"{PAGE}back/", {"correction": first}).status_code == 404
    assert site.post(f"{PAGE}back/", {"correction": "x"}).status_code == 400
