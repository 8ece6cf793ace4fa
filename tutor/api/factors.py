"""A second factor over the API: django-allauth's, whose own views keep the secret to be in a session that clients have not."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit, delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from tutor.api.account import MINUTE, check_own_password
from tutor.errors import BadInput, NotFound, TooOften
from tutor.models import User

SETUP_SECONDS = 10 * MINUTE
SALT = "loci.second-factor.setup"
LONGEST_SETUP = 400


@dataclass(frozen=True, slots=True)
class SetUp:
    """A secret that counts from the first right code on; `setup` is to be sent with that code."""

    secret: str
    url: str
    setup: str


def begin(request: HttpRequest, account: User, password: str) -> SetUp:
    """Draws a secret for the app. Raises BadInput where a second factor is on already."""
    _check(request, account, password)
    if _of(account, Authenticator.Type.TOTP) is not None:
        raise _on_already()
    secret = generate_totp_secret()
    return SetUp(secret, get_adapter().build_totp_url(account, secret), signing.dumps([account.pk, secret], salt=SALT))


def turn_on(request: HttpRequest, account: User, setup: str, code: str) -> list[str]:
    """Asks for codes from now on, and gives the codes for a lost phone. The same again gives the same."""
    try:
        owner, secret = signing.loads(setup, salt=SALT, max_age=SETUP_SECONDS)
    except signing.BadSignature:
        owner, secret = None, ""
    if owner != account.pk:
        raise BadInput("This set-up has ended, or is none.", "Begin it again.", field="setup")
    try:
        forget_tries = check_rate_limit(account)
    except ValidationError:
        raise TooOften("That was wrong too often.", "Wait five minutes.", wait_seconds=5 * MINUTE) from None
    if not validate_totp_code(secret, code):
        raise BadInput("This code is not right.", "Send the one that the app shows now.", field="code")
    forget_tries()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=account.pk)
        found = _of(account, Authenticator.Type.TOTP)
        if found is None:
            app = TOTP.activate(account, secret)
            app.validate_code(code)  # used with this: whoever has seen it cannot sign in by it
            made = app.instance
            signals.authenticator_added.send(sender=Authenticator, request=request, user=account, authenticator=made)
            account_adapter(request).send_notification_mail("mfa/email/totp_activated", account)
        elif get_adapter().decrypt(found.data["secret"]) != secret:
            raise _on_already()
        return RecoveryCodes.activate(account).get_unused_codes()


def turn_off(request: HttpRequest, account: User, password: str) -> None:
    """The password alone signs in again; the codes for a lost phone end as well. Turning off what is off changes nothing."""
    _check(request, account, password)
    found = _of(account, Authenticator.Type.TOTP)
    if found is not None:
        delete_and_cleanup(request, found)
        account_adapter(request).send_notification_mail("mfa/email/totp_deactivated", account)


def lost_phone_codes(request: HttpRequest, account: User, password: str, *, renew: bool) -> list[str]:
    """Those that were not used; with `renew` ten new ones, and the old ones end. Raises NotFound without a second factor."""
    _check(request, account, password)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=account.pk)
        if _of(account, Authenticator.Type.TOTP) is None:
            raise NotFound("This account has no second factor.", "Turn it on first.")
        if renew:
            Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
            account_adapter(request).send_notification_mail("mfa/email/recovery_codes_generated", account)
        return RecoveryCodes.activate(account).get_unused_codes()


def state_of(account: User) -> dict[str, object]:
    """Whether it is on, and how many codes are left."""
    app, codes = _of(account, Authenticator.Type.TOTP), _of(account, Authenticator.Type.RECOVERY_CODES)
    return {
        "on": app is not None,
        "used_at": app.last_used_at if app else None,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }


def _of(account: User, kind: Authenticator.Type) -> Authenticator | None:
    return Authenticator.objects.filter(user=account, type=kind).first()


def _check(request: HttpRequest, account: User, password: str) -> None:
    if not account.has_usable_password():
        raise BadInput("A guest has no password.", "Make an account.", field="password")
    check_own_password(request, account, password)


def _on_already() -> BadInput:
    return BadInput("The second factor is on already.", "Turn it off first.")
