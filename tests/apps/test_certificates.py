"""Trials and certificates: what a submission is worth, who sees it, and what becomes of it."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from exercises.models import ExerciseRevision
from tests.helpers import MONDAY, later, learner, report, settle, submit
from tests.web.capstone import with_findings
from tutor import selectors, services
from tutor.errors import BadInput, NotFound
from tutor.models import Certificate, StepDone, Trial, User


@pytest.fixture
def capstone(course):
    """The course's exercise gives a certificate."""
    revision = ExerciseRevision.objects.get(digest="norm-1")
    revision.document = {**revision.document, "certificate": "has measured arrows."}
    revision.save()


def tried(user: User, now, *scores: float, failing: tuple[str, ...] = ()):
    submission = submit(user, now)
    told = with_findings(report(submission, *failing), *scores)
    assert services.settle_submission(public_id=submission.public_id, report=told, now=now)
    return submission


def test_a_pass_gives_a_certificate_with_the_weighted_mean_of_the_hidden_scores(ada, capstone):
    tried(ada, MONDAY, 0.6, 0.9)
    certificate = Certificate.objects.get(learner=ada)
    assert certificate.best.score == pytest.approx((2 * 0.6 + 0.9) / 3)
    shown = selectors.certificate_for(ada, certificate.public_id)
    assert (shown.made, shown.corpora, shown.trials, shown.shared, shown.own) == ("has measured arrows.", 2, 1, False, True)
    assert dict(shown.figures) == pytest.approx({"F1": 0.75, "precision": 1.0, "recall": 0.8})


def test_the_best_pass_stands_and_every_trial_is_kept(ada, capstone):
    first = tried(ada, MONDAY, 0.8, 0.8)
    tried(ada, later(1), 0.7, 0.7)
    assert Certificate.objects.get().best.submission == first
    best = tried(ada, later(2), 0.9, 0.9)
    tried(ada, later(3), 0.95, 0.95, failing=("any_length",))
    assert Certificate.objects.get().best.submission == best
    assert [(round(one.score, 2), one.passed) for one in Trial.objects.order_by("at")] == [
        (0.8, True), (0.7, True), (0.9, True), (0.95, False),
    ]  # fmt: skip


def test_who_does_not_pass_or_finds_nothing_has_no_certificate(ada, capstone):
    tried(ada, MONDAY, 0.5, 0.5, failing=("any_length",))
    tried(ada, later(1))
    assert Trial.objects.count() == 1
    assert not Certificate.objects.exists()


def test_an_exercise_that_declares_none_gives_none(ada):
    tried(ada, MONDAY, 0.9, 0.9)
    assert not Trial.objects.exists()


def test_a_verdict_that_comes_twice_is_one_trial(ada, capstone):
    submission = submit(ada, MONDAY)
    told = with_findings(report(submission), 0.9, 0.9)
    assert services.settle_submission(public_id=submission.public_id, report=told, now=MONDAY)
    assert not services.settle_submission(public_id=submission.public_id, report=told, now=MONDAY)
    assert Trial.objects.count() == Certificate.objects.count() == 1


def test_the_database_keeps_one_certificate_of_an_exercise_and_no_nameless_sharing(ada, capstone):
    tried(ada, MONDAY, 0.9, 0.9)
    row = Certificate.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(learner=ada, exercise=row.exercise, best=row.best, awarded_at=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=row.pk).update(shared_at=MONDAY)


def test_nobody_else_sees_it_before_it_is_shared_nor_after_it_was_taken_back(ada, capstone):
    tried(ada, MONDAY, 0.9, 0.9)
    link = Certificate.objects.get().public_id
    other = learner("bob")
    for viewer in (None, other):
        with pytest.raises(NotFound):
            selectors.certificate_for(viewer, link)
    services.share_certificate(learner=ada, public_id=link, name="  Ada  of Arrows ", now=MONDAY)
    for viewer in (None, other):
        shown = selectors.certificate_for(viewer, link)
        assert (shown.name, shown.own) == ("Ada of Arrows", False)
    again = services.revoke_certificate(learner=ada, public_id=link).public_id
    assert again != link
    for gone in (link, again):
        with pytest.raises(NotFound):
            selectors.certificate_for(None, gone)
    assert selectors.certificate_for(ada, again).name == ""


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b", "a\u202eb"])
def test_a_name_that_cannot_be_shown_is_refused(ada, capstone, name):
    tried(ada, MONDAY, 0.9, 0.9)
    with pytest.raises(BadInput) as refused:
        services.share_certificate(learner=ada, public_id=Certificate.objects.get().public_id, name=name, now=MONDAY)
    assert refused.value.field == "name"


