"""What only the API refuses."""

from __future__ import annotations

from collections.abc import Sequence

from rest_framework import exceptions

from lessons.content.problems import Problem
from tutor.errors import LearningError


class CsrfFailed(exceptions.PermissionDenied):
    """A change by a session without its token."""

    default_code = "csrf_failed"


class PreconditionFailed(LearningError):
    """The thing is not any more as whoever changes it has seen it."""

    code = "precondition_failed"


class BadCursor(LearningError):
    """A cursor that was made up, or cut off."""

    code = "bad_cursor"


class Unsound(LearningError):
    """The catalogue cannot be published: `errors` are what is wrong with it, each with its file and line."""

    code = "unsound"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems keep the catalogue from being published.", "Mend the files first.")
        self.errors = [{"field": f"{one.file}:{one.line}", "message": one.what, "mend": one.mend} for one in problems]
