"""What only the API refuses."""

from __future__ import annotations

from rest_framework import exceptions

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
