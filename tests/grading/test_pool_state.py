"""What a pool says of itself: how many zygotes live, and what became of them."""

import time
from threading import Thread

import psutil
import pytest

from grading.contract import Limits
from grading.runtimes import PYTHON, RUNTIMES, Runtime
from grading.sandbox import Role, pool
from grading.sandbox.pool import Pool, State
from grading.sandbox.zygote import Tier


@pytest.fixture
def own():
    """A pool that no other test has touched, whose zygotes are known by being new."""
    before = {one.pid for one in psutil.Process().children()}
    yield Pool()
    for one in psutil.Process().children():
        if one.pid not in before:
            one.kill()
            one.wait(30)


def open_and_close(own: Pool, tier: Tier, runtime: Runtime = PYTHON) -> None:
    with own.open(tier, Role.SUBMISSION, Limits(), runtime) as box:
        box.wait_until_locked()


@pytest.mark.parametrize("tier", list(Tier))
def test_boxes_and_deaths_are_counted(own: Pool, tier: Tier) -> None:
    assert own.state() == State(zygotes=0, opened=0, renewed=0, died=0)
    before = {one.pid for one in psutil.Process().children()}
    open_and_close(own, tier)
    open_and_close(own, tier)
    assert own.state() == State(zygotes=1, opened=2, renewed=0, died=0)
    for one in psutil.Process().children():
        if one.pid not in before:
            one.kill()
            one.wait(30)
    open_and_close(own, tier)
    state = own.state()
    assert (state.zygotes, state.opened, state.renewed) == (1, 3, 0) and state.died >= 1


@pytest.mark.parametrize("tier", list(Tier))
def test_a_renewal_is_counted(own: Pool, tier: Tier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MOST_BOXES", 1)
    open_and_close(own, tier)
    open_and_close(own, tier)
    own._keeper.shutdown(wait=True)
    assert own.state().renewed == 1


@pytest.mark.parametrize("tier", list(Tier))
def test_another_zygote_is_started_once_while_one_is_renewed(own: Pool, tier: Tier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MOST_BOXES", 1)
    open_and_close(own, tier)
    open_and_close(own, tier)  # which begins the renewal
    monkeypatch.setattr(pool, "MOST_BOXES", 100)
    wanting = [Thread(target=open_and_close, args=(own, tier, RUNTIMES["python-base"]), daemon=True) for _ in range(3)]
    for one in wanting:
        one.start()
    deadline = time.monotonic() + 60
    for one in wanting:
        one.join(max(0.0, deadline - time.monotonic()))
    assert not any(one.is_alive() for one in wanting), "each waits for the other"
    own._keeper.submit(int).result()  # all before it is done; the zygotes end with the keeper's thread, so it has to stay
    assert own.state() == State(zygotes=2, opened=5, renewed=1, died=0)
