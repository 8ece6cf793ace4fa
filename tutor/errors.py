"""What can be refused, as facts: a code for programs, the field at fault, what is wrong, and how to mend it.

Rooms that speak HTTP translate these; nothing here knows a status.
"""

from __future__ import annotations


class LearningError(Exception):
    """The base of what a learner's request can be refused with."""

    code = "refused"

    def __init__(self, problem: str, mend: str = "", *, field: str = "") -> None:
        super().__init__(f"{problem} {mend}".strip())
        self.problem, self.mend, self.field = problem, mend, field

    @property
    def message(self) -> str:
        return str(self)


class NotFound(LearningError):
    """No such thing, or not this learner's: the two are not told apart."""

    code = "not_found"


class BadInput(LearningError):
    """A value that cannot be used; `field` names it."""

    code = "bad_input"


class NotYet(BadInput):
    """A moment that has not come."""


class TooOld(BadInput):
    """A moment too long ago for what was done then to count."""


class UnknownRevision(NotFound):
    """No version of a question by that name: it is another site's, or was made up."""

    def __init__(self, item: str) -> None:
        super().__init__(f"There is no such version of the question “{item}”.", "Fetch it again.", field="revision")


class AlreadyDone(LearningError):
    """It was done before, by another act: on another device, most likely."""

    code = "already_done"


class TooLong(BadInput):
    """A text that is longer than is taken."""

    code = "too_long"


class SignedOut(LearningError):
    """Whatever was shown to say who asks says it no more, or never did."""

    code = "signed_out"


class WrongCredentials(LearningError):
    """Nobody is signed in by these. Whether there is such an account is not told."""

    code = "wrong_credentials"


class SecondFactorNeeded(LearningError):
    """Name and password are right, and the account asks for a code as well."""

    code = "second_factor_needed"


class StaleQuestion(LearningError):
    """The asking that was answered is not the one that is open, as after answering in another tab."""

    code = "stale_question"


class StepLocked(LearningError):
    """The step comes later, or is finished by answering rather than by going on."""

    code = "step_locked"


class TooManyInFlight(LearningError):
    """The learner has as many unsettled submissions as are allowed at once."""

    code = "too_many_in_flight"


class TooOften(LearningError):
    """More of something than one learner or one network needs; after `wait_seconds` it is allowed again."""

    code = "too_often"

    def __init__(self, problem: str, mend: str = "", *, wait_seconds: int) -> None:
        super().__init__(problem, mend)
        self.wait_seconds = wait_seconds


class SolutionLocked(LearningError):
    """Nobody may give up before they tried."""

    code = "solution_locked"
