"""Warm boxes: what a zygote's children share (nothing), and what becomes of zygotes that die or grow old."""

import os
import signal
import subprocess
import time

import psutil
import pytest

from grading.contract import Limits, SandboxDown
from grading.runtimes import PYTHON
from grading.runtimes.python import BASE
from grading.sandbox import Role, bubblewrap, pool, portable
from grading.sandbox.pool import Key, Pool
from grading.sandbox.zygote import AHEAD, Tier
from tests.waiting import until

CALL = {"op": "call", "name": "f", "args": [], "kwargs": {}, "served": [], "handle": "", "keep": ""}


@pytest.fixture
def own(monkeypatch):
    """A pool that no other test has touched, whose zygotes are known by being new."""
    before = {one.pid for one in psutil.Process().children()}
    fresh = Pool()
    monkeypatch.setattr(pool, "_current", fresh)
    yield fresh
    for one in psutil.Process().children():
        if one.pid not in before:
            one.kill()
            one.wait(30)


@pytest.fixture(params=list(Tier))
def tier(request):
    return request.param


@pytest.fixture
def opened(own, tier):
    return lambda: own.open(tier, Role.SUBMISSION, Limits(), PYTHON)


def value(box, source):
    box.wait_until_locked()
    assert box.ask({"op": "load", "source": source, "entry": ["f"], "seed": 0}, seconds=30) == {"value": None}
    return box.ask(CALL, seconds=30).get("value")


def test_what_one_child_changes_no_other_sees(opened):
    with opened() as first, opened() as second:
        assert value(first, "import numpy, sys\nsys.left = numpy.left = 1\ndef f(): return numpy.left") == 1
        look = "import numpy, sys\ndef f(): return hasattr(sys, 'left') or hasattr(numpy, 'left')"
        assert value(second, look) is False
    with opened() as third:
        assert value(third, look) is False


def test_each_child_is_the_first_process_of_its_own_namespace(own):
    first, second = (own.open(Tier.A, Role.SUBMISSION, Limits(), PYTHON) for _ in range(2))
    with first, second:
        spaces = set()
        for box in (first, second):
            assert value(box, "import os\ndef f(): return [os.getpid(), os.getppid()]") == [1, 0]
        for one in psutil.Process().children(recursive=True):
            spaces.add((os.readlink(f"/proc/{one.pid}/ns/pid"), os.readlink(f"/proc/{one.pid}/ns/user")))
        assert len({process for process, _ in spaces}) >= 4


@pytest.mark.parametrize(
    "call",
    ["os.kill(1, 9)", "os.kill(os.getppid(), 9)", "os.kill(2, 9)", "os.kill(-1, 9)", "os.killpg(0, 9)", "os.pidfd_open(1)"],
)
def test_a_child_signals_neither_zygote_nor_siblings(opened, call):
    source = f"import os\ndef f():\n    try: return {call}\n    except PermissionError: return 'refused'"
    with opened() as sibling:
        with opened() as box:
            assert value(box, source) == "refused"
        assert value(sibling, "def f(): return 3") == 3


def test_random_numbers_of_two_children_differ(opened):
    source = "import os\ndef f(): return os.urandom(8).hex()"
    with opened() as first, opened() as second:
        assert value(first, source) != value(second, source)


def test_a_zygote_that_was_killed_is_replaced_and_its_boxes_are_our_fault(own, opened, tier):
    with opened() as box:
        box.wait_until_locked()
        (zygote,) = own._zygotes.values()
        process = psutil.Process(zygote._process.pid)
        (process.children()[0] if tier is Tier.A else process).kill()
        # The children end a moment after it, and until then they answer.
        with pytest.raises(SandboxDown, match="zygote"):
            while True:
                box.ask(CALL, seconds=30)
    until(lambda: not zygote.alive())
    with opened() as again:
        assert value(again, "def f(): return 3") == 3
    assert next(iter(own._zygotes.values())) is not zygote


def test_an_old_zygote_is_renewed_behind_the_work_and_ends_with_its_last_box(own, opened, tier, monkeypatch):
    monkeypatch.setattr(pool, "MOST_BOXES", 3)
    with opened() as kept:
        kept.wait_until_locked()
        (old,) = own._zygotes.values()
        deadline = time.monotonic() + 60
        while own._zygotes[Key(tier, Role.SUBMISSION, PYTHON)] is old:
            assert time.monotonic() < deadline
            with opened() as box:
                assert value(box, "def f(): return 3") == 3
        assert old.alive()
        assert value(kept, "def f(): return 4") == 4
    old._process.wait(30)


