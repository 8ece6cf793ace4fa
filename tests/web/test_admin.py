"""The admin shows every model, and changes no ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.play import play_day
from tutor.models import OutageGrant, User

MODELS = [model for name in ("tutor", "exercises", "lessons") for model in apps.get_app_config(name).get_models()]
LEDGERS = [model for model in MODELS if model not in {User, OutageGrant}]


@pytest.fixture
def staff(site: Client, learner: User) -> Client:
    play_day(learner, timezone.now())
    User.objects.filter(pk=learner.pk).update(is_staff=True, is_superuser=True)
    return site


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_is_listed_searched_and_looked_at(staff: Client, model: type) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert admin.site._registry[model].search_fields
    assert staff.get(address, {"q": "dot"}).status_code == 200
    row = model.objects.first()
    if row is not None:
        change = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
        assert staff.get(change).status_code == 200


@pytest.mark.parametrize("model", LEDGERS, ids=lambda model: model.__name__)
def test_what_files_or_ledgers_say_cannot_be_edited(staff: Client, model: type) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert staff.get(reverse(f"{name}_add")).status_code == 403
    row = model.objects.first()
    if row is not None:
        assert staff.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_an_owner_grants_the_days_of_an_outage_once_and_for_all(staff: Client) -> None:
    add = reverse("admin:tutor_outagegrant_add")
    today = timezone.now().date()
    refused = staff.post(add, {"first_day": today, "last_day": today - timedelta(days=1)})
    assert b"ends before it begins" in refused.content and not OutageGrant.objects.exists()
    staff.post(add, {"first_day": today, "last_day": today, "reason": "The disk was full."})
    grant = OutageGrant.objects.get()
    assert staff.post(reverse("admin:tutor_outagegrant_delete", args=[grant.pk]), {"post": "yes"}).status_code == 403


def test_an_owner_signs_in_where_guesses_are_counted(client: Client, db: None) -> None:
    User.objects.create_superuser("owner", password="maps-of-points")
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"
    for _ in range(6):
        refused = client.post("/admin/login/", {"username": "owner", "password": "guess"})
        assert refused["Location"].startswith("/accounts/login/")
    signed_in = client.post("/accounts/login/", {"login": "owner", "password": "maps-of-points", "next": "/admin/"})
    assert signed_in["Location"] == "/admin/" and client.get("/admin/").status_code == 200


def test_an_owner_who_looked_around_as_a_guest_signs_in_from_there(site: Client, learner: User) -> None:
    User.objects.create_superuser("owner", password="maps-of-points")
    assert site.get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/login/?next=/admin/"
    site.post("/accounts/login/", {"login": "owner", "password": "maps-of-points"})
    assert site.get("/admin/").status_code == 200


def test_a_learner_with_an_account_is_not_let_in(site: Client, learner: User) -> None:
    User.objects.filter(pk=learner.pk).update(is_guest=False)
    assert site.get("/admin/", follow=True).status_code == 403


def test_guessing_a_password_ends_after_a_few_tries(client: Client, db: None) -> None:
    User.objects.create_superuser("owner", password="maps-of-points")
    pages = [client.post("/accounts/login/", {"login": "owner", "password": "guess"}).content for _ in range(6)]
    assert b"Too many failed login attempts" in pages[-1] and b"Too many" not in pages[0]
    assert b"Too many" in client.post("/accounts/login/", {"login": "owner", "password": "maps-of-points"}).content
