"""An exercise with a wrong check, mended, and what learners handed in graded again by real workers while the owner watches."""

import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from exercises.models import Exercise, Submission
from tests import helpers
from tests.waiting import until
from tutor import selectors
from tutor.models import GradingWorker, XpEntry

pytestmark = pytest.mark.xdist_group("workers")
TOO_STRICT = helpers.CHECKS.replace("0.0, message", "1.0, message")


def test_who_was_wronged_by_a_check_passes_after_it_was_mended(workers):
    helpers.publish_course()
    exercise = Exercise.objects.select_related("current").get()
    type(exercise.current).objects.update(checks=TOO_STRICT)
    ada, bob = helpers.learner("ada"), helpers.learner("bob")
    right, wrong = helpers.submit(ada, timezone.now()), helpers.submit(bob, timezone.now(), source=helpers.WRONG)
    until(lambda: not Submission.objects.filter(verdict="").exists(), seconds=60)
    assert set(Submission.objects.values_list("verdict", flat=True)) == {"failed"}

    mended = exercise.current
    mended.pk, mended.digest, mended.checks = None, "norm-2", helpers.CHECKS
    mended.save()
    exercise.current = mended
    exercise.save()
    until(GradingWorker.objects.exists, seconds=60)
    said = io.StringIO()
    call_command("regrade", "norm", "--yes", stdout=said)

    assert "1 of 2 verdicts changed" in said.getvalue()
    shown = selectors.submission_for(ada, right.public_id, timezone.now())
    assert shown.passed and shown.regraded.startswith("Graded again because the exercise was mended. Before:")
    assert not selectors.submission_for(bob, wrong.public_id, timezone.now()).passed
    assert XpEntry.objects.filter(cause__startswith="exercise").get().learner == ada
