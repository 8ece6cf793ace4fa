"""Accounts through django-allauth: a guest who signs up keeps the very row that has learned so far."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm
from allauth.account.views import LoginView, PasswordResetView, SignupView
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from tutor import services
from tutor.models import User

GUEST_PREFIX = "guest-"


class AccountAdapter(DefaultAccountAdapter):
    def new_user(self, request: HttpRequest) -> User:
        """The guest who is signing up, or somebody new."""
        guest = getattr(request, "guest", None)
        return User.objects.get(pk=guest.pk) if guest else super().new_user(request)

    def save_user(self, request: HttpRequest, user: User, form: SignupForm, commit: bool = True) -> User:
        super().save_user(request, user, form, commit=False)
        return services.adopt_guest(user=user, now=timezone.now()) if commit else user

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Names of guests are made by us; nobody may take one."""
        if username.lower().startswith(GUEST_PREFIX):
            raise ValidationError(f"Names do not begin with “{GUEST_PREFIX}”: choose another.")
        cleaned: str = super().clean_username(username, shallow=shallow)
        return cleaned


class _GuestsWelcome:
    """allauth sends signed-in people away from its entrances; a guest is signed in, and yet has every reason to come."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.is_guest:
            request.guest = request.user  # type: ignore[attr-defined]
            request.user = AnonymousUser()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class GuestLoginView(_GuestsWelcome, LoginView):
    pass


class GuestSignupView(_GuestsWelcome, SignupView):
    pass


class ResetView(PasswordResetView):
    """Says so where an installation sends no mail."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sends_mail=bool(settings.EMAIL_HOST), **kwargs)


@receiver(user_logged_in)
def _claim(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who signs in takes along what they learned as a guest."""
    guest = getattr(request, "guest", None)
    if guest is not None and guest.pk != user.pk:
        services.claim_guest(guest=guest, account=user, now=timezone.now())
