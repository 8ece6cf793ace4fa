"""The pages of statistics: what each says, that its table says the same, and that nothing on them grows without end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exercises.marking.responses import wrong_responses
from exercises.models import Attempt, Item
from tests.sample import slug_of
from tests.web.ledgers import live
from tutor import services
from tutor.models import ConceptMemory, LeagueGroup, LeagueResult, LeagueSeat, Review, StepDone, User
from tutor.selectors import statistics

PAGES = {
    "/statistics/": ("calendar", "promised", "weeks", "leagues"),
    "/statistics/memory/": ("sky", "forecast", "retention", "calibration", "losses"),
    "/statistics/understanding/": ("strengths",),
}


def text_of(site: Client, page: str) -> str:
    response = site.get(page)
    assert response.status_code == 200
    return response.content.decode()


def rows_of(html: str, figure: str) -> list[list[str]]:
    """The texts of a figure's table."""
    (table,) = re.findall(rf'<table id="{figure}-table">.*?<tbody>(.*?)</tbody>', html, re.DOTALL)
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)]


def play_leagues(learner: User) -> None:
    """Three weeks in leagues: up, and up again."""
    LeagueSeat.objects.filter(learner=learner).delete()
    monday = learner.clock.day(timezone.now()) - timedelta(days=learner.clock.day(timezone.now()).weekday())
    for tier in range(3):
        week, now = monday - timedelta(weeks=3 - tier), timezone.now()
        group = LeagueGroup.objects.create(week=week, tier=tier, size=30, closes_at=now, closed_at=now)
        seat = LeagueSeat.objects.create(group=group, learner=learner, week=week, name="Quiet Comet", at=now)
        LeagueResult.objects.create(seat=seat, place=4 - tier, days=6, effort_seconds=3600, outcome="up")


@pytest.fixture
def lived(site: Client, learner: User) -> Client:
    """Sixty reviews on twelve days up to yesterday, foreseen at 90 %, every fifth of them missed."""
    live(learner, 60, timezone.now())
    play_leagues(learner)
    Review.objects.update(predicted_recall=0.9)
    Review.objects.filter(pk__in=[key for key in Review.objects.values_list("pk", flat=True) if key % 5 == 0]).update(rating=1)
    return site


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_page_says_what_will_be_there(site: Client, page: str) -> None:
    html = text_of(site, page)
    assert html.count('class="figure-empty"') == len(PAGES[page]) + ("understanding" in page)
    assert "<table" not in html and "<loci-plot" not in html and "Point at a plot" not in html


@pytest.mark.parametrize("page", PAGES)
def test_each_figure_has_a_sentence_with_numbers_and_a_table_to_draw_from(lived: Client, page: str) -> None:
    html = text_of(lived, page)
    for figure in PAGES[page]:
        (says,) = re.findall(rf'id="{figure}-says">(.*?)</p>', html, re.DOTALL)
        assert re.search(r"\d", says), figure
        assert f'data-table="{figure}-table"' in html and rows_of(html, figure)
    assert "Point at a plot" in html


def test_the_year_has_a_row_for_each_day_and_says_how_many_were_active(lived: Client) -> None:
    html = text_of(lived, "/statistics/")
    rows = rows_of(html, "calendar")
    assert 365 <= len(rows) <= 371 and rows[-1][0] == "today"
    assert sum(row[2] != "0" for row in rows) == 12 and "You learned on 12 days of the last year" in html
    assert sum(int(row[2]) for row in rows) == 60 and sum(row[3] == "yes" for row in rows) == 12


def test_the_leagues_of_the_year_are_told_with_their_places(lived: Client) -> None:
    html = text_of(lived, "/statistics/")
    assert [row[1:3] for row in rows_of(html, "leagues")] == [["Ember", "4"], ["Spark", "3"], ["Star", "2"]]
    assert "the last as number 2 of 30 in “Star”; your best was number 2 in “Star”" in html


def test_recall_and_its_prediction_are_those_of_the_ledger(lived: Client) -> None:
    html = text_of(lived, "/statistics/memory/")
    assert "Of 60 reviews you recalled 80 %; 90 % was expected." in html
    assert [(row[0], row[1], row[2], row[3]) for row in rows_of(html, "calibration")] == [("90 to 95 %", "60", "90 %", "80 %")]
    assert [row[0] for row in rows_of(html, "losses")] == ["constant mean", "moving average", "memory model"]
    assert "9 % worse than the best guess that knows nothing" in html


def test_a_concept_that_is_not_due_within_the_month_asks_nothing(lived: Client, learner: User) -> None:
    ConceptMemory.objects.update(due_on=learner.clock.day(timezone.now()) + timedelta(days=40))
    assert "Once you know something" in text_of(lived, "/statistics/memory/")


def test_minutes_taken_are_held_against_those_promised(site: Client, learner: User) -> None:
    now = timezone.now()
    services.open_day(learner=learner, now=now)
    for minute in (0, 2, 5, 9):
        at = now + timedelta(minutes=minute)
        lesson = learner.enrolments.get().path.lessons.get()
        StepDone.objects.create(learner=learner, lesson=lesson, step_key=f"s{minute}", day=learner.clock.day(now), at=at)
    html = text_of(site, "/statistics/")
    assert [row[3] for row in rows_of(html, "promised")] == ["9"]
    assert "On 0 of your last 1 day the session took no longer than the minutes you gave it" in html


def test_a_wrong_idea_is_counted_by_its_text_however_the_options_are_shuffled(site: Client, learner: User) -> None:
    now = timezone.now()
    for number in range(1, 7):
        asked = services.question_for(learner=learner, item_slug=slug_of("choice"), now=now)
        options = asked.question.key["options"]
        picked = next(one for one in wrong_responses(asked.question) if "words" in options[one["choice"]]["text"])
        sent = {"item_slug": asked.item_slug, "revision": asked.revision_id, "number": number, "response": picked}
        services.answer_item(learner=learner, **sent, seconds=9, hints_used=0, now=now)
    html = text_of(site, "/statistics/understanding/")
    assert "6 times" in html and "Nothing is counted here." in html and "<code>words</code>" in html
    assert f"/review/{slug_of('choice')}/" in html


def test_lists_have_an_end_after_years(learner: User) -> None:
    now = timezone.now()
    live(learner, 3000, now)
    Review.objects.update(predicted_recall=0.9)
    choice = Item.objects.get(slug=slug_of("choice"))
    wrong = [{"choice": letter} for letter in "abc"]
    for place, attempt in enumerate(Attempt.objects.filter(item=choice)):
        Attempt.objects.filter(pk=attempt.pk).update(score=0, response=wrong[place % 3])
    today = learner.clock.day(now)
    assert len(statistics.days_of_year(learner, today)) <= 371
    assert len(statistics.promised_days(learner, today)) <= 28
    assert len(statistics.retention(learner, today)) <= 13
    assert statistics.calibration(learner).count == 2000
    assert sum(one.times for one in statistics.misconceptions(learner, today)) <= 150
    assert len(statistics.misconceptions(learner, today)) <= 8


def test_statistics_are_ones_own_alone(lived: Client) -> None:
    other = services.begin_as_guest(zone="UTC", now=timezone.now())
    lived.force_login(other)
    assert all("<table" not in text_of(lived, page) for page in PAGES)
    assert Client().get("/statistics/")["Location"] == "/accounts/login/?next=/statistics/"


def test_statistics_are_found_from_ones_page(lived: Client) -> None:
    assert 'href="/statistics/"' in text_of(lived, "/profile/") and 'href="/profile/"' in text_of(lived, "/statistics/")
