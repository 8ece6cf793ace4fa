"""What all judges share: how a check fails, and what a sample shows of what was expected."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy

from grading.forms import cut


class Failed(Exception):
    """The check is not passed; the message is for the learner."""


class Judge:
    """Judges take any value that may come out of a learner's box: each passes in silence or raises Failed, nothing else."""

    # Of the last call, as samples show it: call, expected, got.
    sample_io: dict[str, str] | None = None

    def fail(self, message: str) -> NoReturn:
        """Ends the check as not passed."""
        raise Failed(message)

    def that(self, condition: Any, message: str) -> None:
        """Passes if `condition` is true. An array of several truths, or of none, is not.

        >>> t.that(2 + 2 == 4, "Two and two are four.")
        >>> t.that(numpy.array([1, 2]) > 0, "An array is no single truth: write (… > 0).all().")
        Traceback (most recent call last):
        grading.judging.base.Failed: An array is no single truth: write (… > 0).all().
        """
        several = isinstance(condition, numpy.ndarray) and condition.size != 1
        if several or not bool(condition):
            raise Failed(message)

    def expects(self, shown: str) -> None:
        """What a sample shows as expected. Judges say it by themselves; a check that uses `that` may want to.

        >>> t.expects("a dict with a number for each word")
        """
        if self.sample_io is not None:
            self.sample_io["expected"] = cut(shown)
