"""A worker that is killed over real code: the submission is sent again, graded by its successor, and counts once."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from exercises.models import Submission
from tests import helpers
from tests.waiting import until
from tutor import services
from tutor.models import Review, XpEntry

pytestmark = pytest.mark.xdist_group("workers")
SLOW = f"import time\ntime.sleep(1.5)\n{helpers.SOLUTION}"


@pytest.fixture
def ada(workers):
    helpers.publish_course()
    return helpers.learner()


def test_what_a_killed_worker_had_in_hand_is_graded_by_the_next_one_once(ada, workers):
    grading = next(one for one in workers if one.program.name == "grading worker")
    submission = helpers.submit(ada, timezone.now(), source=SLOW)
    until(lambda: Submission.objects.get(pk=submission.pk).checks.exists())
    grading.signal_group(signal.SIGKILL)
    until(lambda: not grading.alive)
    assert not Submission.objects.get(pk=submission.pk).settled_at

    grading.start()
    assert services.sweep_unsettled(now=timezone.now() + timedelta(seconds=70)) == 1
    until(lambda: Submission.objects.get(pk=submission.pk).settled_at)
    settled = Submission.objects.get(pk=submission.pk)
    assert (settled.verdict, settled.sends, settled.checks.count()) == ("passed", 2, 3)
    assert Review.objects.filter(submission=settled).count() == 2
    assert XpEntry.objects.filter(learner=ada, cause__startswith="exercise").count() == 1
