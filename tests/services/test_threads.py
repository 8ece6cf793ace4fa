"""The threads of a process of the site: one works at a time, and none waits for one that waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future

import pytest

from tests.waiting import until
from tutor.threads import PATIENCE_SECONDS, OneAtATime, step_aside

SOON = 60


@pytest.fixture
def pool() -> Iterator[OneAtATime]:
    pool = OneAtATime(4)
    yield pool
    pool.shutdown()


class Sight:
    """How many work at the same time, and which threads have."""

    def __init__(self) -> None:
        self.now, self.most, self.threads = 0, 0, set[int]()
        self._lock = threading.Lock()

    def work(self, seconds: float) -> None:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
            self.threads.add(threading.get_ident())
        time.sleep(seconds)
        with self._lock:
            self.now -= 1


def test_short_jobs_are_done_one_after_another(pool: OneAtATime) -> None:
    seen = Sight()
    # Far below the patience: a machine that pauses may make one of them seem long, and then two may be seen at once.
    for done in [pool.submit(seen.work, PATIENCE_SECONDS / 100) for _ in range(100)]:
        done.result(SOON)
    assert seen.most <= 2
    assert len(seen.threads) <= 2


def test_who_steps_aside_keeps_nobody_waiting(pool: OneAtATime) -> None:
    go_on, aside = threading.Event(), threading.Event()

    def wait() -> str:
        step_aside()
        aside.set()
        assert go_on.wait(SOON)
        return "waited"

    waiting = [pool.submit(wait) for _ in range(3)]
    assert aside.wait(SOON)
    assert pool.submit(lambda: "done").result(SOON) == "done"
    assert not any(one.done() for one in waiting)
    go_on.set()
    assert [one.result(SOON) for one in waiting] == ["waited"] * 3


def test_who_takes_long_without_saying_so_keeps_nobody_waiting_for_long(pool: OneAtATime) -> None:
    go_on = threading.Event()
    held = [pool.submit(go_on.wait, SOON) for _ in range(3)]
    assert pool.submit(lambda: "done").result(SOON) == "done"
    assert not any(one.done() for one in held)
    go_on.set()
    assert all(one.result(SOON) for one in held)


def test_all_of_many_that_come_from_everywhere_are_done(pool: OneAtATime) -> None:
    """Some short, some long, some aside: none is lost and none is done twice."""
    done: list[int] = []

    def job(number: int) -> int:
        if number % 7 == 0:
            step_aside()
        if number % 31 == 0:
            time.sleep(2 * PATIENCE_SECONDS)
        done.append(number)
        return number

    def send(first: int) -> None:
        futures[first] = [pool.submit(job, number) for number in range(first, 800, 4)]

    futures: dict[int, list[Future[int]]] = {}
    senders = [threading.Thread(target=send, args=[first]) for first in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert sorted(one.result(SOON) for some in futures.values() for one in some) == list(range(800))
    assert sorted(done) == list(range(800))


def test_a_job_that_fails_tells_who_asked_and_the_next_is_done(pool: OneAtATime) -> None:
    with pytest.raises(ZeroDivisionError):
        pool.submit(lambda: 1 // 0).result(SOON)
    assert pool.submit(lambda: "done").result(SOON) == "done"


def test_a_pool_that_is_shut_does_what_it_has_and_takes_no_more() -> None:
    pool = OneAtATime(2)
    before = {one for one in threading.enumerate() if one.name.startswith("one-at-a-time")}
    last = [pool.submit(time.sleep, 0.001) for _ in range(5)]
    pool.shutdown()
    with pytest.raises(RuntimeError):
        pool.submit(time.sleep, 0)
    assert [one.result(SOON) for one in last] == [None] * 5
    until(lambda: not any(one.is_alive() for one in before), seconds=SOON)


def test_what_waits_can_be_cancelled() -> None:
    pool, go_on = OneAtATime(1), threading.Event()
    first, second = pool.submit(go_on.wait, SOON), pool.submit(lambda: "done")
    until(first.running, seconds=SOON)
    pool.shutdown(cancel_futures=True)
    go_on.set()
    assert first.result(SOON)
    with pytest.raises(CancelledError):
        second.result(SOON)
