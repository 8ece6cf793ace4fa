"""The broker, which is the cache as well, goes away and comes back, with what it knew and without."""

from __future__ import annotations

import shutil
import signal
import time

import pytest

from tests.faults.rig import SLOW, SLOW_AND_WRONG, Rig
from tests.helpers import SOLUTION, WRONG
from tests.services.valkey import answers
from tests.services.visitor import submission_in
from tests.waiting import until

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("faults")]


@pytest.mark.parametrize(
    ("number", "keeps_its_data"), [(signal.SIGTERM, True), (signal.SIGKILL, False)], ids=["stopped", "killed, its data lost"]
)
def test_a_broker_that_goes_away_and_comes_back_loses_no_submission(rig: Rig, number: int, keeps_its_data: bool) -> None:
    expected = rig.learners_submit(SOLUTION, WRONG, SLOW, SLOW_AND_WRONG)
    before = [rig.visitor().begin() for _ in range(2)]
    known = rig.visitor()
    known.get("/accounts/login/")
    rig.kill("broker", number)

    during = [submission_in(visitor.hand_in(source)) for visitor, source in zip(before, (SOLUTION, WRONG), strict=True)]
    expected |= dict(zip(during, ("passed", "failed"), strict=True))
    assert "Waiting for its turn" in before[0].get(f"/submissions/{during[0]}/").text
    assert "it waits for the broker" in rig.said()
    assert before[0].get("/today/").status == 200
    sign_in = known.post("/accounts/login/", login="ada", password="a long secret")
    assert (sign_in.status, sign_in.retry_after) == (503, "5")
    assert "Try it again in a moment" in sign_in.text

    if not keeps_its_data:
        shutil.rmtree(rig.data_dir / "valkey")
        (rig.data_dir / "valkey").mkdir(mode=0o700)
    rig.start("broker")
    until(lambda: answers(rig.broker))
    back = time.monotonic()
    assert known.post("/accounts/login/", login="ada", password="a long secret").status == 200
    expected |= rig.learners_submit(SOLUTION, WRONG)
    rig.every_verdict_came_once(expected)
    print(f"all verdicts are there after {time.monotonic() - back:.1f} s")


def test_a_broker_that_hangs_keeps_no_page_waiting(rig: Rig) -> None:
    learner = rig.visitor().begin()
    rig.process("broker").suspend()
    try:
        handed_in = learner.hand_in(SOLUTION)
        assert "Waiting for its turn" in handed_in.text
        assert learner.get("/today/").status == 200
    finally:
        rig.process("broker").resume()
    rig.every_verdict_came_once({submission_in(handed_in): "passed"})
