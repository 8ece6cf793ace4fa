"""A second factor by django-allauth: codes of an authenticator app (TOTP, RFC 6238), and codes for when it is lost."""

from __future__ import annotations

import base64
import hashlib
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps secrets encrypted, so that a copy of the database alone makes no codes."""

    def get_totp_issuer(self) -> str:
        return "Loci"

    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _locks().decrypt(encrypted_text).decode()
        except InvalidToken:  # of another secret key: no code is right any more, and none can be foreseen
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _locks() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"loci.second-factor:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
