"""PostgreSQL is restarted under a site at work."""

from __future__ import annotations

import time

import pytest

from tests.faults.rig import SLOW, Rig
from tests.helpers import SOLUTION, WRONG
from tests.services.postgres import postgres
from tests.waiting import until

pytestmark = pytest.mark.services


def test_a_restart_of_postgresql_loses_no_verdict_and_is_told_in_plain_words() -> None:
    with postgres() as server, Rig(database=server.address, LOCI_LOST_AFTER_SECONDS="600") as rig:
        expected = rig.learners_submit(SOLUTION, WRONG, SLOW)
        rig.settle_all()
        grader = rig.process("grading worker")
        grader.suspend()  # so that these have no verdicts yet when the database is gone, however slow the machine is
        expected |= rig.learners_submit(SOLUTION, WRONG)
        waiting = rig.visitor().begin()
        server.stop()
        grader.resume()
        for path in ("/today/", "/health/"):
            page = waiting.get(path)
            assert (page.status, page.retry_after) == (503, "5")
            assert "Try it again in a moment" in page.text and "Traceback" not in page.text
        refused = waiting.hand_in(SOLUTION)
        assert (refused.status, refused.text.count("<html")) == (503, 0)
        until(lambda: "waits 1 s for the database" in rig.said(), otherwise=rig.said)
        server.start()
        back = time.monotonic()
        until(lambda: waiting.get("/today/").status == 200, otherwise=rig.said)
        print(f"the site is back after {time.monotonic() - back:.1f} s")
        expected |= rig.learners_submit(SOLUTION)
        # Nothing is sent again in this time: what they get are the verdicts that waited.
        rig.every_verdict_came_once(expected)
        print(f"all verdicts are there after {time.monotonic() - back:.1f} s")
