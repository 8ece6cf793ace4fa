"""Signing in by the site's own cookie, for clients that run in a browser."""

from __future__ import annotations

from rest_framework import authentication, exceptions
from rest_framework.request import Request

from tutor.api.refusals import CsrfFailed


class Session(authentication.SessionAuthentication):
    """The session of the site. What changes something needs its CSRF token, as forms do."""

    def authenticate_header(self, request: Request) -> str:
        """Makes a request without anybody 401 rather than 403."""
        return "Session"

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as problem:
            raise CsrfFailed(f"{problem.detail} Send the token of the csrftoken cookie as X-CSRFToken.") from problem
