"""Clients that are signed in by tokens: what holds, what ends them, and what a thief gets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.helpers import MONDAY, later
from tutor import services, tasks
from tutor.errors import BadInput, NotFound, SignedOut
from tutor.models import Device, User
from tutor.services.tokens import ACCESS_FOR, MOST_DEVICES, UNUSED_FOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def eve() -> User:
    return User.objects.create_user("eve", password="maps-of-points")


def sign_in(user: User, now=MONDAY, name: str = "A phone", **more: object) -> services.Tokens:
    return services.sign_in_device(learner=user, name=name, seen_by="IPv4", now=now, **more)


def refresh(tokens: services.Tokens, now) -> services.Tokens:
    return services.refresh_device(refresh=tokens.refresh, seen_by="IPv4", now=now)


def device(tokens: services.Tokens, now, seen_by: str = "IPv4") -> Device | None:
    return services.device_for(access=tokens.access, seen_by=seen_by, now=now)


def test_the_database_holds_no_token(eve):
    tokens = sign_in(eve)
    newer = refresh(tokens, MONDAY)
    row = " ".join(map(str, Device.objects.values_list().get()))
    for secret in (tokens.access, tokens.refresh, newer.access, newer.refresh):
        assert secret not in row and secret.split("_", 2)[2].split(".")[-2:][0] not in row


def test_an_access_token_ends_by_itself_and_a_refresh_token_brings_the_next(eve):
    tokens = sign_in(eve)
    assert device(tokens, later(minutes=14)).learner == eve
    assert device(tokens, MONDAY + ACCESS_FOR) is None
    newer = refresh(tokens, later(hours=1))
    assert device(newer, later(hours=1)).learner == eve and device(tokens, later(minutes=1)) is None


def test_a_superseded_refresh_token_ends_the_whole_family(eve):
    first = sign_in(eve)
    second = refresh(first, later(1))
    assert device(second, later(1))
    with pytest.raises(SignedOut, match="two places"):
        refresh(first, later(1))
    assert device(second, later(1)) is None
    with pytest.raises(SignedOut):
        refresh(second, later(1))


def test_a_thief_who_is_first_is_found_out_when_the_owner_comes(eve):
    stolen = sign_in(eve)
    thiefs = refresh(stolen, later(1))
    owners = refresh(stolen, later(1))  # nothing of the thief's was used yet, so it might have been lost
    assert device(thiefs, later(1)) is None and device(owners, later(1))
    with pytest.raises(SignedOut):
        refresh(thiefs, later(1))
    assert not Device.objects.exists()


def test_an_answer_lost_in_a_tunnel_signs_nobody_out(eve):
    tokens = sign_in(eve)
    for _ in range(3):
        newer = refresh(tokens, later(1))
    assert device(newer, later(1)).learner == eve


def test_other_devices_outlive_the_end_of_one(eve):
    phone, laptop = sign_in(eve), sign_in(eve)
    services.end_device(learner=eve, public_id=phone.device.public_id)
    assert device(phone, MONDAY) is None and device(laptop, MONDAY)
    with pytest.raises(NotFound):
        services.end_device(learner=eve, public_id=phone.device.public_id)
    services.end_devices(learner=eve)
    assert device(laptop, MONDAY) is None


def test_nobody_ends_the_device_of_another(eve):
    tokens, mallory = sign_in(eve), User.objects.create_user("mallory")
    with pytest.raises(NotFound):
        services.end_device(learner=mallory, public_id=tokens.device.public_id)
    services.end_devices(learner=mallory)
    assert device(tokens, MONDAY)


def test_a_new_password_ends_every_device_but_one_that_is_kept(eve):
    phone, laptop = sign_in(eve), sign_in(eve)
    eve.set_password("points-on-maps")
    eve.save()
    services.keep_device(device=laptop.device, learner=eve)
    assert device(phone, MONDAY) is None and device(laptop, MONDAY)
    with pytest.raises(SignedOut):
        refresh(phone, MONDAY)


def test_who_is_barred_or_gone_has_no_device(eve):
    tokens = sign_in(eve)
    User.objects.update(is_active=False)
    assert device(tokens, MONDAY) is None
    with pytest.raises(SignedOut):
        refresh(tokens, MONDAY)
    services.delete_learner(learner=eve)
    assert not Device.objects.exists()


def test_a_token_is_never_wider_than_its_user(eve):
    with pytest.raises(BadInput) as refused:
        sign_in(eve, scopes=["learner", "author"])
    assert refused.value.field == "scopes"
    with pytest.raises(BadInput):
        sign_in(eve, scopes=["root"])
    eve.is_staff = True
    assert services.scopes_of(eve) == {"learner", "author"}
    eve.save()
    assert sign_in(eve, scopes=["author"]).device.scopes == "author"
    assert sign_in(eve).device.scopes == "learner"


def test_devices_beyond_the_twentieth_end_the_least_used(eve):
    first = sign_in(eve, name="old")
    for n in range(MOST_DEVICES):
        sign_in(eve, later(1), name=str(n))
    assert Device.objects.count() == MOST_DEVICES and device(first, MONDAY) is None


def test_what_is_not_used_for_a_year_ends_and_is_removed(eve):
    now = timezone.now()  # that of the task as well
    tokens = sign_in(eve, now - UNUSED_FOR)
    kept = sign_in(eve, now - UNUSED_FOR + timedelta(days=30))
    with pytest.raises(SignedOut):
        refresh(tokens, now)
    tasks.tidy()
    assert Device.objects.get().public_id == kept.device.public_id


@pytest.mark.parametrize(
    "token",
    ["", "loci_refresh_", "loci_refresh_x.1.y.z", "\x00", "loci_refresh_\ud800", "é" * 40, "loci_refresh_" + "a" * 9000, "..."],
)
def test_what_is_no_token_is_told_so_and_ends_nothing(eve, token):
    tokens = sign_in(eve)
    forged = tokens.refresh[:-1] + ("A" if tokens.refresh[-1] != "A" else "B")
    for wrong in (token, forged, tokens.refresh.replace(".1.", ".0."), tokens.access):
        with pytest.raises(SignedOut):
            services.refresh_device(refresh=wrong, seen_by="IPv4", now=MONDAY)
        assert services.device_for(access=wrong.replace("refresh", "access"), seen_by="IPv4", now=MONDAY) is None or (
            wrong == tokens.access
        )
    assert device(tokens, MONDAY)


def test_only_the_first_use_of_a_day_writes_and_then_asking_is_one_query(eve):
    tokens = refresh(sign_in(eve), MONDAY)
    counts = []
    for moment, family in [(MONDAY, "IPv4"), (MONDAY, "IPv4"), (later(minutes=5), "IPv6"), (later(minutes=6), "IPv6")]:
        with CaptureQueriesContext(
            connection,
        ) as sent:
            device(tokens, moment, family)
        counts.append(len(sent))
    assert counts == [2, 1, 2, 1]
    row = Device.objects.get()
    assert (row.seen_on, row.seen_by) == (MONDAY.date(), "IPv6")


@pytest.mark.parametrize(
    "name, shown", [("", "An app"), (" \x00\n ", "An app"), ("A\u202e phone", "A phone"), ("x" * 99, "x" * 60)]
)
def test_a_name_is_what_can_be_shown(eve, name, shown):
    assert sign_in(eve, name=name).device.name == shown


def test_changing_the_password_by_the_command_ends_devices_too(eve, monkeypatch):
    tokens = sign_in(eve)
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "a quiet new phrase")
    call_command("changepassword", "eve")
    assert device(tokens, MONDAY + timedelta(minutes=1)) is None
