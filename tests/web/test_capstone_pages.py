"""The pages of findings and of certificates: what is drawn, who sees it, and what they say to hostile requests."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.models import ExerciseRevision
from tests.helpers import LESSONS, MONDAY, publish_course, report, revise_lesson, step, submit
from tests.web.capstone import with_findings
from tutor import services
from tutor.models import Certificate, LessonProgress, StepDone, User
from tutor.web.curves import picture

SEE, RESULT = (f"/learn/arrows/lengths/{key}/" for key in ("see-it", "result"))


@pytest.fixture
def learner(db: None) -> User:
    """In front of a report of the samples, in a lesson of two stages."""
    publish_course()
    first, check, code, recap = LESSONS["lengths"]
    shown = [step("report", key, 90, exercise="norm") | {"findings": which} for key, which in FINDINGS.items()]
    revision = revise_lesson("lengths", [first, check, code, *shown, recap])
    revision.document["stages"] = [{"title": "Write it", "begins": "sight"}, {"title": "See it", "begins": "see-it"}]
    revision.save()
    exercise = ExerciseRevision.objects.get(digest="norm-1")
    exercise.document = {**exercise.document, "certificate": "has measured arrows."}
    exercise.save()
    learner = services.begin_as_guest(zone="UTC", now=MONDAY)
    LessonProgress.objects.create(learner=learner, lesson=revision.lesson, revision=revision, started_at=MONDAY)
    given = {"learner": learner, "lesson": revision.lesson, "day": MONDAY.date(), "at": MONDAY}
    StepDone.objects.bulk_create(StepDone(step_key=key, **given) for key in ("sight", "which", "write", "see-it"))
    return learner


FINDINGS = {"see-it": "samples", "result": "submission"}


@pytest.fixture
def site(client: Client, learner: User) -> Client:
    client.force_login(learner)
    return client


def graded(learner: User, mode: str, *scores: float) -> None:
    submission = submit(learner, MONDAY, mode=mode)
    told = with_findings(report(submission), *scores)
    services.settle_submission(public_id=submission.public_id, report=told, now=MONDAY)


def test_the_path_shows_the_stages_of_a_long_lesson_and_how_far_one_is(site: Client, learner: User, client: Client) -> None:
    row = r'<li class="is-(\w+)"><span class="stage-state">.*?</span> <span>(.*?)<span class.*? <small>(.*?)</small>'
    stages = re.compile(row, re.DOTALL)

    def shown() -> list[tuple[str, ...]]:
        return stages.findall(site.get("/learn/arrows/").content.decode())

    assert shown() == [("done", "Write it", "3 min"), ("started", "See it", "3 min")]
    StepDone.objects.filter(learner=learner, step_key="see-it").delete()
    assert [state for state, *_ in shown()] == ["done", "open"]
    StepDone.objects.filter(learner=learner, step_key="which").delete()
    assert [state for state, *_ in shown()] == ["started", "open"]


def test_a_visitor_sees_the_stages_and_more_of_them_ask_the_database_no_more_often(learner: User, client: Client) -> None:
    def visit(visitor: Client) -> tuple[str, int]:
        with CaptureQueriesContext(connection) as asked:
            shown = visitor.get("/learn/arrows/").content.decode()
        return shown, len(asked)

    other = Client()
    other.force_login(learner)
    other.get("/learn/arrows/")
    few = [visit(client)[1], visit(other)[1]]
    revision = revise_lesson("angles", LESSONS["angles"])
    revision.document["stages"] = [{"title": "Turn it", "begins": revision.steps[0]["key"]}]
    revision.save()
    assert [visit(client)[1], visit(other)[1]] == few
    shown, _ = visit(client)
    assert shown.count('aria-label="Stages"') == 2 and "Turn it" in shown


def test_before_anything_was_found_a_report_says_what_to_do(site: Client) -> None:
    shown = site.get(SEE).content.decode()
    assert "run your code once" in shown and "/exercises/norm/" in shown
    assert "Stage 2 of 2: See it" in shown
    assert "submit your code once" in site.get(RESULT).content.decode()


def test_a_report_draws_the_curves_and_lists_the_pairs_a_page_at_a_time(site: Client, learner: User) -> None:
    graded(learner, "run")
    shown = site.get(SEE).content.decode()
    assert shown.count('class="line line-') == 2 and "Precision over recall." in shown
    assert "45 pairs" in shown and "1 of 3" in shown
    wrong = site.get(SEE, {"kind": "wrong"}).content.decode()
    assert "15 pairs" in wrong and "pager" not in wrong
    last = site.get(SEE, {"page": "3"}).content.decode()
    assert "3 of 3" in last and ">More<" not in last


NONSENSE = ["?page=0", "?page=x", f"?page={'9' * 30}", "?kind=%00", "?kind=nonsense", "?kind=wrong&page=999"]


@pytest.mark.parametrize("query", NONSENSE)
def test_a_report_that_is_asked_for_nonsense_shows_a_page_all_the_same(site: Client, learner: User, query: str) -> None:
    graded(learner, "run")
    assert site.get(SEE + query).status_code == 200


def test_the_report_of_a_submission_leads_to_the_certificate(site: Client, learner: User) -> None:
    graded(learner, "submit", 0.8, 0.9)
    shown = site.get(RESULT).content.decode()
    assert "any length of vector" in shown and "adds the squares" not in shown
    assert len(re.findall(r"note \d", shown)) == 5
    assert f"/certificates/{Certificate.objects.get().public_id}/" in shown


def test_a_certificate_is_the_learners_until_it_is_shared_and_again_when_it_is_taken_back(site: Client, learner: User) -> None:
    graded(learner, "submit", 0.8, 0.8)
    page, visitor = f"/certificates/{Certificate.objects.get().public_id}/", Client()
    own = site.get(page)
    assert "Only you see this" in own.content.decode() and "no-store" in own["Cache-Control"]
    assert b"og:title" not in own.content
    assert visitor.get(page).status_code == 404
    assert visitor.post(f"{page}share/", {"name": "Eve"}).status_code in {302, 403}
    site.post(f"{page}share/", {"name": '<b>Ada</b> "Lovelace"'})
    seen = visitor.get(page).content.decode()
    assert "&lt;b&gt;Ada&lt;/b&gt;" in seen and "<b>Ada" not in seen
    assert 'property="og:title"' in seen and "noindex" in seen
    assert "Take it back" not in seen and learner.username not in seen
    moved = site.post(f"{page}revoke/")["Location"]
    assert moved != page
    assert visitor.get(page).status_code == visitor.get(moved).status_code == 404
    assert site.get(moved).status_code == 200


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "a\x00b", "\u202eevil"])
def test_a_name_that_cannot_be_shown_is_refused(site: Client, learner: User, name: str) -> None:
    graded(learner, "submit", 0.8, 0.8)
    page = f"/certificates/{Certificate.objects.get().public_id}/"
    assert site.post(f"{page}share/", {"name": name}).status_code == 400
    assert Certificate.objects.get().shared_at is None


def test_another_learner_cannot_share_or_take_back_a_certificate(site: Client, learner: User, client: Client) -> None:
    graded(learner, "submit", 0.8, 0.8)
    page = f"/certificates/{Certificate.objects.get().public_id}/"
    other = Client()
    other.force_login(services.begin_as_guest(zone="UTC", now=MONDAY))
    assert other.post(f"{page}share/", {"name": "Eve"}).status_code == 404
    assert other.post(f"{page}revoke/").status_code == 404
    assert other.get(f"/certificates/{uuid.uuid4()}/").status_code == 404


def test_a_picture_keeps_its_lines_in_the_box() -> None:
    drawn = picture([("yours", [(0.0, 0.0), (1.0, 1.0)]), ("none", [])])
    assert drawn is not None and len(drawn.curves) == 1
    assert drawn.curves[0].path == "M44 260L468 12"
    assert picture([]) is None
