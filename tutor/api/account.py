"""Accounts over the API by django-allauth: the same forms, rules, mails and limits as on the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account import app_settings, signals
from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm, SignupForm, UserTokenForm
from allauth.account.internal.flows.password_reset import reset_password
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError as Invalid
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from rest_framework.exceptions import ValidationError

from tutor import services
from tutor.errors import BadInput, SecondFactorNeeded, TooOften, WrongCredentials
from tutor.models import Device, User

MINUTE = 60


def allow(request: HttpRequest, action: str, **more: Any) -> None:
    """Raises TooOften beyond what allauth allows of an action a minute, pages and clients taken together."""
    if not ratelimit.consume(request, app="allauth.account", action=action, **more):
        raise TooOften("That was more often than anybody needs.", "Wait a minute.", wait_seconds=MINUTE)


def sign_up(request: HttpRequest, guest: User | None, given: dict[str, Any], now: datetime) -> User:
    """The guest becomes an account; without one, one is begun for it."""
    allow(request, "signup")
    form = SignupForm({"username": given["username"], "email": given["email"], "password1": given["password"]})
    if not form.is_valid():
        raise ValidationError({name.replace("password1", "password"): texts for name, texts in form.errors.items()})
    try:
        with transaction.atomic():
            request.user = guest or services.begin_as_guest(zone=given["zone"], now=now)
            account: User = form.save(request)
    except IntegrityError:  # somebody else took the name meanwhile
        raise ValidationError({"username": ["A user with that username already exists."]}) from None
    signals.user_signed_up.send(sender=User, request=request, user=account)
    confirm_address(request, account)
    return account


def confirm_address(request: HttpRequest, account: User, address: EmailAddress | None = None) -> None:
    """Sends the mail by which an address is confirmed, where mails are sent and there is one to confirm; once in 3 minutes."""
    address = address or EmailAddress.objects.filter(user=account, verified=False).order_by("-primary").first()
    if address is None or app_settings.EMAIL_VERIFICATION == app_settings.EmailVerificationMethod.NONE:
        return
    if ratelimit.consume(request, app="allauth.account", action="confirm_email", key=f"{account.pk}:{address.email}"):
        address.send_confirmation(request)


def ask_for_reset(request: HttpRequest, email: str) -> None:
    """Mails the owner of an address a link; where there is no account, that there is none."""
    allow(request, "reset_password", config={"reset_password": "20/m/ip"})
    # Beyond this nothing is sent, and nothing is told: nobody can keep the owner from asking, whose mailbox has a link by now.
    most = {"reset_mail": "5/m/key"}
    wanted = ratelimit.consume(request, app="allauth.account", action="reset_mail", config=most, key=email.lower())
    form = ResetPasswordForm({"email": email})
    if wanted and form.is_valid():
        form.save(request)


def reset(request: HttpRequest, key: str, password: str) -> User:
    """The account whose password is new. Raises BadInput for a key that is none, or was used."""
    allow(request, "reset_password_from_key")
    uid, _, token = key.partition("-")
    form = UserTokenForm({"uidb36": uid or "-", "key": token})  # allauth takes no empty one
    if not form.is_valid() or not form.reset_user.is_active:
        raise BadInput("This key was used, or is too old.", "Ask for another mail.", field="key")
    account: User = form.reset_user
    check_new_password(account, password)
    reset_password(account, password)
    signals.password_reset.send(sender=User, request=request, user=account)
    get_adapter(request).send_notification_mail("account/email/password_reset", account)
    return account


def change_password(request: HttpRequest, account: User, old: str, new: str, device: Device | None) -> None:
    """All devices and browsers are signed out but the one that asks."""
    check_own_password(request, account, old, field="old")
    check_new_password(account, new, field="new")
    with transaction.atomic():
        get_adapter(request).set_password(account, new)
        if device is not None:
            services.keep_device(device=device, learner=account)
    if device is None:
        update_session_auth_hash(request, account)
    signals.password_changed.send(sender=User, request=request, user=account)
    get_adapter(request).send_notification_mail("account/email/password_changed", account)


def check_own_password(request: HttpRequest, account: User, password: str, *, field: str = "password") -> None:
    """Raises BadInput unless it is the account's; a guest has none to give."""
    if not account.has_usable_password():
        return
    allow(request, "reauthenticate", user=account)
    if not account.check_password(password):
        raise BadInput("This is not your password.", "Type it again.", field=field)


def check_second_factor(account: User, code: str) -> None:
    """Of an account that has one: a code of its app, once, or one of those for a lost phone. allauth counts wrong ones."""
    if not is_mfa_enabled(account, [Authenticator.Type.TOTP]):
        return
    if not code:
        raise SecondFactorNeeded("This account asks for a code as well.", "Send the one that the app shows now.", field="code")
    form = AuthenticateForm({"code": code}, user=account)
    if form.is_valid():
        form.authenticator.record_usage()
    elif form.has_error("code", "too_many_login_attempts"):
        raise TooOften("That was wrong too often.", "Wait five minutes.", wait_seconds=5 * MINUTE)
    else:
        raise WrongCredentials("This code is not right, or was used.", "Send the one that the app shows now.", field="code")


def check_new_password(account: User, password: str, *, field: str = "password") -> None:
    try:
        get_adapter().clean_password(password, user=account)
    except Invalid as problem:
        raise ValidationError({field: problem.messages}) from None
