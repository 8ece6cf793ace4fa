"""The judge: runs checks and submission in two kinds of box and carries plain data between them. It executes neither.

The checks' box holds the hidden inputs and expectations and says what passed; each check gets a fresh box for the learner's code,
which sees only the arguments of the calls made to it. Whatever the learner's code does to itself costs that check at most.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from grading.contract import BrokenExercise, CheckReport, Job, Limits, Report, Verdict
from grading.messages import error_message, own_lines, status_of_error, status_text
from grading.sandbox import Box, Ended, Role, open_box

# A check may think this long about what came back; more is the author's mistake, not the learner's.
CHECKS_WALL_SECONDS = 20
# Boxes opened ahead of their check: booting takes longer than most checks do.
AHEAD = 2


@dataclass(slots=True)
class _Loaded:
    """A box in which the learner's code was started; `trouble` is set when that did not go well."""

    box: Box
    trouble: CheckReport | None


def judge(job: Job, *, on_check: Callable[[int, CheckReport], None] | None = None) -> Report:
    """Grades a job. `on_check(position, report)` hears of each check as it ends.

    Raises:
        SandboxDown: no box can be opened.
        BrokenExercise: the checks cannot be loaded, hang or crash.
    """
    began = time.monotonic()
    with _checks_box(job) as checks:
        listed = _load_checks(checks, job)
        wanted = [one for one in listed if one["sample"] or job.mode == "submit"]
        reports: list[CheckReport] = []
        for position, (one, loaded) in enumerate(_with_boxes(job, wanted)):
            reports.append(_run_check(job, checks, one, loaded))
            if on_check is not None:
                on_check(position, reports[-1])
    return _report(job, reports, round(1000 * (time.monotonic() - began)))


def run_program(source: str, *, limits: Limits | None = None) -> tuple[str, str]:
    """What a whole program prints, and the error that ended it (empty if none). For texts that say what code prints."""
    limits = limits or Limits()
    with open_box(Role.SUBMISSION, limits) as box:
        try:
            reply = box.ask({"op": "load", "source": source, "seed": 0}, deadline=time.monotonic() + limits.wall_seconds)
        except Ended as ended:
            return box.output(), str(ended)
        error = reply.get("error", {}) if isinstance(reply, dict) else {}
        return box.output(), f"{error.get('type')}: {error.get('message')}" if error else ""


def _checks_box(job: Job) -> Box:
    return open_box(Role.CHECKS, Limits(memory_mib=1024, output_bytes=1 << 20))


def _load_checks(checks: Box, job: Job) -> list[dict[str, Any]]:
    try:
        reply = checks.ask({"op": "load", "source": job.checks}, deadline=time.monotonic() + CHECKS_WALL_SECONDS)
    except Ended as ended:
        raise BrokenExercise(f"the checks do not load: {ended}") from ended
    if "broken" in reply:
        raise BrokenExercise(f"the checks do not load: {reply['broken']}")
    if not reply["checks"]:
        raise BrokenExercise("there are no checks")
    return list(reply["checks"])


def _with_boxes(job: Job, wanted: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], _Loaded]]:
    """Each check with a fresh box for it; a few boxes boot while earlier checks run."""
    waiting: deque[Box] = deque()
    opened = 0
    try:
        for one in wanted:
            while opened < len(wanted) and len(waiting) < AHEAD:
                waiting.append(open_box(Role.SUBMISSION, job.limits))
                opened += 1
            box = waiting.popleft()
            with box:
                yield one, _load_submission(job, one, box)
    finally:
        for box in waiting:
            box.close()


def _load_submission(job: Job, one: dict[str, Any], box: Box) -> _Loaded:
    request = {"op": "load", "source": job.source, "seed": job.seed}
    try:
        reply = box.ask(request, deadline=time.monotonic() + job.limits.wall_seconds)
    except Ended as ended:
        return _Loaded(box, _failed(one, box, ended.status, status_text(ended.status, str(ended), job.limits)))
    if not isinstance(reply, dict) or "value" not in reply:
        return _Loaded(box, _from_reply(job, one, box, reply))
    return _Loaded(box, None)


