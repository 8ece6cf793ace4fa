"""Learners say that something is wrong with a question; authors answer, and each learner is told once."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from exercises.marking.responses import right_response
from lessons.models import Lesson
from tests.sample import slug_of
from tutor import services
from tutor.errors import BadInput, NotFound, TooLong
from tutor.models import ItemReport, User

ITEM = slug_of("choice")
ADDRESS = f"/items/{ITEM}/report/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def answer(site: Client, learner: User, **more: str):
    asked = services.question_for(learner=learner, item_slug=ITEM, now=timezone.now())
    sent = {"kind": "choice", "revision": asked.revision_id, "asking": asked.number, "seconds": 9}
    return asked, site.post(f"/items/{ITEM}/answer/", sent | right_response(asked.question), **more)


@pytest.fixture
def version(site: Client, learner: User) -> int:
    """The version of a question that the learner has just answered."""
    return answer(site, learner)[0].revision_id


def test_the_card_after_an_answer_has_the_form(site: Client, learner: User) -> None:
    asked, response = answer(site, learner, **HTMX)
    shown = response.content.decode()
    assert f'action="{ADDRESS}"' in shown and f'name="revision" value="{asked.revision_id}"' in shown
    assert shown.count('name="reason"') == 6 and 'maxlength="500"' in shown


def test_a_report_is_kept_thanked_for_and_once_for_each_learner_and_version(site: Client, learner: User, version: int) -> None:
    sent = {"revision": version, "reason": "several", "note": "  Both of the first two.\r\nSee 1.2.  "}
    thanked, again = site.post(ADDRESS, sent, **HTMX), site.post(ADDRESS, {**sent, "note": "Again"})
    assert "Thank you" in thanked.content.decode() and "<html" not in thanked.content.decode()
    assert "already" in again.content.decode() and "<html" in again.content.decode()
    report = ItemReport.objects.get()
    assert (report.learner, report.revision_id, report.reason) == (learner, version, "several")
    assert (report.note, report.status) == ("Both of the first two.\nSee 1.2.", "open")


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({"reason": ""}, 400, "Choose one from the list"),
        ({"reason": "spite"}, 400, "Choose one from the list"),
        ({"reason": "other"}, 400, "Say it in a few words"),
        ({"reason": "slip", "note": "x" * 501}, 413, "At most 500"),
        ({"reason": "slip", "note": "a\x07b"}, 400, "Type it by hand"),
        ({"reason": "slip", "revision": 0}, 400, "revision"),
        ({"reason": "slip", "revision": 10**30}, 400, "revision"),
        ({"reason": "slip", "revision": 999_999}, 404, "Answer it first"),
    ],
)
def test_a_report_that_cannot_be_used_is_refused_with_the_mend(site, version: int, sent: dict, status: int, told: str) -> None:
    response = site.post(ADDRESS, {"revision": version} | sent)
    assert response.status_code == status and told in response.content.decode()
    assert not ItemReport.objects.exists()


def test_only_who_has_answered_a_version_may_report_it(client: Client, site: Client, version: int, lesson: Lesson) -> None:
    other = services.begin_as_guest(zone="UTC", now=timezone.now())
    client.force_login(other)
    assert client.post(ADDRESS, {"revision": version, "reason": "slip"}).status_code == 404
    assert Client().post(ADDRESS, {"revision": version, "reason": "slip"}).status_code == 302
    assert site.get(ADDRESS).status_code == 405
    assert not ItemReport.objects.exists()


def _reported(learner: User, version: int) -> ItemReport:
    services.report_item(learner=learner, item_slug=ITEM, revision_id=version, reason="slip", note="", now=timezone.now())
    return ItemReport.objects.get(learner=learner)


def test_the_answer_is_shown_on_today_once(site: Client, learner: User, version: int) -> None:
    report = _reported(learner, version)
    assert "You reported" not in site.get("/today/").content.decode()
    by = User.objects.create_user("author")
    given = {"report_id": report.pk, "status": "fixed", "answer": "<b>Two</b> now\nhas its sign.", "by": by}
    services.answer_report(now=timezone.now(), **given)
    shown = site.get("/today/").content.decode()
    assert "It was mended" in shown and "&lt;b&gt;Two&lt;/b&gt; now<br>has its sign." in shown
    services.answer_report(now=timezone.now(), **given)
    assert "You reported" not in site.get("/today/").content.decode(), "the same answer again is no news"
    services.answer_report(now=timezone.now(), **given | {"status": "kept"})
    assert "keeps it as it is" in site.get("/today/").content.decode()
    assert [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")] == ["Answered: fixed.", "Answered: kept."]


def test_an_answer_is_checked_as_a_report_is(learner: User, site: Client, version: int) -> None:
    report, by, now = _reported(learner, version), User.objects.create_user("author"), timezone.now()
    for wrong, problem in (({"status": "won"}, BadInput), ({"answer": "y" * 501}, TooLong), ({"report_id": 0}, NotFound)):
        given = {"report_id": report.pk, "status": "fixed", "answer": ""} | wrong
        with pytest.raises(problem):
            services.answer_report(by=by, now=now, **given)
    services.answer_report(report_id=report.pk, status="fixed", answer="Yes.", by=by, now=now)
    services.answer_report(report_id=report.pk, status="open", answer="", by=by, now=now)
    assert services.take_answers(learner=learner, now=now) == ()


def test_a_guests_reports_move_to_the_account_and_one_of_each_version_stays(learner: User, site: Client, version: int) -> None:
    account = User.objects.create_user("ada")
    _reported(learner, version)
    services.claim_guest(guest=learner, account=account, now=timezone.now())
    assert ItemReport.objects.get().learner == account
