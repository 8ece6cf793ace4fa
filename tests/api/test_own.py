"""Memory, rewards, statistics, settings, reminders and search by the API."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.caller import Api
from tests.play import play_day
from tests.sample import CONCEPT, LESSON, slug_of
from tests.web.ledgers import live
from tutor import services
from tutor.models import User

LOOKS = [
    "/memory/",
    f"/concepts/{CONCEPT}/",
    "/reviews/",
    "/xp/",
    "/xp/entries/",
    "/streak/",
    "/quests/",
    "/achievements/",
    "/league/",
    "/statistics/habit/",
    "/statistics/memory/",
    "/statistics/understanding/",
    "/settings/",
    "/reminders/",
    "/push-subscriptions/",
    "/answers/",
    "/today/",
]


def test_everything_can_be_looked_at_before_and_after_two_years_of_learning(api: Api, learner: User) -> None:
    for look in LOOKS:
        assert api.get(look).status_code == 200, look
    live(learner, 3000, timezone.now())
    for look in LOOKS:
        told = api.get(look)
        assert told.status_code == 200, look
        assert api.get(look, if_none_match=told["ETag"]).status_code == 304, look


def test_nobody_sees_any_of_it(nobody: Api) -> None:
    for look in LOOKS:
        told = nobody.get(look)
        assert (told.status_code, told.json()["code"]) == (401, "not_authenticated"), look


def test_a_day_is_found_again_in_memory_rewards_and_figures(api: Api, learner: User) -> None:
    play_day(learner, timezone.now())
    memory = api.get("/memory/").json()["results"]
    assert [one["concept"] for one in memory] == [CONCEPT] and memory[0]["recall"] > 0.9
    assert api.get("/reviews/").json()["results"][0]["concept"] == CONCEPT
    total = api.get("/xp/").json()["effort_seconds"]
    assert total == sum(row["effort_seconds"] for row in api.get("/xp/entries/").json()["results"]) > 0
    assert api.get("/streak/").json()["current"] == 1
    assert api.get("/quests/").json()["results"]
    assert api.get("/statistics/habit/").json()["days"][-1]["finished"]


def test_a_concept_is_suspended_resumed_and_reset(api: Api, learner: User) -> None:
    assert api.post(f"/concepts/{CONCEPT}/decisions/", {"act": "suspend"}).status_code == 400
    play_day(learner, timezone.now() - timedelta(hours=1))  # each pick takes a while
    act = {"id": str(uuid.uuid4()), "act": "suspend"}
    assert api.post(f"/concepts/{CONCEPT}/decisions/", act).json()["state"] == "suspended"
    assert api.post(f"/concepts/{CONCEPT}/decisions/", {"act": "resume"}).json()["state"] == "active"
    assert api.post(f"/concepts/{CONCEPT}/decisions/", act).json()["state"] == "active"  # told before, so it changes nothing
    assert api.post(f"/concepts/{CONCEPT}/decisions/", {"act": "reset"}).json()["recall"] is None
    assert api.post(f"/concepts/{CONCEPT}/known/").json()["number"] == 1
    assert api.post("/concepts/nothing/known/").status_code == 404


def test_settings_are_changed_one_by_one_and_not_unseen(api: Api) -> None:
    before = api.get("/settings/")
    changed = api.patch("/settings/", {"daily_minutes": 12, "weekly_days": 3}, if_match=before["ETag"])
    assert changed.json() == before.json() | {"daily_minutes": 12, "weekly_days": 3}
    assert changed["ETag"] == api.get("/settings/")["ETag"]
    assert api.patch("/settings/", {"theme": "dark"}, if_match=before["ETag"]).status_code == 412
    wrong = api.patch("/settings/", {"zone": "Mars/Olympus"}).json()
    assert wrong["errors"][0]["field"] == "zone" and "Europe/Berlin" in wrong["errors"][0]["mend"]
    assert {one["field"] for one in api.patch("/settings/", {"daily_minutes": 2, "theme": "x"}).json()["errors"]} == {
        "daily_minutes",
        "theme",
    }


def test_reminders_are_chosen_put_off_and_shown_on_devices(api: Api) -> None:
    chosen = {"hour": 7, "by_mail": False, "by_push": True, "weekly": False}
    assert api.put("/reminders/", chosen).json()["hour"] == 7
    assert api.post("/reminders/snooze/", {"until": "week"}).json()["paused_until"]
    assert api.put("/reminders/", chosen | {"by_mail": True}).json()["errors"][0]["field"] == "by_mail"
    assert api.post("/push-subscriptions/", {"endpoint": "http://[", "p256dh": "a", "auth": "b"}).status_code == 400
    assert api.delete(f"/push-subscriptions/{uuid.uuid4()}/").status_code == 404
    assert api.post(f"/push-subscriptions/{uuid.uuid4()}/try/").status_code == 404


def test_a_league_is_joined_renamed_and_left(api: Api, learner: User) -> None:
    assert api.put("/league/membership/").json()["code"] == "bad_input"  # guests have no account
    User.objects.filter(pk=learner.pk).update(is_guest=False)
    play_day(learner, timezone.now())
    joined = api.put("/league/membership/").json()
    assert joined["joined"] and joined["rows"][0]["own"] and joined["ends_at"]
    name = services.names_for(learner)[2]
    assert api.put("/league/name/", {"name": name}).json()["name"] == name
    assert api.put("/league/name/", {"name": "Me"}).json()["errors"][0]["field"] == "name"
    assert api.delete("/league/membership/").status_code == 204


@pytest.mark.parametrize("query", ["?q=dot+product", "?q=dot&limit=1"])
def test_what_is_taught_is_found(api: Api, query: str) -> None:
    told = api.get(f"/search/{query}").json()
    assert told["hits"][0]["lesson"] == LESSON
    assert api.get("/search/").json()["errors"][0]["field"] == "q"
    assert api.get(f"/items/{slug_of('nothing')}/").status_code == 404
