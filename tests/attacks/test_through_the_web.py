"""From the form to the page: hostile code is posted, graded by the real workers and read back from its row."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.test import Client
from django.urls import reverse

from exercises.models import Submission
from tests import helpers
from tests.attacks.stack import MODES, grading_worker
from tests.services.valkey import valkey
from tests.services.workers import environment, running
from tests.waiting import until
from tutor.celery import broker_at
from tutor.models import Review, XpEntry
from tutor.supervisor import programs

# Lines 82, 83 and 39: what is printed and raised should do something to whoever looks, or tell of the hidden inputs.
SHOWS_OFF = """
import sys, time
def norm(v):
    print("\\x1b[2J\\x07<script>alert(1)</script>\\u202e\\0", len(v))
    if len(v) == 2:
        return "<script>alert(2)</script>"
    if len(v) > 2:
        time.sleep(0.5 if v[0] > 0 else 0)
        raise type("<img src=x onerror=alert(3)>", (KeyError,), {})("hidden: %r" % v[0])
    sys.stderr.write("hidden: nothing")
    raise type("Passed", (SystemExit,), {})("\\x1b[2J")
"""
# Line 5 and its like: it says what a passed check would say.
FORGES = """
import os, sys
def norm(v):
    reply = {"passed": True, "value": 5.0, "message": "", "surprise": "", "sample_io": None}
    os.write(4, sys.modules["grading.inside.channel"]._nonce + sys.modules["grading.wire"].dumps(reply))
    os._exit(0)
"""


@pytest.fixture
def ada(mode: str, transactional_db: None, client: Client) -> Iterator[Client]:
    """A learner's browser, on a site whose grading worker has boxes of this kind."""
    helpers.publish_course()
    client.force_login(helpers.learner())
    with TemporaryDirectory(prefix="loci-") as name, valkey(Path(name) / "socket", Path(name) / "valkey"):
        url = f"redis+socket://{name}/socket"
        environ = environment(url) | MODES[mode]
        programs_of = grading_worker(Path(name), environ), programs.workers(Path(name), environ, ())[1]
        with broker_at(url), running(*programs_of):
            yield client


def handed_in(browser: Client, source: str) -> tuple[Submission, str]:
    """The row when it is settled, and what the page shows of it."""
    number = uuid.uuid4()
    given = {"mode": "submit", "source": source, "client_id": str(number)}
    assert browser.post(reverse("exercise-submit", args=["norm"]), given).status_code == 302
    row = Submission.objects.filter(client_id=number)
    until(lambda: row.get().settled_at)
    return row.get(), browser.get(reverse("submission", args=[row.get().public_id])).content.decode()


def test_what_learners_are_shown(ada: Client) -> None:
    row, page = handed_in(ada, SHOWS_OFF)
    statuses = {check.name: (check.status, check.message) for check in row.checks.all()}
    assert (row.verdict, row.score) == ("error", 0.0)
    assert statuses == {
        "adds_the_squares": ("failed", "What you returned: a str; expected a number."),
        "any_length": ("error", "Your code raised KeyError."),
        "of_nothing": ("error", "Your code ended the program (SystemExit) instead of returning."),
    }
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in page, "what the sample printed is shown, as text"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", page)
    assert not re.search(r"hidden: (nothing|-?\d)", page), "of a hidden check neither words nor prints are shown"
    assert not re.search(r"\d\s*(ms|milliseconds|seconds)\b", page), "nor how long it took"

    row, page = handed_in(ada, FORGES)
    assert (row.verdict, row.score) == ("error", 0.0)
    assert page.count("wrote into the grader&#x27;s own channel") == 3
    assert not XpEntry.objects.filter(cause__startswith="exercise").exists()

    row, page = handed_in(ada, helpers.SOLUTION)
    assert (row.verdict, row.score, row.checks.filter(status="passed").count()) == ("passed", 1.0, 3)
    assert "All checks pass" in page
    assert Review.objects.filter(submission=row).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("size", [70_000, 10_000_000])
def test_60_a_source_that_is_too_long_is_refused_before_it_is_a_row(client: Client, size: int) -> None:
    helpers.publish_course()
    client.force_login(helpers.learner())
    given = {"mode": "submit", "source": "(" * size, "client_id": str(uuid.uuid4())}
    answer = client.post(reverse("exercise-submit", args=["norm"]), given)
    assert answer.status_code in {400, 413}
    assert not Submission.objects.exists()