def test_a_zygote_of_a_runtime_that_nobody_uses_is_let_go_and_another_comes_when_it_is_wanted(own, tier, monkeypatch):
    def opened(runtime):
        return own.open(tier, Role.SUBMISSION, Limits(), runtime)

    with opened(PYTHON) as usual, opened(BASE) as kept:
        assert value(usual, "def f(): return 1") == value(kept, "def f(): return 1") == 1
        seldom = own._zygotes[Key(tier, Role.SUBMISSION, BASE)]
        own.retire_idle()
        assert len(own._zygotes) == 2
        monkeypatch.setattr(pool, "MOST_IDLE_SECONDS", 0)
        own.retire_idle()
        assert {key.runtime for key in own._zygotes} == {PYTHON}, "what most exercises need stays"
        assert kept.ask(CALL, seconds=30) == {"value": 1}, "who uses it may end"
    seldom._process.wait(30)
    own.retire_idle()
    assert own._retired == []
    with opened(BASE) as again:
        assert value(again, "def f(): return 2") == 2
    assert own.state().died == 0


@pytest.mark.parametrize("crash", ["the old one", "the new one"])
def test_a_crash_while_a_zygote_is_renewed_costs_nobody_a_box_for_long(own, opened, tier, crash, monkeypatch):
    """If the old one ends meanwhile, another takes its place; if the new one does not come up, the old one goes on."""
    monkeypatch.setattr(pool, "MOST_BOXES", 3)
    opened().close()
    (old,) = own._zygotes.values()
    if crash == "the old one":
        old._process.kill()
        old._process.wait(30)
    else:
        start = bubblewrap if tier is Tier.A else portable
        monkeypatch.setattr(start, "start", lambda *given, **named: subprocess.Popen(["true"], stdout=subprocess.PIPE))
    with opened() as box:
        assert value(box, "def f(): return 3") == 3
    own._keeper.submit(lambda: None).result(30)
    assert old.alive() is (crash == "the new one")
    assert own.state().renewed == 0
    monkeypatch.undo()
    with opened() as box:
        assert value(box, "def f(): return 4") == 4


def test_two_hundred_boxes_leave_no_descriptor_and_no_process(opened):
    others = {one.pid for one in psutil.Process().children()}

    def family():
        # All that came since: what a browser of other tests begins and ends meanwhile has come from one of those before.
        new = [one for one in psutil.Process().children() if one.pid not in others]
        return len(new) + sum(len(one.children(recursive=True)) for one in new)

    def settled():
        """How many they are once what is forked ahead is there: when half a second changes nothing."""
        seen = [family()]
        while len(seen) < 6 or len(set(seen[-6:])) > 1:
            time.sleep(0.1)
            seen.append(family())
        return seen[-1]

    def opened_and_closed():
        with opened() as box:
            box.wait_until_locked()

    opened_and_closed()
    before, fds = settled(), psutil.Process().num_fds()
    for _ in range(200):
        opened_and_closed()
    until(lambda: family() == before)
    # Those that are forked ahead get their fourth descriptor when they are taken.
    assert psutil.Process().num_fds() <= fds + AHEAD


def test_boxes_are_forked_and_locked_before_anybody_wants_them_with_the_limits_that_were_wanted_last(own, opened):
    for cpu_seconds in range(1, 8):
        own.open(Tier.A, Role.SUBMISSION, Limits(cpu_seconds=cpu_seconds), PYTHON).close()
    (zygote,) = own._zygotes.values()
    assert [limits.cpu_seconds for limits in zygote._ahead] == [4, 5, 6, 7]
    assert {len(boxes) for boxes in zygote._ahead.values()} == {AHEAD}


def test_a_box_that_ended_before_anybody_wanted_it_is_nobodys(own, opened, tier):
    opened().close()
    (zygote,) = own._zygotes.values()
    for box in zygote._ahead[Limits()]:
        box.wait_until_locked()
        signal.pidfd_send_signal(box._tree._child, signal.SIGKILL)
        until(lambda box=box: not box.lives())
    with opened() as box:
        assert value(box, "def f(): return 3") == 3


def suspended(zygote):
    process = psutil.Process(zygote._process.pid)
    while len(process.children()) == 1:  # bubblewrap, and root's guard
        (process,) = process.children()
    process.suspend()


@pytest.mark.parametrize("ahead", [True, False])
def test_a_zygote_that_does_nothing_any_more_is_replaced_within_seconds(own, opened, tier, ahead, monkeypatch):
    """A box that it forked before can still be used; of one that it never forks, that is our fault."""
    monkeypatch.setattr("grading.sandbox.zygote.PATIENCE_SECONDS", 1)
    monkeypatch.setattr("grading.sandbox.zygote.END_SECONDS", 1)
    monkeypatch.setattr("grading.sandbox.box.END_SECONDS", 1)
    opened().close()
    (zygote,) = own._zygotes.values()
    for box in zygote._ahead[Limits()]:
        box.wait_until_locked()
    suspended(zygote)
    if ahead:
        with opened() as box:
            assert value(box, "def f(): return 2") == 2
    else:
        with pytest.raises(SandboxDown), own.open(tier, Role.SUBMISSION, Limits(cpu_seconds=3), PYTHON) as box:
            box.wait_until_locked()
    until(lambda: not zygote.alive())
    with opened() as box:
        assert value(box, "def f(): return 3") == 3
