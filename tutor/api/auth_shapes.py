"""What signing in takes and gives."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tutor.api.fields import Moment
from tutor.api.shape import Shape
from tutor.guessing import LONGEST_PROOF
from tutor.services.tokens import LEARNER, LONGEST_NAME, LONGEST_TOKEN, SCOPES

LONGEST_PASSWORD = 1000  # hashing a longer one is only work
PROOF = "What an earlier sign-in of this account gave this device: others' wrong guesses then do not keep it waiting."


def password(about: str = "") -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST_PASSWORD, trim_whitespace=False, help_text=about, write_only=True)


class _OfDevice(Shape):
    device_name = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=LONGEST_NAME, help_text="Shown in the list of devices."
    )


class Guest(_OfDevice):
    """Somebody who has no account yet."""

    zone = serializers.CharField(required=False, allow_blank=True, default="", max_length=64, help_text="IANA name; else UTC.")


class SignUp(Guest):
    """An account to be."""

    username = serializers.CharField(max_length=150, help_text="Letters, digits and @.+-_")
    password = password("8 characters or more, and not one of those that everybody tries.")
    email = serializers.EmailField(required=False, allow_blank=True, default="", max_length=254, help_text="For mails.")


class SignIn(_OfDevice):
    """An account, and the proof that it is one's own."""

    login = serializers.CharField(max_length=254, help_text="The account's name or address.")
    password = password()
    code = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=20, help_text="Of its authenticator app."
    )
    scopes = serializers.ListField(
        child=serializers.ChoiceField(SCOPES),
        required=False,
        default=[LEARNER],
        max_length=len(SCOPES),
        help_text="What the tokens may be used for: no more than the account may do.",
    )
    proof = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_PROOF, help_text=PROOF)


class Refresh(Shape):
    """The newest refresh token of a device."""

    refresh = serializers.CharField(max_length=LONGEST_TOKEN)


class Tokens(Shape):
    """Tokens of a device. They are told once; the site keeps only digests."""

    access = serializers.CharField(help_text="For the Authorization header: Bearer, a space, and this.")
    access_ends_at = Moment(source="device.access_ends_at")
    refresh = serializers.CharField(help_text="Gives the next pair, once. Keep it where secrets are kept.")
    refresh_ends_at = Moment(source="device.ends_at")
    device = serializers.UUIDField(source="device.public_id")
    scopes = serializers.SerializerMethodField()

    def get_scopes(self, tokens: Any) -> list[str]:
        return tokens.device.scopes.split()


class SignedIn(Tokens):
    """Tokens of a new device, and a proof for the next sign-in on it."""

    proof = serializers.CharField(help_text="Opens nothing. Keep it after signing out, and send it with the next sign-in.")


class ResetRequest(Shape):
    """The address of an account."""

    email = serializers.EmailField(max_length=254)


class Reset(Shape):
    """A new password, by whoever reads the account's mail."""

    key = serializers.CharField(max_length=200, help_text="Out of the link of the mail, between /key/ and the last slash.")
    password = password()


class Proof(Shape):
    """A proof for the next sign-in."""

    proof = serializers.CharField(help_text=PROOF)
