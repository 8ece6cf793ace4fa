"""What authors and admins do: reports are answered, grading is looked at, and nobody else may."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from exercises.models import Item, Submission
from lessons.models import Lesson
from tests.api.caller import Api
from tests.sample import EXERCISE, slug_of
from tests.web.ledgers import live
from tests.web.statements import statements
from tutor import services
from tutor.models import ItemReport, User


def official(name: str, *rights: str, admin: bool = False) -> Api:
    user = User.objects.create(username=name, is_staff=True, is_superuser=admin)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return Api(client)


@pytest.fixture
def report(learner: User) -> ItemReport:
    version = Item.objects.get(slug=slug_of("choice")).current
    return ItemReport.objects.create(learner=learner, revision=version, reason="slip", note="A word twice.", at=timezone.now())


def test_a_report_is_read_and_answered_and_the_learner_is_told(api: Api, report: ItemReport) -> None:
    author = official("author", "view_itemstat", "change_itemreport")
    (told,) = author.get("/author/reports/?status=open").json()["results"]
    assert (told["item"], told["note"], "learner" in told) == (slug_of("choice"), "A word twice.", False)
    place = f"/author/reports/{told['report']}/"
    assert author.put(place, {"status": "fixed", "answer": "Thank you."}).status_code == 204
    assert author.put(place, {"status": "fixed", "answer": "Thank you."}).status_code == 204
    assert author.get("/author/reports/?status=open").json()["results"] == []
    (answered,) = api.post("/reports/answered/").json()["results"]
    assert (answered["status"], answered["answer"]) == ("fixed", "Thank you.")
    assert author.get(f"/author/items/{slug_of('choice')}/").json()["reports"][0]["report"] == told["report"]


def test_what_no_report_can_be_answered_with_is_refused_by_its_field(report: ItemReport) -> None:
    author = official("author", "view_itemstat", "change_itemreport")
    place = f"/author/reports/{report.pk}/"
    for sent, field in (({"status": "gone"}, "status"), ({}, "status"), ({"status": "kept", "answer": "x" * 501}, "answer")):
        refused = author.put(place, sent)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, field)
    assert author.get("/author/reports/?status=gone").status_code == 400
    for name in (report.pk + 1, "none", "²", "9" * 30):
        assert author.put(f"/author/reports/{name}/", {"status": "kept"}).json()["code"] == "not_found"


def test_who_may_not_answer_reports_changes_nothing(api: Api, report: ItemReport) -> None:
    reader = official("reader", "view_itemstat")
    assert reader.get("/author/reports/").status_code == 200
    for somebody in (api, reader, official("other")):
        assert somebody.put(f"/author/reports/{report.pk}/", {"status": "kept"}).json()["code"] == "permission_denied"
    assert api.get("/author/reports/").status_code == 403
    report.refresh_from_db()
    assert report.status == "open"


def test_admins_see_the_queue_and_the_latest_verdicts(learner: User, broker: object) -> None:
    live(learner, 10, timezone.now())
    services.submit_code(
        learner=learner, exercise_slug=EXERCISE, mode="run", source="count = len", client_id=uuid.uuid4(), now=timezone.now()
    )
    admin = official("admin", admin=True)
    told = admin.get("/admin/grading/").json()
    assert [(one["kind"], one["waiting"]) for one in told["queue"]] == [("run", 1), ("submit", 0), ("regrade", 0)]
    assert (told["live"][0]["exercise"], told["live"][0]["username"]) == (EXERCISE, learner.username)
    assert {one["verdict"] for one in told["recent"]} == {"passed"}
    assert len(told["recent"]) == Submission.objects.filter(settled_at__isnull=False).count()
    assert admin.get("/admin/grading/?verdict=failed").json()["recent"] == []
    assert admin.get("/admin/grading/?kind=other").status_code == 400
    few = statements(lambda: admin.get("/admin/grading/"))
    live(services.begin_as_guest(zone="UTC", now=timezone.now()), 100, timezone.now())
    assert len(statements(lambda: admin.get("/admin/grading/"))) == len(few)


def test_only_admins_see_grading(api: Api, nobody: Api, lesson: Lesson) -> None:
    for somebody in (api, official("author", "view_submission")):
        assert somebody.get("/admin/grading/").json()["code"] == "permission_denied"
    assert nobody.get("/admin/grading/").status_code == 401
    user = User.objects.create(username="owner", is_staff=True, is_superuser=True)
    signed = services.sign_in_device(learner=user, name="A phone", seen_by="IPv4", now=timezone.now())
    refused = nobody.get("/admin/grading/", Authorization=f"Bearer {signed.access}")
    assert (refused.status_code, "scope" in refused.json()["detail"]) == (403, True)
