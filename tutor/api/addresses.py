"""The e-mail addresses of an account, by django-allauth: added, confirmed by mail, chosen, removed."""

from __future__ import annotations

from allauth.account import signals
from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm
from allauth.account.internal.flows import manage_email
from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import HttpRequest
from rest_framework.exceptions import ValidationError

from tutor.api.account import allow, check_own_password, confirm_address
from tutor.errors import BadInput, NotFound
from tutor.models import User

MOST = 5


def addresses_of(account: User) -> list[EmailAddress]:
    """The one that mails go to first."""
    manage_email.sync_user_email_address(account)
    return list(EmailAddress.objects.filter(user=account).order_by("-primary", "email"))


def add(request: HttpRequest, account: User, email: str, password: str) -> None:
    """Adds an address, and mails it a link by which it is confirmed. Whether another account has it is not told."""
    _check(request, account, password)
    own = addresses_of(account)
    if any(one.email == email.lower() for one in own):
        return
    if len(own) >= MOST:
        raise BadInput(f"An account has {MOST} addresses at most.", "Remove one first.", field="email")
    form = AddEmailForm(account, {"email": email})
    if not form.is_valid():
        raise ValidationError({name: texts for name, texts in form.errors.items()})
    address = EmailAddress.objects.add_email(request, account, form.cleaned_data["email"])
    signals.email_added.send(sender=EmailAddress, request=request, user=account, email_address=address)
    confirm_address(request, account, address)


def choose(request: HttpRequest, account: User, email: str, password: str) -> None:
    """Mails go to this one from now on. Raises BadInput for one that is not confirmed, where another is."""
    _check(request, account, password)
    with transaction.atomic():
        address = _own(account, email)
        if not manage_email.can_mark_as_primary(address):
            raise BadInput("This address is not confirmed.", "Follow the link of the mail to it first.", field="email")
        if not address.primary:
            before = next((one for one in addresses_of(account) if one.primary), None)
            address.set_as_primary()
            manage_email.emit_email_changed(request, before, address)


def remove(request: HttpRequest, account: User, email: str, password: str) -> None:
    """Raises BadInput for the one that mails go to, while there is another."""
    _check(request, account, password)
    with transaction.atomic():
        address = _own(account, email)
        if not manage_email.can_delete_email(address):
            raise BadInput("Mails go to this address.", "Choose another one for them first.", field="email")
        address.remove()
        signals.email_removed.send(sender=EmailAddress, request=request, user=account, email_address=address)
        get_adapter(request).send_notification_mail("account/email/email_deleted", account, {"deleted_email": address.email})


def _own(account: User, email: str) -> EmailAddress:
    User.objects.select_for_update().get(pk=account.pk)
    found = next((one for one in addresses_of(account) if one.email == email.lower()), None)
    if found is None:
        raise NotFound("This account has no such address.", "Add it first.", field="email")
    return found


def _check(request: HttpRequest, account: User, password: str) -> None:
    if not account.has_usable_password():
        raise BadInput("A guest has no account.", "Make one first.", field="password")
    allow(request, "manage_email", user=account)
    check_own_password(request, account, password)
