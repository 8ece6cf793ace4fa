"""Accounts through django-allauth: a guest who signs up keeps the very row that has learned so far; one who signs in to an
account they have brings along what they learned.
"""

from __future__ import annotations

import logging
import unicodedata
from functools import partial
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from tutor import services
from tutor.guessing import PROOF_FOR_SECONDS, allow_try, proof_for
from tutor.models import User
from tutor.web.notices import NOTICES

log = logging.getLogger(__name__)
KNOWN = "known"  # the cookie by which a browser shows that an account has signed in on it
HERE = "127.0.0.1"


class AccountAdapter(DefaultAccountAdapter):
    def new_user(self, request: HttpRequest) -> User:
        """The row that the account will be: the guest's who is signing up, or a new one."""
        guest = User.objects.filter(pk=request.user.pk, is_guest=True).first()
        if guest is None:
            account: User = super().new_user(request)
            return account
        guest.is_guest, guest.username = False, ""
        return guest

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """In the frame that all mails of the site have, which shows the subject and leads home."""
        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        given = {**context, "subject": subject, "site": settings.SITE_URL}
        told = {**(headers or {}), "Auto-Submitted": "auto-generated"}
        mail: EmailMessage = super().render_mail(template_prefix, email, given, told)
        return mail

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What was done stays done when the mail server fails, and an answer that depended on it would tell what was sent."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as problem:
            log.error("a mail was not sent: %s", problem)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Once the change is written, and to an address that is confirmed: strangers are told nothing of the account."""
        confirmed = EmailAddress.objects.filter(user=user, verified=True)
        owner = (confirmed.filter(email=email) if email else confirmed.filter(primary=True)).first()
        if owner is not None:
            zone = user.clock.zone
            told = {"user": user, "when": f"{timezone.localtime(None, zone):%-d %B %Y at %H:%M} ({zone.key})"}
            told |= NOTICES[template_prefix].about(context or {})
            send = partial(super().send_notification_mail, "account/email/changed", user, told, owner.email)
            transaction.on_commit(send)

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Names of guests are made by us; nobody may take one, nor one that only looks unlike another's."""
        cleaned: str = super().clean_username(normal(username), shallow=shallow)
        if cleaned.lower().startswith("guest-"):
            raise self.validation_error("username_blacklisted")
        return cleaned

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        if "username" in credentials:
            credentials["username"] = normal(credentials["username"])
        login = credentials.get("username") or credentials.get("email", "")
        proof = getattr(request, "device_proof", "") or request.COOKIES.get(KNOWN, "")
        tried = allow_try(login=login, proof=proof, address=self.get_client_ip(request))
        user = super().authenticate(request, **credentials)
        if user is not None:
            tried.was_right()
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        """This machine's, where none is known: the server listens on a unix socket and is told of no other. Limits then count all
        who come so together.
        """
        try:
            address: str = super().get_client_ip(request)
        except PermissionDenied:
            return HERE
        return address

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: allauth would count by account alone, and anybody could lock anybody out."""

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        safe = {"secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Lax"}
        response.set_cookie(KNOWN, proof_for(user), max_age=PROOF_FOR_SECONDS, **safe)
        return response

    def login(self, request: HttpRequest, user: Any) -> None:
        # The guest moves first: signing in ends the guest's session, and should the moving fail, it must still be there.
        if request.user.is_authenticated and request.user.is_guest:
            services.claim_guest(guest=request.user, account=user, now=timezone.now())
        super().login(request, user)


def normal(username: str) -> str:
    """One spelling for names that look the same (NFKC, as Django's own forms have it)."""
    return unicodedata.normalize("NFKC", username)