def test_nobody_shares_or_takes_back_what_is_not_theirs(ada, capstone):
    tried(ada, MONDAY, 0.9, 0.9)
    other, link = learner("bob"), Certificate.objects.get().public_id
    for public_id in (link, uuid.uuid4()):
        with pytest.raises(NotFound):
            services.share_certificate(learner=other, public_id=public_id, name="Bob", now=MONDAY)
        with pytest.raises(NotFound):
            services.revoke_certificate(learner=other, public_id=public_id)


def test_a_guests_certificate_comes_along_into_the_account(course, capstone):
    guest = services.begin_as_guest(zone="UTC", now=MONDAY)
    tried(guest, MONDAY, 0.8, 0.8)
    account = learner("ada")
    services.claim_guest(guest=guest, account=account, now=later(1))
    assert Certificate.objects.get().learner == account == Trial.objects.get().learner


def test_of_a_guests_and_an_accounts_certificate_the_accounts_stays_with_the_best_of_both(course, capstone):
    guest, account = services.begin_as_guest(zone="UTC", now=MONDAY), learner("ada")
    better = tried(guest, MONDAY, 0.9, 0.9)
    tried(account, MONDAY, 0.8, 0.8)
    link = Certificate.objects.get(learner=account).public_id
    services.claim_guest(guest=guest, account=account, now=later(1))
    row = Certificate.objects.get()
    assert (row.public_id, row.best.submission, Trial.objects.filter(learner=account).count()) == (link, better, 2)


def test_leaving_takes_trials_and_certificate_along(ada, capstone):
    tried(ada, MONDAY, 0.9, 0.9)
    services.delete_learner(learner=ada)
    assert not Trial.objects.exists() and not Certificate.objects.exists()


def test_the_latest_findings_are_shown_page_by_page_and_by_kind(ada, capstone):
    for when, score in ((MONDAY, 0.5), (later(1), 0.9)):
        run = submit(ada, when, mode="run")
        services.settle_submission(public_id=run.public_id, report=with_findings(report(run)), now=when)
        tried(ada, when, score, score)
    found = selectors.findings_for(ada, "norm", "submission")
    assert [check.score for check in found.checks] == [0.9, 0.9]
    assert [(trial.score, trial.best) for trial in found.trials] == [(0.9, True), (0.5, False)]
    assert found.certificate == str(Certificate.objects.get().public_id)
    samples = selectors.findings_for(ada, "norm", "samples", kind="wrong", page=99)
    assert samples.mistakes.total == 15 and samples.mistakes.number == samples.mistakes.pages == 1
    assert {one.kind for one in samples.mistakes.rows} == {"wrong"}
    assert [one.note for one in samples.teaching] == [f"note {n}" for n in range(5)]
    third = selectors.findings_for(ada, "norm", "samples", kind="nonsense", page=3).mistakes
    assert (third.kind, third.total, len(third.rows)) == ("", 45, 5)
    assert selectors.findings_for(learner("bob"), "norm", "samples").checks == ()


def test_a_passing_run_finishes_the_step_that_asks_for_the_samples_alone(ada, course):
    from tests.helpers import LESSONS, revise_lesson, step

    first, *rest = LESSONS["lengths"]
    again = step("code", "hand-in", 60, exercise="norm")
    revise_lesson("lengths", [first, rest[0], rest[1] | {"goal": "samples"}, again, rest[2]])
    services.start_lesson(learner=ada, lesson_slug="lengths", now=MONDAY)
    run = submit(ada, MONDAY, mode="run")
    settle(run, MONDAY)
    assert set(StepDone.objects.values_list("step_key", flat=True)) == {"write"}
    settle(submit(ada, later(1)), later(1))
    assert set(StepDone.objects.values_list("step_key", flat=True)) == {"write", "hand-in"}
