"""After all attacks of a kind of box: what is there that was not there before, and how quickly the next honest code is graded."""

from __future__ import annotations

import statistics

from grading.contract import Verdict
from tests.attacks.stack import MODES, Stack, quiet, settled, started
from tests.attacks.traces import left_outside, traces

# Two honest submissions in turn, one to the worker that was attacked and one to a worker that never was.
PAIRS = 9
# Two for each connection to the broker, one of which a thread may open when it first wants it.
MOST_NEW_SOCKETS = 8
MOST_NEW_MIB = 64


def test_no_process_no_descriptor_no_file_no_memory(stack: Stack) -> None:
    settled(stack, "after all")
    now = traces(stack.worker, stack.folder)
    assert now.processes == stack.before.processes
    assert now.descriptors == stack.before.descriptors
    assert now.sockets <= stack.before.sockets + MOST_NEW_SOCKETS
    assert now.files == stack.before.files
    assert now.most_mib < stack.before.most_mib + MOST_NEW_MIB
    assert left_outside() == []
    assert stack.surroundings.knocks() == []
    assert stack.surroundings.is_untouched()


def test_honest_code_is_graded_as_quickly_as_by_a_worker_that_was_never_attacked(stack: Stack, mode: str) -> None:
    quiet(stack)
    attacked, fresh = [], []
    with started(MODES[mode]) as other:
        other.honest("first", "submit")
        for number in range(PAIRS):
            for one, times in ((stack, attacked), (other, fresh)):
                report = one.honest(f"speed {number}", "submit")
                assert report.verdict is Verdict.PASSED
                times.append(report.wall_ms)
    assert statistics.median(attacked) <= 3 * statistics.median(fresh) + 20, (attacked, fresh)
