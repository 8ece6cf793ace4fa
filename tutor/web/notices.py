"""What the owner of an account is told by mail once what guards it has changed, by the names that django-allauth has for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Notice:
    """What has changed, and what follows from it; the second names what allauth tells of the change in braces."""

    subject: str
    then: str

    def about(self, told: dict[str, Any]) -> dict[str, str]:
        return {"subject": self.subject, "then": self.then.format(**told)}


NOTICES = {
    "account/email/password_changed": Notice(
        "Your password for Loci was changed", "All other devices and browsers were signed out."
    ),
    "account/email/password_set": Notice("Your account on Loci has a password now", "From now on it signs in with that."),
    "account/email/password_reset": Notice(
        "Your password for Loci was set anew", "By the link of a mail to you. Whoever was signed in before was signed out."
    ),
    "account/email/email_changed": Notice(
        "Mails from Loci go to another address", "To {to_email} from now on, and to {from_email} no more."
    ),
    "account/email/email_deleted": Notice("An address was removed on Loci", "{deleted_email} belongs to your account no more."),
    "mfa/email/totp_activated": Notice(
        "Signing in to Loci takes a code now",
        "A second factor was turned on: besides the password a code of its app is asked for.",
    ),
    "mfa/email/totp_deactivated": Notice("The second factor for Loci was turned off", "The password alone signs in again."),
    "mfa/email/recovery_codes_generated": Notice(
        "There are new codes for a lost phone on Loci", "Those from before open nothing any more."
    ),
}
