"""The authors' pages: who sees them, what they show and leave out, and that they cost the same whatever was answered."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from exercises.models import ExerciseRevision, Item, ItemRevision
from lessons.models import Lesson
from tests.answered import give_answers, hand_in
from tests.sample import ITEMS, slug_of
from tests.web.statements import statements
from tutor import services
from tutor.models import ItemReport, LeechFlag, User
from tutor.rules.flags import Flag
from tutor.selectors.analysis import item_page, item_rows

LIST = "/admin/analysis/"
PERMISSIONS = ("view_itemstat", "change_itemreport")


@pytest.fixture
def author(client: Client, lesson: Lesson) -> Client:
    user = User.objects.create_user("author", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=PERMISSIONS))
    client.force_login(user)
    return client


def version(kind: str) -> ItemRevision:
    return Item.objects.get(slug=slug_of(kind)).current


def report(learner: User, kind: str = "choice", **more: str) -> ItemReport:
    return ItemReport.objects.create(learner=learner, revision=version(kind), at=timezone.now(), reason="slip", **more)


def page(site: Client, where: str = "") -> str:
    response = site.get(LIST + where)
    assert response.status_code == 200, where
    return response.content.decode()


# --- who may


@pytest.mark.parametrize("where", ["", "exercises/", "reports/", "questions.csv", "exercises.csv", "questions/{}/"])
def test_only_staff_with_the_permission_see_a_page(client: Client, learner: User, where: str) -> None:
    address = LIST + where.format(version("choice").pk)
    assert client.get(address).status_code == 302
    client.force_login(learner)
    User.objects.filter(pk=learner.pk).update(is_guest=False)
    assert client.get(address).status_code in {302, 403}
    User.objects.filter(pk=learner.pk).update(is_staff=True)
    assert client.get(address).status_code == 403 and b"admin/analysis" not in client.get("/admin/").content
    learner.user_permissions.add(Permission.objects.get(codename="view_itemstat"))
    assert client.get(address).status_code == 200 and b"admin/analysis" in client.get("/admin/").content


def test_who_may_only_look_cannot_answer_a_report(author: Client, learner: User) -> None:
    sent, address = {"status": "fixed", "answer": ""}, f"{LIST}reports/{report(learner).pk}/answer/"
    assert "<textarea" in page(author, "reports/")
    User.objects.get(username="author").user_permissions.remove(Permission.objects.get(codename="change_itemreport"))
    assert "<textarea" not in page(author, "reports/")
    assert author.post(address, sent).status_code == 403 and author.get(address).status_code == 405
    assert ItemReport.objects.get().status == "open"


def test_no_page_names_a_learner(author: Client, learner: User) -> None:
    User.objects.filter(pk=learner.pk).update(username="grace-hopper", email="grace@example.org")
    found = report(learner, note="Both are right.")
    give_answers(version("choice"), 60, timezone.now())
    addresses = ["", "reports/", "questions.csv", f"questions/{found.revision_id}/"]
    shown = [page(author, where) for where in addresses]
    assert "Both are right." in shown[1] and "Both are right." in shown[3]
    User.objects.filter(username="author").update(is_superuser=True)
    shown += [author.get(f"/admin/tutor/itemreport/{where}").content.decode() for where in ("", f"{found.pk}/change/")]
    assert not any("grace" in text for text in shown)


# --- questions


def test_the_list_shows_figures_with_their_ends_and_says_where_there_are_too_few(author: Client) -> None:
    give_answers(version("choice"), 400, timezone.now())
    give_answers(version("number"), 29, timezone.now())
    row = next(one for one in item_rows() if one.kind == "choice")
    text = page(author)
    assert f"{100 * row.pass_rate.value:.0f} %" in text
    assert f"{100 * row.pass_rate.low:.0f} to {100 * row.pass_rate.high:.0f}" in text
    few = text[text.index("sample-number") :]
    assert few.index("too few") < few.index("</tr>")
    assert len(item_rows()) == len(ITEMS)


def test_the_list_is_sorted_and_filtered(author: Client) -> None:
    now = timezone.now()
    give_answers(version("choice"), 400, now, slope=-8)
    give_answers(version("choices"), 400, now, ease=6)
    give_answers(version("number"), 60, now)
    order = re.compile(r">(sample-\w+)</a>")
    assert order.findall(page(author, "?sort=answers"))[2] == "sample-number"
    assert order.findall(page(author, "?sort=answers&up=1"))[-3] == "sample-number"
    assert order.findall(page(author, "?sort=pass"))[0] == "sample-choices"
    assert order.findall(page(author, "?flag=reversed")) == ["sample-choice"]
    assert order.findall(page(author, "?flag=too_easy")) == ["sample-choices"]
    assert order.findall(page(author, "?kind=number")) == ["sample-number"]
    assert order.findall(page(author, "?lesson=elsewhere")) == []
    assert len(order.findall(page(author, "?sort=nonsense&kind=&flag=&lesson=arrows"))) == len(ITEMS)
    assert 'aria-sort="descending"' in page(author, "?sort=pass") and 'aria-sort="ascending"' in page(author, "?sort=pass&up=1")


@pytest.mark.parametrize("kind", ITEMS)
def test_a_version_is_shown_as_learners_see_it_with_what_they_took(author: Client, kind: str) -> None:
    give_answers(version(kind), 80, timezone.now())
    text = page(author, f"questions/{version(kind).pk}/")
    assert '<template shadowrootmode="open">' in text and "fieldset" in text and "too few" not in text.split("a-options")[0]
    assert 'class="histogram"' in text and "style=" not in text and "onclick" not in text


def test_options_have_their_shares_and_idle_ones_are_told(author: Client) -> None:
    give_answers(version("choices"), 400, timezone.now())
    found = item_page(version("choices").pk)
    assert [one.offer.right for one in found.options] == [True, False, False, True]
    assert sum(one.count for one in found.options) == 400 and found.options[3].count == 0
    assert not found.options[3].idle, "only a distractor is idle"
    choice = version("choice")
    choice.document["options"].append({"text": "None of them", "why": "One is."})
    choice.save()
    give_answers(choice, 400, timezone.now())
    found = item_page(choice.pk)
    assert [one.idle for one in found.options] == [False, False, False, True]
    assert Flag.IDLE_DISTRACTOR in found.row.flags and "nobody takes it" in page(author, f"questions/{choice.pk}/")


def test_a_version_is_compared_with_the_one_before_and_starts_anew(author: Client) -> None:
    now, new = timezone.now(), version("choice")
    old = ItemRevision.objects.create(
        item=new.item, digest="old", kind="choice", document=new.document, published_at=now - timedelta(days=30)
    )
    give_answers(old, 300, now, ease=-0.5)
    assert item_page(new.pk).change is None and item_page(new.pk).row.answers == 0
    give_answers(new, 300, now, ease=1.5)
    found = item_page(new.pk)
    assert found.previous.revision_id == old.pk and found.change.low > 0.2
    assert item_page(old.pk).previous is None and not item_page(old.pk).row.current
    assert "earlier versions" in page(author) and "version of" in page(author, "?outdated=1")
    assert len(item_rows()) == len(ITEMS) == len(item_rows(outdated=True)) - 1


def test_a_question_that_resists_learners_is_flagged_with_their_number(author: Client, learner: User) -> None:
    revision, now = version("choice"), timezone.now()
    given = {"concept": revision.item.concept, "revision": revision, "misses": 4, "opened_at": now}
    flag = LeechFlag.objects.create(learner=learner, **given)
    assert item_page(revision.pk).row.leeches == 1 and "missed improbably often" in page(author)
    assert "Learners who miss it improbably often" in page(author, f"questions/{revision.pk}/")
    LeechFlag.objects.filter(pk=flag.pk).update(closed_at=now)
    assert item_page(revision.pk).row.flags == ()


def test_what_is_not_there_is_said(author: Client) -> None:
    for where in ("questions/99999/", "exercises/99999/"):
        assert author.get(LIST + where).status_code == 404
    assert author.post(f"{LIST}reports/99999/answer/", {"status": "fixed"}).status_code == 404


# --- exercises and reports


def test_exercises_show_what_fails_first(author: Client) -> None:
    revision = ExerciseRevision.objects.get()
    assert "figures begin at 30" in page(author, f"exercises/{revision.pk}/")
    hand_in(revision, 120, timezone.now())
    assert "Count the arrows" in page(author, "exercises/?sort=minutes&up=0")
    text = page(author, f"exercises/{revision.pk}/")
    assert "Who does not pass reads most often: <strong>counts arrows</strong>" in text and text.count("<svg") >= 3


def test_a_report_is_answered_where_it_is_read(author: Client, learner: User) -> None:
    found = report(learner)
    back = f"{LIST}questions/{found.revision_id}/"
    sent = {"status": "kept", "answer": "It is meant so.", "back": back}
    assert author.post(f"{LIST}reports/{found.pk}/answer/", sent)["Location"] == back
    elsewhere = {**sent, "status": "fixed", "back": "https://example.org/"}
    assert author.post(f"{LIST}reports/{found.pk}/answer/", elsewhere)["Location"] == f"{LIST}reports/"
    assert "No report is like that" in page(author, "reports/") and "It is meant so." in page(author, "reports/?status=fixed")
    assert author.post(f"{LIST}reports/{found.pk}/answer/", {"status": "won"}).status_code == 400
    assert [one.answer for one in services.take_answers(learner=learner, now=timezone.now())] == ["It is meant so."]


# --- files and the terminal


def test_the_file_has_a_line_for_each_version_and_no_formulas(author: Client) -> None:
    Item.objects.filter(slug=slug_of("text")).update(slug="=HYPERLINK")
    give_answers(version("choice"), 400, timezone.now())
    response = author.get(f"{LIST}questions.csv?sort=answers")
    assert response["Content-Type"] == "text/csv; charset=utf-8" and "attachment" in response["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(lines) == len(ITEMS) and lines[0]["slug"] == "sample-choice" and lines[0]["pass_rate_n"] == "400"
    assert float(lines[0]["pass_rate_low"]) < float(lines[0]["pass_rate"]) < float(lines[0]["pass_rate_high"])
    assert {line["pass_rate"] for line in lines[1:]} == {""} and "'=HYPERLINK" in {line["slug"] for line in lines}
    hand_in(ExerciseRevision.objects.get(), 40, timezone.now())
    checks = list(csv.DictReader(io.StringIO(page(author, "exercises.csv").removeprefix("\ufeff"))))
    assert [line["check"] for line in checks] == ["counts"]


def test_the_terminal_tells_the_same_and_where_there_are_too_few(lesson: Lesson) -> None:
    give_answers(version("choice"), 400, timezone.now())
    told = io.StringIO()
    call_command("content", "analyse", "--lesson", "arrows", stdout=told)
    line = next(line for line in told.getvalue().splitlines() if "sample-choice " in line)
    row = next(one for one in item_rows() if one.kind == "choice")
    assert f"{100 * row.pass_rate.value:.0f} % ({100 * row.pass_rate.low:.0f} to" in line
    assert "too few" in next(line for line in told.getvalue().splitlines() if "sample-number" in line)
    told = io.StringIO()
    call_command("content", "analyse", "--json", stdout=told)
    found = {one["slug"]: one for one in json.loads(told.getvalue())["questions"]}
    assert found["sample-choice"]["pass_rate"]["n"] == 400 and found["sample-number"]["pass_rate"] is None
    with pytest.raises(CommandError, match="There is no lesson"):
        call_command("content", "analyse", "--lesson", "nowhere")


# --- what it costs


def test_a_page_takes_as_many_queries_whatever_was_answered(author: Client, learner: User) -> None:
    revision, exercise = version("choice"), ExerciseRevision.objects.get()
    places = ["", f"questions/{revision.pk}/", "exercises/", f"exercises/{exercise.pk}/", "reports/", "questions.csv"]
    before = {where: len(statements(lambda where=where: page(author, where))) for where in places}
    for kind in ITEMS:
        give_answers(version(kind), 60, timezone.now())
    hand_in(exercise, 60, timezone.now())
    for number in range(12):
        report(User.objects.create_user(f"l{number}"))
    assert {where: len(statements(lambda where=where: page(author, where))) for where in places} == before
    assert max(before.values()) <= 13, before
