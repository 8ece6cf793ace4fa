"""What all judges share: how a check fails, and what a sample shows of what was expected."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy

from grading.forms import brief, cut


class Failed(Exception):
    """The check is not passed; the message is for the learner."""


class Judge:
    """Judges take any value that may come out of a learner's box: each passes in silence or raises Failed, nothing else."""

    # Of the last call, as samples show it: call, expected, got. Hidden checks have none.
    sample_io: dict[str, str] | None = None
    # The call of which the check itself has said what it expects.
    _spoken_for: dict[str, str] | None = None

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
        """What a sample shows as expected of the last call, whatever judges say of parts of it afterwards.

        >>> t.expects("[0, 2], and their distances 0.0 and 1.0")
        """
        self._shows(shown)
        self._spoken_for = self.sample_io

    def _shows_value(self, expected: Any, before: str = "") -> None:
        # Texts of arrays take longer than most checks do.
        if self.sample_io is not None:
            self._shows(before + brief(expected))

    def _shows(self, expected: str) -> None:
        if self.sample_io is not None and self._spoken_for is not self.sample_io:
            self.sample_io["expected"] = cut(expected)