def _run_check(job: Job, checks: Box, one: dict[str, Any], loaded: _Loaded) -> CheckReport:
    """Carries calls from the checks' box to the learner's until the check is done."""
    if loaded.trouble is not None:
        return loaded.trouble
    box = loaded.box
    began = time.monotonic()
    deadline = began + job.limits.wall_seconds
    trouble: CheckReport | None = None
    request: Any = {"op": "check", "name": one["name"], "seed": job.seed}
    while True:
        try:
            said = checks.ask(request, deadline=time.monotonic() + CHECKS_WALL_SECONDS)
        except Ended as ended:
            raise BrokenExercise(f"the check {one['name']}: {ended}") from ended
        if said["op"] == "done":
            break
        request, trouble = _carry(job, one, box, said, deadline)
    box_output = "" if trouble else _output(box)
    box.close()
    if trouble is not None:
        return _measured(trouble, box, began, said["sample_io"])
    status = Verdict.PASSED if said["passed"] else Verdict.FAILED
    report = CheckReport(
        name=one["name"],
        title=one["title"],
        status=status,
        weight=one["weight"],
        sample=one["sample"],
        concept=one["concept"],
        message=said["message"],
        output=box_output if one["sample"] else "",
    )
    return _measured(report, box, began, said["sample_io"])


def _carry(
    job: Job, one: dict[str, Any], box: Box, call: dict[str, Any], deadline: float
) -> tuple[dict[str, Any], CheckReport | None]:
    """One call into the learner's box: what to tell the checks, and what went wrong, if anything did."""
    try:
        reply = box.ask(call, deadline=deadline)
    except Ended as ended:
        return {"ended": True}, _failed(one, box, ended.status, status_text(ended.status, str(ended), job.limits))
    if isinstance(reply, dict) and set(reply) == {"value"}:
        return reply, None
    return {"ended": True}, _from_reply(job, one, box, reply)


def _from_reply(job: Job, one: dict[str, Any], box: Box, reply: Any) -> CheckReport:
    """A report for a reply that is no value. The learner's side wrote it, so nothing in it is believed."""
    if isinstance(reply, dict) and isinstance(reply.get("missing"), str) and reply["missing"] in job.entry:
        return _failed(one, box, Verdict.ERROR, f"There is no function named {reply['missing']} in your code.")
    if isinstance(reply, dict) and isinstance(reply.get("bad_value"), str):
        what = reply["bad_value"][:120] if one["sample"] else "something that is no plain data"
        return _failed(one, box, Verdict.FAILED, f"Your function returned {what}. Return numbers, text, lists, dicts or arrays.")
    error = reply.get("error") if isinstance(reply, dict) else None
    if isinstance(error, dict):
        return _failed(
            one, box, status_of_error(error), error_message(error, shown=one["sample"]), own_lines(error)
        )
    return _failed(one, box, Verdict.ERROR, "Your code wrote into the grader's own channel.")


def _failed(
    one: dict[str, Any], box: Box, status: Verdict, message: str, traceback: tuple[str, ...] = ()
) -> CheckReport:
    return CheckReport(
        name=one["name"],
        title=one["title"],
        status=status,
        weight=one["weight"],
        sample=one["sample"],
        concept=one["concept"],
        message=message,
        output=_output(box) if one["sample"] else "",
        traceback=traceback,
    )


def _output(box: Box) -> str:
    return box.output()[-4000:]


def _measured(report: CheckReport, box: Box, began: float, sample_io: dict[str, str] | None) -> CheckReport:
    box.close()
    return CheckReport(
        **{name: getattr(report, name) for name in CheckReport.__slots__}
        | {
            "sample_io": sample_io if report.sample else None,
            "cpu_ms": box.usage.cpu_ms,
            "wall_ms": round(1000 * (time.monotonic() - began)),
            "peak_kib": box.usage.peak_kib,
        }
    )


def _report(job: Job, reports: list[CheckReport], wall_ms: int) -> Report:
    """The verdict of all checks together: the first thing that went worse than a wrong value names it."""
    total = sum(one.weight for one in reports)
    score = sum(one.weight for one in reports if one.passed) / total if total else 0.0
    worse = [one.status for one in reports if one.status not in {Verdict.PASSED, Verdict.FAILED}]
    passed = bool(reports) and all(one.passed for one in reports)
    verdict = Verdict.PASSED if passed else worse[0] if worse else Verdict.FAILED
    first = next((one for one in reports if one.traceback), None)
    return Report(
        job_id=job.id,
        verdict=verdict,
        score=1.0 if passed else score,
        checks=tuple(reports),
        output=next((one.output for one in reports if one.output), ""),
        traceback=first.traceback if first else (),
        cpu_ms=sum(one.cpu_ms for one in reports),
        wall_ms=wall_ms,
        peak_kib=max((one.peak_kib for one in reports), default=0),
        seed=job.seed,
    )
