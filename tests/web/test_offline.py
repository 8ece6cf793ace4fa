"""What the installed app is made of: its manifest, its shell, its worker, and the day that a browser keeps."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from exercises.marking.on_device import KINDS
from tests import helpers
from tests.sample import ITEMS, publish_sample, slug_of
from tutor import services
from tutor.models import User
from tutor.web import kept
from tutor.web.shell import FILES, shell

STATIC = kept.WIDGETS.parents[2] / "tutor" / "static"


def test_the_manifest_says_how_the_app_is_installed(client: Client, db) -> None:
    told = client.get("/manifest.webmanifest")
    manifest = told.json()
    assert told["Content-Type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/today/", "/", "standalone")
    assert [one["name"] for one in manifest["shortcuts"]] == ["Today", "Statistics"]
    assert {one["purpose"] for one in manifest["icons"]} == {"any", "maskable"}
    assert b'rel="manifest" href="/manifest.webmanifest"' in client.get("/").content


@pytest.mark.parametrize("name", ["icon", "icon-maskable"])
@pytest.mark.parametrize("size", [192, 512])
def test_an_icon_has_its_size_and_a_maskable_one_fills_its_square(name: str, size: int) -> None:
    with Image.open(STATIC / "tutor" / f"{name}-{size}.png") as icon:
        assert icon.size == (size, size)
        corner = icon.convert("RGBA").getpixel((0, 0))
    assert corner[3] == (255 if name == "icon-maskable" else 0)


def test_the_shell_names_every_file_that_its_page_and_modules_ask_for() -> None:
    asked = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', shell().page.decode()))
    for name in [name for name in FILES if name.startswith("tutor/offline/") or name == "tutor/site.js"]:
        text = (STATIC / name).read_text(encoding="utf-8")
        asked |= {f"tutor/offline/{other}" for other in re.findall(r'from "\./([\w.]+)"', text)}
    tokens = (STATIC / "tutor" / "tokens.css").read_text(encoding="utf-8")
    asked |= {f"tutor/{font}" for font in re.findall(r'url\("([^"]+)"\)', tokens)}
    assert asked <= set(FILES)


def test_the_worker_carries_the_shell_whose_version_follows_from_it(client: Client) -> None:
    told = client.get("/service-worker.js")
    assert told["Content-Type"].startswith("text/javascript") and told["Cache-Control"] == "no-cache"
    named = json.loads(re.match(r"const SHELL = (.+);\n", told.content.decode())[1])
    assert named["version"] == shell().version and len(named["files"]) == len(FILES)
    assert b"showNotification" in told.content


def test_the_page_without_a_network_is_nobodys(site: Client) -> None:
    page = site.get("/offline/")
    assert page.content == Client().get("/offline/").content
    assert "Cookie" not in page.get("Vary", "") and b"data-learner" not in page.content


def test_nobody_gets_no_day(client: Client) -> None:
    told = client.get("/offline/day/")
    assert told.status_code == 401 and "no-store" in told["Cache-Control"]


def test_a_day_is_kept_with_its_pages_and_only_for_its_learner(site: Client, learner: User) -> None:
    told = site.get("/offline/day/")
    days = told.json()
    assert "no-store" in told["Cache-Control"] and "private" in told["Cache-Control"]
    assert days["learner"] == kept.name_of(learner) and str(learner.pk) != days["learner"] and site.cookies["csrftoken"].value
    assert f'data-learner="{days["learner"]}"' in site.get("/today/").content.decode()
    (day,) = days["days"]
    by_kind = {pick["step_kind"]: pick for pick in day["picks"]}
    assert by_kind["read"]["html"] and not by_kind.get("code", {"html": ""})["html"]
    check = by_kind["check"]
    asked = services.question_for(learner=learner, item_slug=check["item"], now=timezone.now())
    assert (check["revision"], check["number"], check["kind"]) == (asked.revision, asked.number, asked.question.kind)


def test_keeping_a_day_asks_no_more_where_more_is_planned(site: Client, learner: User, django_assert_max_num_queries) -> None:
    site.get("/offline/day/")
    with django_assert_max_num_queries(12):
        assert len(site.get("/offline/day/").json()["days"][0]["picks"]) > 1


def test_the_days_after_today_come_along_where_they_are_asked_for(site: Client, learner: User) -> None:
    helpers.publish_course(timezone.now())
    services.enrol(learner=learner, path_slug="arrows", now=timezone.now())
    told = site.get("/offline/day/?ahead").json()
    assert told["ahead"] and len(told["days"]) == 3
    assert [day["ends_at"] for day in told["days"]] == sorted(day["ends_at"] for day in told["days"])
    ahead = [pick for day in told["days"][1:] for pick in day["picks"]]
    assert any(pick["html"] for pick in ahead)
    named = [(pick["item"], pick["number"]) for day in told["days"] for pick in day["picks"] if pick.get("item")]
    assert named and len(set(named)) == len(named)


@pytest.mark.parametrize("kind", ITEMS)
def test_every_kind_of_question_is_put_and_told_of_without_giving_its_key_away_before(db, kind: str) -> None:
    publish_sample()
    learner = User.objects.create_user("bea")
    asked = services.question_for(learner=learner, item_slug=slug_of(kind), now=timezone.now())
    told = kept.question_of(asked.question, "", marked=True)
    assert told["kind"] == asked.question.kind and "<form" in told["html"] and "csrf" not in told["html"]
    assert told["after"].strip() and (told["marking"] is None) is (kind not in KINDS)
    assert kept.question_of(asked.question, "", marked=False)["marking"] is None
