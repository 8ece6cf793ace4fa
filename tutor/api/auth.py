"""Who asks: the bearer tokens of clients, and what they may be used for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from tutor import services
from tutor.guessing import family
from tutor.models import Device, User
from tutor.services.tokens import LEARNER


class Bearer(authentication.BaseAuthentication):
    """An access token in the Authorization header (RFC 6750). `request.auth` is its device."""

    def authenticate(self, request: Request) -> tuple[User, Device] | None:
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        device = services.device_for(access=token.strip(), seen_by=seen_by(request), now=timezone.now())
        if device is None:
            raise exceptions.AuthenticationFailed("This access token has ended, or is none. Refresh it, or sign in again.")
        return device.learner, device

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer error="invalid_token"' if "Authorization" in request.headers else "Bearer"


class BearerScheme(OpenApiAuthenticationExtension):
    """How the specification tells of them."""

    target_class = Bearer
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class HasScope(BasePermission):
    """Whether the token may be used for this; a session may be for all that its learner may do. `scope` of a view names it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return holds(request, getattr(view, "scope", LEARNER))


def holds(request: Request, scope: str) -> bool:
    """Whether who asks has a scope. Raises PermissionDenied, which names it, where only the token lacks it."""
    if not request.user.is_authenticated or scope not in services.scopes_of(request.user):
        return False
    if isinstance(request.auth, Device) and scope not in request.auth.scopes.split():
        raise exceptions.PermissionDenied(f"This token has not the scope “{scope}”. Sign in with it.")
    return True


def seen_by(request: HttpRequest | Request) -> str:
    """The family of the client's address."""
    return family(address_of(request))


def address_of(request: HttpRequest | Request) -> str:
    told = request.META
    return _address(told.get("REMOTE_ADDR"), told.get("HTTP_X_FORWARDED_FOR"), settings.ALLAUTH_TRUSTED_PROXY_COUNT)


@lru_cache(maxsize=256)
def _address(remote: str | None, forwarded: str | None, proxies: int) -> str:
    """As allauth finds it, once for each client that asks again and again; how many `proxies` are trusted is its setting."""
    told = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    request = HttpRequest()
    request.META = {name: value for name, value in told.items() if value is not None}
    address: str = get_adapter().get_client_ip(request)
    return address
