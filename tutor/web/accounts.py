"""Accounts through django-allauth: a guest who signs up keeps the very row that has learned so far; one who signs in to an
account they have brings along what they learned.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from tutor import services
from tutor.models import User


class AccountAdapter(DefaultAccountAdapter):
    def new_user(self, request: HttpRequest) -> User:
        """The row that the account will be: the guest's who is signing up, or a new one."""
        if request.user.is_authenticated and request.user.is_guest:
            guest = User.objects.get(pk=request.user.pk)
            guest.is_guest, guest.username = False, ""
            return guest
        account: User = super().new_user(request)
        return account

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Names of guests are made by us; nobody may take one."""
        cleaned: str = super().clean_username(username, shallow=shallow)
        if cleaned.lower().startswith("guest-"):
            raise self.validation_error("username_blacklisted")
        return cleaned

    def login(self, request: HttpRequest, user: Any) -> None:
        # Signing in gives the request another user, and its lazy one would then be that.
        before = request.user.pk if request.user.is_authenticated and request.user.is_guest else None
        super().login(request, user)
        if before is not None and before != user.pk:
            services.claim_guest(guest=User.objects.get(pk=before), account=user, now=timezone.now())
