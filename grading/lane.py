"""One line of work of the judge: a box with the checks, and for each check a fresh box with the learner's code."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from typing import Any

from grading import data, messages, replies
from grading.contract import BrokenExercise, CheckReport, Job, Limits, Verdict
from grading.logs import AUTHORS
from grading.messages import Trouble
from grading.replies import Done, Listed
from grading.reports import check_report
from grading.runtimes import PYTHON, runtime_named
from grading.sandbox import Box, Ended, Role, open_box
from grading.wire import BadValue

log, authors = logging.getLogger(__name__), logging.getLogger(AUTHORS)
# For all checks of a grading together; an author who needs more has made a mistake.
CHECKS_LIMITS = Limits(cpu_seconds=20, wall_seconds=20, memory_mib=1024, output_bytes=1 << 16)


class Lane:
    """Booting takes longer than most checks do, so the next learner's box boots while a check runs."""

    def __init__(self, job: Job) -> None:
        self._job, self._runtime = job, runtime_named(job.runtime)
        self._checks = open_box(Role.CHECKS, CHECKS_LIMITS, PYTHON)
        try:
            self._next: Box | None = open_box(Role.SUBMISSION, job.limits, self._runtime)
        except BaseException:
            self._checks.close()
            raise
        self._tried: Box | None = None
        # The last box, until the kernel has told how it ended.
        self._ending: Box | None = None
        self._report: Callable[[], None] | None = None
        self._loaded = False
        # Those of the learner's box that is asked at present; a check may have its own.
        self._limits = job.limits

    def __enter__(self) -> Lane:
        return self

    def __exit__(self, *_: object) -> None:
        for box in (self._checks, self._next, self._tried, self._ending):
            if box is not None:
                box.abandon()

    @property
    def is_ahead(self) -> bool:
        """Whether a box stands ready for the next check."""
        return self._next is not None or self._tried is not None

    def checks(self) -> list[Listed]:
        """What the author declared. Raises BrokenExercise."""
        self._checks.wait_until_locked()
        self._loaded = True
        try:
            values = data.opened(self._job.data)
        except data.BadData as problem:
            raise BrokenExercise(f"the data of the checks: {problem}") from problem
        said = self._ask_checks({"op": "load", "source": self._job.checks, "data": values}, "the checks")
        return replies.listed(said, self._job.limits)

    def trial(self, *, more: bool) -> tuple[Trouble | None, str]:
        """Loads the learner's code for the first check, and says what goes wrong with that and what it prints. No input has
        come near it then, so nothing of it needs to be hidden.
        """
        self._tried = self._take(more=more)
        return self._load(self._tried, None), messages.clean(self._tried.output())

    def run(self, check: Listed, *, more: bool, tell: Callable[[CheckReport], None]) -> None:
        """Runs a check on a fresh box. Raises BrokenExercise.

        Args:
            more: whether this line needs a box for another check.
            tell: hears of the check once it is known how its box ended: while the next one's code loads, or in `settle`.
        """
        if not self._loaded:
            self.checks()
        done: Done | None = None
        self._limits = check.limits
        tried = self._tried if check.limits == self._job.limits else None
        self._tried = None if tried else self._tried
        box = tried or self._take(more=more)
        try:
            began = time.monotonic()
            trouble = self._load(box, self.settle) if tried is None else None
            self.settle()
            if trouble is None:
                done, trouble = self._converse(check, box)
            box.end()
        except BaseException:
            box.close()
            raise
        wall_ms = round(1000 * (time.monotonic() - began))
        self._ending = box
        self._report = lambda: tell(check_report(check, done, trouble, box, wall_ms=wall_ms))
        if trouble is not None:
            self.settle()  # what is late counts at once

    def settle(self) -> None:
        """Waits for the end of the last box, and tells of its check."""
        box, report, self._ending, self._report = self._ending, self._report, None, None
        if box is not None and report is not None:
            box.close()
            report()

    def _take(self, *, more: bool) -> Box:
        """A box that has the present limits. One that was opened ahead has the exercise's, and may have to wait for its check."""
        usual = self._limits == self._job.limits
        ahead, self._next = (self._next, None) if usual else (None, self._next)
        box = ahead or open_box(Role.SUBMISSION, self._limits, self._runtime)
        try:
            box.wait_until_locked()
            if more and self._next is None:
                self._next = open_box(Role.SUBMISSION, self._job.limits, self._runtime)
        except BaseException:
            box.close()
            raise
        return box

    def _load(self, box: Box, meanwhile: Callable[[], None] | None) -> Trouble | None:
        # The learner's side gets a seed from which that of the inputs cannot be told.
        seed = int.from_bytes(hashlib.sha256(f"submission {self._job.seed}".encode()).digest()[:4])
        request = {"op": "load", "source": self._job.source, "entry": list(self._job.entry), "seed": seed}
        names = list(self._job.entry)
        _, trouble = self._ask_learner(box, request, self._limits.wall_seconds, names, [], open_talk=True, meanwhile=meanwhile)
        return trouble

    def _converse(self, check: Listed, box: Box) -> tuple[Done | None, Trouble | None]:
        """Carries calls from the checks to the learner's code, and values back, until the check is done."""
        left = self._limits.wall_seconds
        trouble: Trouble | None = None
        heard = False
        names: list[str] = []
        served: list[str] = []
        request: dict[str, Any] = {"op": "check", "name": check.name, "seed": self._job.seed}
        while True:
            began = time.monotonic()
            try:
                said = self._ask_checks(request, f"the check {check.name}")
            except BrokenExercise as problem:
                if not heard:
                    raise
                return None, self._unjudgeable(check, problem)
            if "wants" in request:
                # What the learner's code makes the checks compute is time that it takes.
                left -= time.monotonic() - began
            call = replies.call(said)
            if call is None and not ("wants" in request and replies.serves(said)):
                return self._finish(check, said, trouble)
            if trouble is not None:
                request = {"ended": True}
                continue
            if call is not None:
                names, served = [call[0]], call[1]
            began = time.monotonic()
            reply, trouble = self._ask_learner(box, said, left, names, served, open_talk=check.sample)
            left -= time.monotonic() - began
            request = reply if trouble is None else {"ended": True}
            heard = heard or trouble is None

    def _finish(self, check: Listed, said: Any, trouble: Trouble | None) -> tuple[Done, Trouble | None]:
        done = replies.done(said, check.name)
        if done.surprise and trouble is None:
            log.warning("the check %s of %s ended by %s", check.name, self._job.digest, done.surprise.partition(":")[0])
            authors.warning("%s: %s", check.name, done.surprise)
        return done, trouble

    def _unjudgeable(self, check: Listed, problem: BrokenExercise) -> Trouble:
        """The checks ended over a learner's value. That may be the author's mistake, but must not be a way to an `internal`
        verdict, which costs nothing: it counts as a value that is not right. The next check gets a new box of checks.
        """
        log.warning("the check %s of %s ended over a value that a learner returned", check.name, self._job.digest)
        authors.warning("%s", problem)
        self._checks.close()
        self._checks, self._loaded = open_box(Role.CHECKS, CHECKS_LIMITS, PYTHON), False
        return Trouble(Verdict.FAILED, f"“{check.title}” could not be decided: what you returned is too much to look at.")

    def _ask_checks(self, request: dict[str, Any], what: str) -> Any:
        try:
            return self._checks.ask(request, seconds=CHECKS_LIMITS.wall_seconds)
        except (Ended, BadValue) as problem:
            raise BrokenExercise(f"{what}: {problem}") from problem

    def _ask_learner(
        self,
        box: Box,
        request: dict[str, Any],
        seconds: float,
        names: list[str],
        served: list[str],
        *,
        open_talk: bool,
        meanwhile: Callable[[], None] | None = None,
    ) -> tuple[dict[str, Any], Trouble | None]:
        """The learner's reply if it is a value, or a wish to call a served function; else what is wrong."""
        try:
            reply = box.ask(request, seconds=seconds, meanwhile=meanwhile)
        except Ended as ended:
            return {}, messages.of_end(ended, self._limits)
        except BadValue as problem:
            raise BrokenExercise(f"what goes to the learner's code: {problem}") from problem
        if isinstance(reply, dict) and set(reply) == {"value"}:
            return reply, None
        wants = reply.get("wants") if isinstance(reply, dict) and set(reply) == {"wants", "args"} else None
        if type(wants) is str and wants in served and type(reply["args"]) is list:
            return reply, None
        error = messages.raised(reply, request.get("may_raise", ""))
        if error is not None:
            return {"raised": error}, None
        method = bool(request.get("handle"))
        return {}, messages.of_reply(reply, names, self._job.source, self._limits, open_talk=open_talk, method=method)
