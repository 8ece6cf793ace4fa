"""What is told of an account, and what changing it takes."""

from __future__ import annotations

from rest_framework import serializers

from tutor.api.auth_shapes import password
from tutor.api.fields import Moment
from tutor.api.shape import Shape


class Account(Shape):
    """Who is signed in, and by what."""

    username = serializers.CharField()
    is_guest = serializers.BooleanField(help_text="Has no account yet: signing up keeps everything.")
    email = serializers.CharField(allow_blank=True)
    email_verified = serializers.BooleanField()
    joined_at = Moment(source="date_joined")
    scopes = serializers.ListField(child=serializers.CharField(), help_text="What this token or session may be used for.")
    device = serializers.UUIDField(allow_null=True, help_text="The device that asks; null for a browser's session.")


class DeviceRow(Shape):
    """A device that is signed in."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    created_at = Moment()
    seen_on = serializers.DateField(help_text="The last day (UTC) on which it asked for anything.")
    seen_by = serializers.CharField(help_text="The family of its address then, IPv4 or IPv6. Nothing nearer is kept.")
    current = serializers.BooleanField(read_only=True, help_text="It is the one that asks.")


class PasswordChange(Shape):
    """The password, and the one that it shall be."""

    old = password()
    new = password("8 characters or more, and not one of those that everybody tries.")


class Farewell(Shape):
    """That it is meant."""

    password = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=1000, trim_whitespace=False, help_text="Guests have none."
    )
