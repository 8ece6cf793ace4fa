"""No room is left: on the disk of the data, and in a box, which never has any."""

from __future__ import annotations

import json
import resource

import psutil
import pytest
import redis

from tests.faults.rig import SLOW, SLOW_AND_WRONG, Rig
from tests.helpers import SOLUTION, WRONG

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("faults")]
WRITES = """
import os
def norm(v):
    for folder in ("", "/tmp", "/dev/shm", "/var/tmp", os.path.dirname(os.__file__)):
        try:
            open(os.path.join(folder, "full"), "wb").write(bytes(1 << 20))
        except OSError:
            continue
        return 1.0
    open("/tmp/full", "wb")
"""


def test_a_verdict_waits_for_room_on_the_disk(rig: Rig) -> None:
    """No file of the settling worker may grow, which is what a full disk is to SQLite: its writes fail in the middle."""
    expected = rig.learners_submit(SOLUTION, WRONG)
    rig.settle_all()
    worker = rig.process("default worker")
    full(worker, True)
    expected |= rig.learners_submit(SLOW, SLOW_AND_WRONG)
    # Its words go to a file, too, so that it is the broker who knows of the verdicts that wait.
    rig.until(lambda: waiting_verdicts(rig.broker) == 2)
    full(worker, False)
    rig.every_verdict_came_once(expected)


def test_code_finds_no_place_to_write_and_is_told_so(rig: Rig) -> None:
    learner = rig.visitor().begin()
    submission = learner.submit(WRITES)
    rig.settle_all()
    ((verdict,),) = rig.rows(f"SELECT verdict FROM exercises_submission WHERE public_id = '{submission.hex}'")
    page = learner.get(f"/submissions/{submission}/").text
    assert verdict == "error"
    assert "Your code stopped with an error" in page and "FileNotFoundError" in page
    assert rig.rows("SELECT 1 FROM exercises_submission WHERE state IN ('queued', 'running')") == []


def full(worker: psutil.Process, is_full: bool) -> None:
    _, hard = worker.rlimit(resource.RLIMIT_FSIZE)
    worker.rlimit(resource.RLIMIT_FSIZE, (4096 if is_full else hard, hard))


def waiting_verdicts(broker: redis.Redis) -> int:
    """Those that were refused at least once and are tried again later."""
    heads = [json.loads(held)[0]["headers"] for held in broker.hvals("unacked")]
    return sum(one["task"] == "tutor.settle_submission" and one["retries"] > 0 for one in heads)
