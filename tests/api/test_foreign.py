"""What is another learner's is not there: every address of the API that names something of a learner, with every method."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from exercises.models import Attempt, Exercise, SolutionShown, Submission
from lessons.models import Lesson
from tests.api.caller import ROOT, Api, check
from tests.sample import EXERCISE, PATH
from tests.web.ledgers import live
from tutor import services
from tutor.api.schema import specification
from tutor.api.urls import v1
from tutor.models import Certificate, Device, Event, ItemReport, Kind, PathReminder, PushDevice, User
from tutor.selectors.export import PARTS

# What an id in an address names, and whose it is.
OWNED: dict[str, Callable[[User], Iterator[object]]] = {
    "submission": lambda owner: Submission.objects.filter(learner=owner).values_list("public_id", flat=True),
    "answer": lambda owner: Attempt.objects.filter(learner=owner).values_list("client_id", flat=True),
    "subscription": lambda owner: PushDevice.objects.filter(learner=owner).values_list("public_id", flat=True),
    "certificate": lambda owner: Certificate.objects.filter(learner=owner, shared_at=None).values_list("public_id", flat=True),
    "correction": lambda owner: Event.objects.filter(learner=owner, kind=Kind.ZONE_SET).values_list("uuid", flat=True),
    "device": lambda owner: Device.objects.filter(learner=owner).values_list("public_id", flat=True),
}
# What is the same for everybody, and days, which are each learner's own.
SHARED = {"path", "lesson", "step", "item", "exercise", "concept", "day"}
# What only an owner of the site looks at, whoever it is of.
OFFICIAL = {"username", "report"}


@pytest.fixture
def owner(lesson: Lesson) -> User:
    """A learner with something in every table."""
    owner = services.begin_as_guest(zone="Europe/Berlin", now=timezone.now() - timedelta(days=9))
    services.correct_zone(learner=owner, zone="Asia/Tokyo", since=timezone.now() - timedelta(days=2), now=timezone.now())
    live(owner, 60, timezone.now())
    EmailAddress.objects.create(user=owner, email="theirs@example.org", verified=True, primary=True)
    Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={})
    ItemReport.objects.filter(learner=owner).update(status="fixed", answer="Mended.", answered_at=timezone.now())
    PathReminder.objects.create(learner=owner, path_slug=PATH, at=timezone.now())
    SolutionShown.objects.create(learner=owner, exercise=Exercise.objects.get(slug=EXERCISE), gave_up=True, at=timezone.now())
    services.sign_in_device(learner=owner, name="Theirs", scopes=["learner"], seen_by="IPv4", guest=None, now=timezone.now())
    assert [part for part, rows in counts(owner).items() if not rows] == []
    return owner


def test_the_specification_has_every_method_of_every_address() -> None:
    """So that whoever goes through the specification, as these tests do, has gone through all there is."""
    told = {(re.sub(r"\{\w+\}", "*", path), method) for path, method in addresses()}
    found = set()
    for pattern in routes():
        view = getattr(pattern.callback, "cls", None)
        if view is not None:
            path = re.sub(r"<[^>]+>", "*", f"{ROOT}/{pattern.pattern}")
            found |= {(path, method) for method in view.http_method_names if method != "options" and hasattr(view, method)}
    assert found - {(path, "head") for path, _ in found} == told


def test_every_id_of_an_address_is_known_to_be_shared_or_owned() -> None:
    named = {name for path in specification()["paths"] for name in re.findall(r"\{(\w+)\}", path)}
    assert named <= SHARED | OFFICIAL | OWNED.keys()


def test_every_id_of_another_learner_is_not_found_by_any_method(api: Api, owner: User) -> None:
    tried = set()
    before = counts(owner)
    for path, method in addresses():
        for name in re.findall(r"\{(\w+)\}", path):
            for key in OWNED[name](owner) if name in OWNED else ():
                told = send(api, method, path.replace(f"{{{name}}}", str(key)), path)
                assert told.status_code == 404, f"{method} {path}: {told.status_code}"
                assert told.json()["code"] == "not_found"
                tried.add((path, method))
    named = {(path, method) for path, method in addresses() if OWNED.keys() & set(re.findall(r"\{(\w+)\}", path))}
    assert tried == named and counts(owner) == before


@pytest.mark.parametrize("reviews", [0, 10], ids=["who has just begun", "who has lived here, too"])
def test_what_another_has_makes_no_difference_to_what_a_learner_is_shown(
    api: Api, learner: User, reviews: int, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    if reviews:
        live(learner, reviews, now - timedelta(days=3))
        services.open_day(learner=learner, now=now)
    alone = shown(api, learner)
    request.getfixturevalue("owner")
    beside = shown(api, learner)
    assert len(alone) > 40
    for address, body in alone.items():
        assert beside[address] == body, f"{address} tells of another learner"


def test_an_id_that_another_has_given_an_act_is_an_own_one_here(api: Api, learner: User, owner: User, broker: object) -> None:
    before = counts(owner)
    theirs = [Event.objects.filter(learner=owner).first().uuid, Submission.objects.filter(learner=owner).first().client_id]
    sent = 0
    for path, method in addresses():
        content = specification()["paths"][path][method].get("requestBody", {}).get("content", {}).get("application/json", {})
        example = next(iter(content.get("examples", {}).values()), {}).get("value", {})
        for key in theirs if "id" in example else ():
            address = re.sub(r"\{(\w+)\}", lambda found: SHARED_VALUES.get(found[1], str(uuid.uuid4())), path)
            told = api.call(method, address.removeprefix(ROOT), example | {"id": str(key)})
            assert told.status_code < 500
            assert (
                not Submission.objects.filter(learner=owner, public_id=told.json().get("id")).exists() if told.content else True
            )
            sent += 1
    assert sent >= 10 and counts(owner) == before


def test_what_owners_of_the_site_look_at_is_refused_to_learners_whoever_it_is_of(api: Api, owner: User) -> None:
    for path, method in addresses():
        if OFFICIAL & set(re.findall(r"\{(\w+)\}", path)):
            for name in (owner.username, "nobody-at-all"):
                assert send(api, method, re.sub(r"\{\w+\}", name, path), path).status_code == 403


def test_what_a_learner_does_changes_nothing_of_another(api: Api, owner: User, broker: Callable[[], list]) -> None:
    before = counts(owner)
    for path, method in addresses():
        if method != "get" and "device" not in path and "auth" not in path and "account" not in path:
            send(api, method, re.sub(r"\{(\w+)\}", lambda found: SHARED_VALUES.get(found[1], str(uuid.uuid4())), path), path)
    assert counts(owner) == before
    assert Submission.objects.filter(exercise__slug=EXERCISE).exclude(learner=owner).exists()


def test_nothing_of_a_learner_is_told_to_nobody(nobody: Api, owner: User) -> None:
    for path, method in addresses():
        operation = specification()["paths"][path][method]
        if {} in operation.get("security", [{}]):
            continue
        told = send(
            nobody, method, re.sub(r"\{(\w+)\}", lambda found: SHARED_VALUES.get(found[1], str(uuid.uuid4())), path), path
        )
        assert told.status_code == 401, f"{method} {path}: {told.status_code}"


def test_a_token_that_is_none_is_refused_as_the_specification_says(nobody: Api) -> None:
    for path, method in addresses():
        address = re.sub(r"\{(\w+)\}", lambda found: SHARED_VALUES.get(found[1], str(uuid.uuid4())), path)
        check(method, address.removeprefix(ROOT), send(nobody, method, address, path, Authorization="Bearer nonsense"))


SHARED_VALUES = {
    "path": "sample",
    "lesson": "arrows",
    "step": "sight",
    "item": "sample-choice",
    "exercise": EXERCISE,
    "concept": "sample-dot-product",
    "day": "2026-03-02",
}


# What an address is asked, where it tells little or nothing without.
ASKED = {"/search/": "?q=dot"}


def routes() -> Iterator[URLPattern]:
    """Every address of version 1."""
    several = list(v1)
    while several:
        one = several.pop()
        if isinstance(one, URLResolver):
            several += one.url_patterns
        else:
            yield one


def addresses() -> Iterator[tuple[str, str]]:
    for path, item in specification()["paths"].items():
        for method in item:
            yield path, method


def send(api: Api, method: str, address: str, path: str, **headers: str) -> object:
    """With a body like the example of the specification."""
    body = specification()["paths"][path][method].get("requestBody")
    examples = next(iter(body["content"].values())).get("examples", {}) if body else {}
    sent = next(iter(examples.values()))["value"] if examples else {}
    client: Client = api.client
    return client.generic(
        method.upper(), address, json.dumps(sent) if method != "get" else "", content_type="application/json", headers=headers
    )


def shown(api: Api, learner: User) -> dict[str, object]:
    """The plan that is composed for a learner, and whatever each address then tells them, for each id of their own."""
    with transaction.atomic():
        told: dict[str, object] = {"POST /today/": api.post("/today/").content}
        transaction.set_rollback(True)
    for path, method in addresses():
        names = set(re.findall(r"\{(\w+)\}", path))
        if method != "get" or OFFICIAL & names or re.match(f"{ROOT}/(author|admin)/", path):
            continue
        keys = [str(key) for name in names & OWNED.keys() for key in OWNED[name](learner)]
        for key in keys or [""] * (not names & OWNED.keys()):
            address = path.format_map(SHARED_VALUES | dict.fromkeys(OWNED, key)).removeprefix(ROOT)
            answer = api.get(address + ASKED.get(address, ""))
            told[address] = unpacked(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return told


def unpacked(body: bytes) -> object:
    """What is in an archive, which itself tells when it was packed; anything else as it is."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def counts(owner: User) -> dict[str, int]:
    """Rows of a learner in every table that their export tells of."""
    found: dict[str, int] = {}
    for part, (model, field, _) in PARTS.items():
        kind: type[Model] = model
        found[part] = kind._default_manager.filter(**{field: owner}).count()
    return found
