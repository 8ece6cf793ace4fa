"""What can go wrong, as exceptions whose text is a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class LociError(Exception):
    """Whatever kept a request from being done."""


class Unreachable(LociError):
    """Nobody answers at the server's address, or the connection broke off more often than it was tried."""


class Unreadable(LociError):
    """The answer is not one that the specification knows: hardly a Loci server."""


class NotSignedIn(LociError):
    """There are no tokens for the server."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A field at fault: its path in what was sent, what is wrong with it, and the mend."""

    field: str
    message: str
    mend: str


class Problem(LociError):
    """The server refused (RFC 9457).

    Attributes:
        status: of HTTP.
        code: for programs; docs/api.md of the server tells them all. `http` where the answer was no problem document.
        errors: the fields at fault.
        retry_after: seconds to wait before the next try; None where waiting does not help, or nobody knows.
    """

    def __init__(
        self, status: int, code: str, detail: str, errors: tuple[FieldProblem, ...] = (), retry_after: float | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.errors, self.retry_after = status, code, detail, errors, retry_after

    def __str__(self) -> str:
        """The detail, then each field that it does not tell of with its mend."""
        told = [self.detail]
        for error in self.errors:
            told += [part for part in (error.message, error.mend) if part and part not in self.detail]
        return " ".join(told)


class SignedOut(Problem):
    """The sign-in has ended: signed out elsewhere, or not used for a year."""


class WrongCredentials(Problem):
    """Name and password do not fit."""


class SecondFactorNeeded(Problem):
    """The account asks for the code of its authenticator app, too."""


class NotFound(Problem):
    """There is no such thing, or it is somebody else's."""


class Stale(Problem):
    """The question was answered meanwhile, or the step comes later: fetch again."""


class Changed(Problem):
    """Another device was quicker."""


class TooOften(Problem):
    """More than the server takes; `retry_after` says when it takes the next."""


class Away(Problem):
    """The server is restarting."""


BY_CODE: Mapping[str, type[Problem]] = {
    "signed_out": SignedOut,
    "wrong_credentials": WrongCredentials,
    "second_factor_needed": SecondFactorNeeded,
    "stale_question": Stale,
    "step_locked": Stale,
}
BY_STATUS: Mapping[int, type[Problem]] = {404: NotFound, 412: Changed, 429: TooOften, 502: Away, 503: Away, 504: Away}


def problem_of(status: int, document: object, retry_after: float | None) -> Problem:
    """The exception for an answer. `document` is its JSON, or None where it is none."""
    told = document if isinstance(document, Mapping) else {}
    code = str(told.get("code", "http"))
    detail = str(told.get("detail") or f"The server answered {status} without saying why.")
    listed = told.get("errors")
    errors = tuple(
        FieldProblem(*(str(one.get(name, "")) for name in ("field", "message", "mend")))
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, Mapping)
    )
    kind = BY_CODE.get(code) or BY_STATUS.get(status, Problem)
    return kind(status, code, detail, errors, retry_after)
