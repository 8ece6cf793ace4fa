"""Turning a second factor on."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP


class ActivateForm(ActivateTOTPForm):
    """The code that turns it on is used with that: whoever has seen it cannot sign in by it."""

    def clean_code(self) -> str:
        code = super().clean_code()
        TOTP(Authenticator(user=self.user, data={"secret": get_adapter().encrypt(self.secret)})).validate_code(code)
        return code
