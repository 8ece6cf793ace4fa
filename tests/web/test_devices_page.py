"""The page of the devices that are signed in: what it tells, and that each can be signed out there."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from tutor import services
from tutor.models import Device, User


def device(learner: User, name: str = "A phone") -> Device:
    return services.sign_in_device(learner=learner, name=name, seen_by="IPv6", now=timezone.now()).device


def test_it_lists_names_days_and_families_of_addresses(site: Client, learner: User) -> None:
    assert b"None yet" in site.get("/settings/signed-in/").content
    device(learner, "<b>Ada's</b> phone")
    page = site.get("/settings/signed-in/")
    assert "no-store" in page["Cache-Control"]
    said = " ".join(page.content.decode().split())
    assert "&lt;b&gt;Ada&#x27;s&lt;/b&gt; phone" in said and "Used today, over IPv6" in said
    assert b"settings/signed-in/" in site.get("/settings/").content


def test_one_is_signed_out_or_all_are(site: Client, learner: User) -> None:
    first, *_ = [device(learner, name) for name in "abc"]
    assert b"Signed out." in site.post(f"/settings/signed-in/{first.public_id}/end/", follow=True).content
    assert Device.objects.count() == 2
    assert site.post(f"/settings/signed-in/{first.public_id}/end/").status_code == 404
    site.post("/settings/signed-in/end/")
    assert not Device.objects.exists()


def test_devices_of_others_are_neither_seen_nor_ended(site: Client) -> None:
    theirs = device(services.begin_as_guest(zone="UTC", now=timezone.now()), "Theirs")
    assert b"Theirs" not in site.get("/settings/signed-in/").content
    assert site.post(f"/settings/signed-in/{theirs.public_id}/end/").status_code == 404
    site.post("/settings/signed-in/end/")
    assert Device.objects.filter(pk=theirs.pk).exists()
