"""Export, import, decks, certificates, breaks, targets, placement, and what authors see, by the API."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from exercises.models import Item, ItemRevision
from lessons.models import Concept, Lesson
from tests.answered import give_answers
from tests.api.caller import Api
from tests.helpers import choice
from tests.play import play_day
from tests.sample import CONCEPT, PATH, slug_of
from tests.web.ledgers import live
from tutor import services
from tutor.models import Certificate, User

GOOD = Path(__file__).parents[1] / "content" / "catalogues" / "good"


def test_everything_is_taken_along_and_brought_in_elsewhere(api: Api, learner: User) -> None:
    play_day(learner, timezone.now() - timedelta(days=1))
    told = api.get("/export/")
    assert told.json()["learner"]["username"] == learner.username and told.json()["answers"]
    assert "events.csv" in zipfile.ZipFile(BytesIO(b"".join(api.get("/export/tables/").streaming_content))).namelist()
    assert [deck["path"] for deck in api.get("/decks/").json()["results"]] == [PATH]
    assert api.get(f"/decks/{PATH}/").content.startswith(b"PK")
    other = Api(Client())
    other.client.force_login(services.begin_as_guest(zone="UTC", now=timezone.now() - timedelta(days=30)))
    brought = other.post("/import/", told.json()).json()
    assert brought["answers"] > 0 and brought["refused"] == []
    assert other.post("/import/", told.json()).json()["answers"] == 0
    assert other.post("/import/", {"format": "other"}).json()["errors"][0]["field"] == "events"


def test_a_certificate_is_shared_under_a_name_and_taken_back(api: Api, nobody: Api, learner: User) -> None:
    live(learner, 10, timezone.now())
    own = Certificate.objects.get(learner=learner)
    own.shared_at = None
    own.save()
    assert nobody.get(f"/certificates/{own.public_id}/").status_code == 404
    assert api.put(f"/certificates/{own.public_id}/sharing/", {"name": "Ada"}).json()["shared"]
    assert nobody.get(f"/certificates/{own.public_id}/").json()["name"] == "Ada"
    fresh = api.delete(f"/certificates/{own.public_id}/sharing/").json()
    assert fresh["id"] != str(own.public_id) and not fresh["shared"]


def test_breaks_and_targets_are_set_and_taken_back(api: Api, learner: User) -> None:
    today = learner.clock.day(timezone.now())
    sent = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=6)).isoformat()}
    assert api.post("/breaks/", sent).json()["results"][0] == sent | {"days": 7, "state": "on"}
    assert api.post("/breaks/", {**sent, "ends_on": "2020-01-01"}).json()["errors"][0]["field"] == "ends_on"
    assert api.delete(f"/breaks/{today}/").status_code == 204 and api.get("/breaks/").json()["results"] == []
    assert api.delete("/breaks/soon/").status_code == 404
    target = {"day": (today + timedelta(days=60)).isoformat()}
    assert api.put(f"/paths/{PATH}/target/", target).json()["day"] == target["day"]
    assert api.delete(f"/paths/{PATH}/target/").status_code == 204
    assert api.put(f"/paths/{PATH}/target/", {"day": "2020-01-01"}).json()["errors"][0]["field"] == "day"


def test_a_placement_test_is_taken_and_ends_as_soon_as_it_is_decided(api: Api, lesson: Lesson) -> None:
    for number in range(20):
        concept = Concept.objects.get(slug=CONCEPT)
        item = Item.objects.create(slug=f"more-{number}", lesson=lesson, concept=concept)
        given = {"digest": item.slug, "kind": "choice", "document": choice(item.slug), "published_at": timezone.now()}
        item.current = ItemRevision.objects.create(item=item, **given)
        item.save()
    view = api.post(f"/paths/{PATH}/placement/").json()
    while view["open"]:
        assert api.get(f"/paths/{PATH}/placement/").json() == view
        view = api.post(f"/paths/{PATH}/placement/answers/", {"number": view["open"]["number"], "response": None}).json()
    assert view["results"][0]["right"] == 0 and not view["results"][0]["passed"] and view["tried_today"] == [""]
    assert api.post(f"/paths/{PATH}/placement/").json()["code"] == "too_often"
    assert api.delete(f"/paths/{PATH}/placement/").status_code == 204


def test_authors_read_how_questions_do_and_learners_do_not(api: Api, author: Api, lesson: Lesson) -> None:
    give_answers(ItemRevision.objects.get(item__slug=slug_of("choice")), 60, timezone.now())
    rows = author.get("/author/items/").json()["results"]
    assert slug_of("choice") in {row["item"] for row in rows}
    assert author.get(f"/author/items/{slug_of('choice')}/").json()["figures"]["revision"] == "choice"
    assert author.get(f"/author/items/{slug_of('choice')}/?revision=none").status_code == 404
    assert author.get("/author/exercises/").json()["results"][0]["checks"]
    for address in ("/author/items/", f"/author/items/{slug_of('choice')}/", "/author/exercises/"):
        assert (api.get(address).status_code, api.get(address).json()["code"]) == (403, "permission_denied")
    assert api.post("/author/content/publish/").status_code == 403


def test_content_is_validated_and_published_as_a_whole_or_not_at_all(author: Api, settings: object, tmp_path: Path) -> None:
    settings.CATALOGUE_DIR = copytree(GOOD, tmp_path / "catalogue")
    assert author.post("/author/content/validate/").json() == {"sound": True, "problems": []}
    assert author.post("/author/content/publish/").json()["new"]
    assert author.post("/author/content/publish/").json() == {"new": [], "changed": [], "retired": [], "revived": []}
    broken = next(settings.CATALOGUE_DIR.rglob("lesson.md"))
    broken.write_text("no lesson", encoding="utf-8")
    told = author.post("/author/content/validate/").json()
    assert not told["sound"] and told["problems"][0]["file"].endswith("lesson.md") and told["problems"][0]["mend"]
    refused = author.post("/author/content/publish/").json()
    assert refused["code"] == "unsound" and refused["errors"][0]["field"].partition(":")[0].endswith("lesson.md")


@pytest.fixture
def author(lesson: Lesson) -> Api:
    user = User.objects.create(username="author", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_itemstat", "change_lesson"]))
    client = Client()
    client.force_login(user)
    return Api(client)
