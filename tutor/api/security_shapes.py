"""What second factors and addresses take and give."""

from __future__ import annotations

from rest_framework import serializers

from tutor.api.auth_shapes import password
from tutor.api.factors import LONGEST_SETUP
from tutor.api.fields import Moment, Whole
from tutor.api.shape import Shape


class Confirmed(Shape):
    """The password, once more."""

    password = password()


class SecondFactor(Shape):
    """Whether signing in takes a code of an app as well."""

    on = serializers.BooleanField()
    used_at = Moment(allow_null=True, help_text="When one of its codes last signed in.")
    codes_left = Whole(help_text="Of those for a lost phone.")


class SetUp(Shape):
    """What an authenticator app needs; it counts when its first code has come."""

    secret = serializers.CharField(help_text="To be typed into the app (RFC 6238).")
    otpauth_url = serializers.CharField(source="url", help_text="The same for the app to open or, as a QR code, to scan.")
    setup = serializers.CharField(help_text="To be sent with the first code, within 10 minutes.")


class FirstCode(Shape):
    """That the app has the secret."""

    setup = serializers.CharField(max_length=LONGEST_SETUP)
    code = serializers.CharField(max_length=20, help_text="That the app shows now.")


class Codes(Shape):
    """Codes for a lost phone, each good once in place of the app's."""

    codes = serializers.ListField(child=serializers.CharField())


class Address(Shape):
    """An e-mail address of the account."""

    email = serializers.EmailField()
    verified = serializers.BooleanField(help_text="It was confirmed by the link of a mail.")
    primary = serializers.BooleanField(help_text="Mails go to this one.")


class AddressAct(Confirmed):
    """An address, and the password once more."""

    email = serializers.EmailField(max_length=254)
