"""A few made-up requests at every operation, and a few walks along the links; python -m tests.api.fuzz sends thousands."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone

from exercises.marking.responses import right_response
from exercises.models import Attempt, Item
from lessons.models import Lesson
from tests.api.fuzz import Probe
from tests.api.test_foreign import OWNED, SHARED_VALUES
from tests.sample import slug_of
from tests.web.ledgers import live
from tutor import services
from tutor.api import waiting
from tutor.api.schema import specification
from tutor.models import User
from tutor.services.asking import asked_of

WORD = "maps-of-points"


def asked(name: str, otherwise: int) -> int:
    return int(os.environ.get(f"LOCI_FUZZ_{name}", otherwise))


@pytest.fixture
def learner(lesson: Lesson) -> User:
    """An account with something in every table."""
    learner = services.begin_as_guest(zone="Europe/Berlin", now=timezone.now() - timedelta(days=9))
    live(learner, 30, timezone.now())
    learner.is_guest, learner.username, learner.email = False, "ada", "ada@example.org"
    learner.set_password(WORD)
    learner.save()
    for answer in Attempt.objects.select_related("revision"):  # which `live` leaves empty, and which may be sent again
        asked = asked_of(answer.revision, answer.number, answer.seed, answered_today=True)
        Attempt.objects.filter(pk=answer.pk).update(response=right_response(asked.question))
    return learner


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Django closes what a request used; here it has the test's transaction."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture
def nothing_takes_long(settings: Any, tmp_path: Path) -> Iterator[None]:
    """No catalogue is read, and nobody waits for a verdict: all who may wait are waiting already."""
    settings.CATALOGUE_DIR = tmp_path
    logging.getLogger("django.request").setLevel(logging.ERROR)
    with waiting.seat(), waiting.seat():
        yield
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture
def probe(learner: User, one_connection: None, nothing_takes_long: None) -> Probe:
    author = User.objects.create_superuser("eve", password=WORD)
    roles = {"learner": (learner, ["learner"]), "author": (author, ["learner", "author", "admin"])}

    def token(role: str) -> str:
        if role not in roles:
            return ""
        who, scopes = roles[role]
        made = services.sign_in_device(learner=who, name="A probe", scopes=scopes, seen_by="IPv4", guest=None, now=timezone.now())
        return made.access

    question = Item.objects.select_related("current").get(slug=slug_of("choice"))
    real: dict[str, list[Any]] = {name: [value] for name, value in SHARED_VALUES.items()}
    # A push service of nobody's is not to be called.
    real |= {
        name: [str(key) for key in of(learner)] for name, of in OWNED.items() if name != "subscription" and list(of(learner))
    }
    real |= {"item": [question.slug], "revision": [question.current.digest], "number": [1, 2, 7], "username": ["ada"]}
    real |= {"password": [WORD], "old": [WORD], "login": ["ada"], "zone": ["Asia/Tokyo", "Europe/Berlin"]}
    site = WSGIHandler()

    def from_somewhere(environ: dict[str, Any], start: Any) -> Any:
        return site(environ | {"REMOTE_ADDR": "127.0.0.1"}, start)

    return Probe(from_somewhere, token, ("learner", "author", "nobody"), real, asked("SEED", 1))


def test_made_up_requests_and_walks_are_answered_as_the_specification_tells(probe: Probe) -> None:
    probe.strike(asked("CASES", 0))
    probe.walk(asked("WALKS", 3))
    print(dict(probe.sent))
    found = "\n\n".join(f"{kind}\n{told}" for kind, told in sorted(probe.problems.items()))
    assert not probe.problems, found
    operations = sum(len(item) for item in specification()["paths"].values())
    assert sum(probe.sent[role] for role in probe.roles) >= operations * 0.9 and probe.sent["walking"] >= 3


def test_every_link_leads_to_an_operation_and_takes_what_it_has() -> None:
    told = {one["operationId"]: (path, one) for path, item in specification()["paths"].items() for one in item.values()}
    links = [
        (name, link)
        for _, one in told.values()
        for response in one["responses"].values()
        for name, link in response.get("links", {}).items()
    ]
    assert len(links) > 15
    for name, link in links:
        path, operation = told[link["operationId"]]
        assert name == link["operationId"]
        assert all(f"{{{parameter}}}" in path for parameter in link.get("parameters", ()))
        assert not link.get("requestBody") or operation["requestBody"]
