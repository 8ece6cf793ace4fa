"""What can be refused, as facts: a code for programs, the field at fault, and a sentence that says how to mend it.

Rooms that speak HTTP translate these; nothing here knows a status.
"""

from __future__ import annotations


class LearningError(Exception):
    """The base of what a learner's request can be refused with."""

    code = "refused"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field


class NotFound(LearningError):
    """No such thing, or not this learner's: the two are not told apart."""

    code = "not_found"


class BadInput(LearningError):
    """A value that cannot be used; `field` names it."""

    code = "bad_input"


class StaleQuestion(LearningError):
    """The asking that was answered is not the one that is open, as after answering in another tab."""

    code = "stale_question"


class StepLocked(LearningError):
    """The step comes later, or is finished by answering rather than by going on."""

    code = "step_locked"


class TooManyInFlight(LearningError):
    """The learner has as many unsettled submissions as are allowed at once."""

    code = "too_many_in_flight"


class SolutionLocked(LearningError):
    code = "solution_locked"
