"""Tokens of a device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of this device. The refresh token is good once."""

    access: str
    access_ends_at: datetime
    refresh: str
    refresh_ends_at: datetime
    device: UUID
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedIn(Tokens):
    """Tokens of a new device, and a proof for the next sign-in on it, which opens nothing by itself."""

    proof: str
