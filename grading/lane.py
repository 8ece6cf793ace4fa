"""One line of work of the judge: for each check a fresh box with the learner's code, and its conversation with the checks."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from typing import Any

from grading import messages, replies
from grading.checkers import Checker, Checkers
from grading.contract import BrokenExercise, CheckReport, Job, Verdict
from grading.logs import AUTHORS
from grading.messages import Trouble
from grading.replies import Done, Listed
from grading.reports import check_report
from grading.runtimes import runtime_named
from grading.sandbox import Box, Ended, Role, open_box
from grading.wire import BadValue

log, authors = logging.getLogger(__name__), logging.getLogger(AUTHORS)


class Lane:
    """Booting takes longer than most checks do, so the next learner's box boots while a check runs."""

    def __init__(self, job: Job, checkers: Checkers) -> None:
        self._job, self._checkers, self._runtime = job, checkers, runtime_named(job.runtime)
        self._next: Box | None = open_box(Role.SUBMISSION, job.limits, self._runtime)
        self._tried: Box | None = None
        # What went wrong with loading the learner's code for the first check, and what it printed.
        self.trouble: Trouble | None = None
        self.printed = ""
        # The last box, until the kernel has told how it ended.
        self._ending: Box | None = None
        self._report: Callable[[], None] | None = None
        # Those of the learner's box that is asked at present; a check may have its own.
        self._limits = job.limits

    def __enter__(self) -> Lane:
        return self

    def __exit__(self, *_: object) -> None:
        for box in (self._next, self._tried, self._ending):
            if box is not None:
                box.abandon()

    @property
    def is_ahead(self) -> bool:
        """Whether a box stands ready for the next check."""
        return self._next is not None or self._tried is not None

    def trial(self) -> None:
        """Loads the learner's code for the first check, and notes what goes wrong with that and what it prints. No input has
        come near it then, so nothing of it needs to be hidden.
        """
        self._tried = self._take()
        self.trouble, self.printed = self._load(self._tried, None), messages.clean(self._tried.output())

    def run(self, check: Listed, *, more: bool, tell: Callable[[CheckReport], None]) -> None:
        """Runs a check on a fresh box. Raises BrokenExercise.

        Args:
            more: whether this line needs a box for another check.
            tell: hears of the check once it is known how its box ended: while the next one's code loads, or in `settle`.
        """
        done: Done | None = None
        self._limits = check.limits
        tried = self._tried if check.limits == self._job.limits else None
        self._tried = None if tried else self._tried
        box = tried or self._take()
        try:
            if more and self._next is None:
                self._next = open_box(Role.SUBMISSION, self._job.limits, self._runtime)
            began = time.monotonic()
            trouble = self._load(box, self.settle) if tried is None else None
            self.settle()
            if trouble is None:
                loaded = time.monotonic()
                with self._checkers.one() as checker:
                    began += time.monotonic() - loaded  # others had the checks meanwhile
                    done, trouble = self._converse(check, box, checker)
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

    def _take(self) -> Box:
        """A box that has the present limits. One that was opened ahead has the exercise's, and may have to wait for its check."""
        usual = self._limits == self._job.limits
        ahead, self._next = (self._next, None) if usual else (None, self._next)
        box = ahead or open_box(Role.SUBMISSION, self._limits, self._runtime)
        try:
            box.wait_until_locked()
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

    def _converse(self, check: Listed, box: Box, checker: Checker) -> tuple[Done | None, Trouble | None]:
        """Carries calls from the checks to the learner's code, and values back, until the check is done."""
        left = self._limits.wall_seconds
        trouble: Trouble | None = None
        heard = False
        names: list[str] = []
        served: list[str] = []
        request: dict[str, Any] = {"op": "check", "name": check.name, "seed": self._job.seed}
        frame: bytes | bytearray | None = None
        while True:
            began = time.monotonic()
            try:
                said = checker.ask(request, f"the check {check.name}", frame=frame)
            except BrokenExercise as problem:
                if not heard:
                    raise
                checker.renew()
                return None, self._unjudgeable(check, problem)
            if "wants" in request:
                # What the learner's code makes the checks compute is time that it takes.
                left -= time.monotonic() - began
            call = replies.call(said)
            if call is None and not ("wants" in request and replies.serves(said)):
                return self._finish(check, said, trouble)
            if trouble is not None:
                request, frame = {"ended": True}, None
                continue
            if call is not None:
                names, served = [call[0]], call[1]
            began = time.monotonic()
            reply, trouble = self._ask_learner(box, said, left, names, served, open_talk=check.sample, frame=checker.heard)
            left -= time.monotonic() - began
            request = reply if trouble is None else {"ended": True}
            frame = box.heard if trouble is None and "raised" not in reply else None
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
        return Trouble(Verdict.FAILED, f"“{check.title}” could not be decided: what you returned is too much to look at.")

    def _ask_learner(
        self,
        box: Box,
        request: dict[str, Any],
        seconds: float,
        names: list[str],
        served: list[str],
        *,
        open_talk: bool,
        frame: bytes | bytearray | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> tuple[dict[str, Any], Trouble | None]:
        """The learner's reply as it came, if it is a value or a wish to call a served function; the error that they raised, if
        the check wants to see one; else what is wrong.
        """
        try:
            reply = box.ask(request, seconds=seconds, frame=frame, meanwhile=meanwhile)
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
