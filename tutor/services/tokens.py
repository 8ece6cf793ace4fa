"""Signing clients in by tokens: a short-lived access token, and a refresh token that is replaced with every use.

A refresh token is `loci_refresh_<device>.<generation>.<secret>.<signature>`. Its digest says whether it is the newest. Its
signature says whether it ever was one, without a list of all that were: who comes with an old one has stolen it, or was stolen
from, so the whole device is signed out (RFC 9700, 4.14.2). One case is spared: the answer to a refresh may be lost on the way. As
long as nothing of the new pair was used, the token before it may be used again, and the pair that was lost is void.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import CharField, QuerySet
from django.utils.crypto import constant_time_compare

from tutor.errors import BadInput, NotFound, SignedOut
from tutor.models import Device, User
from tutor.prepared import prepared
from tutor.services.guests import claim_guest
from tutor.services.learning import lock

ACCESS_FOR = timedelta(minutes=15)
# A device that is not used for so long is signed out, as a browser is: a guest's holds the only key to what they learned.
UNUSED_FOR = timedelta(seconds=settings.SESSION_COOKIE_AGE)
MOST_DEVICES = 20
LONGEST_NAME, LONGEST_TOKEN = 60, 300
LEARNER, AUTHOR, ADMIN = SCOPES = ("learner", "author", "admin")
ACCESS, REFRESH = "loci_access_", "loci_refresh_"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client is given, once: the site keeps no copy of either token."""

    device: Device
    access: str
    refresh: str


def scopes_of(learner: User) -> frozenset[str]:
    """All that tokens of this learner can be used for: authors are staff, and admins superusers."""
    return frozenset([LEARNER, *([AUTHOR] if learner.is_staff else []), *([ADMIN] if learner.is_superuser else [])])


def sign_in_device(
    *, learner: User, name: str, seen_by: str, now: datetime, scopes: Iterable[str] = (LEARNER,), guest: User | None = None
) -> Tokens:
    """A new device of the learner. Beyond 20 of them the one that was used least recently is signed out.

    Args:
        guest: who learned there until now; what they learned becomes the learner's.
        scopes: what it may be used for. None is given that the learner has not.
        seen_by: the family of its address, IPv4 or IPv6.

    Raises:
        BadInput: a scope that there is not, or that this learner has not.
    """
    wanted = set(scopes) or {LEARNER}
    if not wanted <= scopes_of(learner):
        lacking = ", ".join(sorted(wanted - scopes_of(learner)))
        raise BadInput(f"Not among your scopes: {lacking}.", f"Of {', '.join(SCOPES)}, name those you have.", field="scopes")
    named = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:LONGEST_NAME] or "An app"
    with transaction.atomic():
        if guest is not None:
            claim_guest(guest=guest, account=learner, now=now)
        learner = lock(learner)
        kept = Device.objects.filter(learner=learner, ends_at__gt=now, password_mark=mark_of(learner))[: MOST_DEVICES - 1]
        Device.objects.filter(learner=learner).exclude(pk__in=[one.pk for one in kept]).delete()
        device = Device(learner=learner, name=named, scopes=" ".join(one for one in SCOPES if one in wanted), created_at=now)
        device.password_mark, device.seen_on, device.seen_by = mark_of(learner), now.date(), seen_by
        return _renewed(device, now)


def refresh_device(*, refresh: str, seen_by: str, now: datetime) -> Tokens:
    """The next pair of tokens for the newest refresh token of a device.

    Raises:
        SignedOut: the token is none, its device is signed out, or it was used before; then its device is signed out now.
    """
    public_id, generation = _read(refresh)
    with transaction.atomic():
        devices = Device.objects.select_for_update(of=("self",)).select_related("learner")
        device = devices.filter(public_id=public_id).first()
        if device is None or not _lives(device, now):
            raise SignedOut("This sign-in has ended.", "Sign in again.", field="refresh")
        digest = digest_of(refresh)
        if constant_time_compare(digest, device.refresh_digest) or constant_time_compare(digest, device.former_digest):
            device.former_digest = digest
            device.generation += 1
            device.seen_on, device.seen_by = now.date(), seen_by
            return _renewed(device, now)
        device.delete()
    log.warning("a refresh token came a second time; its device is signed out", extra={"generation": generation})
    raise SignedOut("This sign-in was used in two places, so it was ended.", "Sign in again.", field="refresh")


def device_for(*, access: str, seen_by: str, now: datetime) -> Device | None:
    """The device (with its learner) whose access token this is, or None. One query; another on the first use of a token in a day.

    The first use of a token proves that the client has got it, so what it replaced is worth nothing from then on.
    """
    if not _could_be(access, ACCESS):
        return None
    digest = digest_of(access)
    device = _devices.first(digest=digest)
    if device is None or device.access_ends_at <= now or not _lives(device, now):
        return None
    if device.former_digest or (device.seen_on, device.seen_by) != (now.date(), seen_by):
        # By its digest: should the client be refreshing at this moment, its newer pair is not touched.
        Device.objects.filter(pk=device.pk, access_digest=digest).update(former_digest="", seen_on=now.date(), seen_by=seen_by)
    return device


def end_device(*, learner: User, public_id: uuid.UUID) -> None:
    """Signs a device of the learner out, at once and with all its tokens.

    Raises:
        NotFound: the learner has no such device, or has it no more.
    """
    if not Device.objects.filter(learner=learner, public_id=public_id).delete()[0]:
        raise NotFound("This device is not signed in.", "Look at the list again.", field="device")


def end_devices(*, learner: User, but: Device | None = None) -> None:
    """Signs out all devices of the learner, or all but one."""
    Device.objects.filter(learner=learner).exclude(pk=but.pk if but else None).delete()


def keep_device(*, device: Device, learner: User) -> None:
    """Lets a device stay signed in over a change of the password that its learner made there; all others end by it."""
    Device.objects.filter(pk=device.pk).update(password_mark=mark_of(learner))


def forget_ended_devices(*, now: datetime) -> int:
    """Removes devices that were not used for so long that they are signed out."""
    return Device.objects.filter(ends_at__lte=now).delete()[0]


def mark_of(learner: User) -> str:
    """Changes with the password, wherever and by whomever it is changed, as Django's own sessions have it."""
    return _mark(learner.password, settings.SECRET_KEY)


@lru_cache(maxsize=1024)
def _mark(password: str, key: str) -> str:
    """Of a password's hash, under a key. Each request of a device asks for it."""
    return User(password=password).get_session_auth_hash()


def digest_of(token: str) -> str:
    """SHA-256. Tokens are 256 random bits, so there is nothing to guess that a slow hash would have to protect."""
    return hashlib.sha256(token.encode()).hexdigest()


@prepared(digest=CharField())
def _devices(digest: Any) -> QuerySet:
    return Device.objects.select_related("learner").filter(access_digest=digest)


def _lives(device: Device, now: datetime) -> bool:
    learner = device.learner
    return device.ends_at > now and learner.is_active and constant_time_compare(device.password_mark, mark_of(learner))


def _renewed(device: Device, now: datetime) -> Tokens:
    access = ACCESS + secrets.token_urlsafe(32)
    refresh = REFRESH + _signer().sign(f"{device.public_id.hex}.{device.generation}.{secrets.token_urlsafe(32)}")
    device.access_digest, device.access_ends_at = digest_of(access), now + ACCESS_FOR
    device.refresh_digest, device.ends_at = digest_of(refresh), now + UNUSED_FOR
    device.save()
    return Tokens(device, access, refresh)


def _read(refresh: str) -> tuple[uuid.UUID, int]:
    """The device and the generation of a refresh token that this site once gave. Raises SignedOut for any other text."""
    try:
        if not _could_be(refresh, REFRESH):
            raise BadSignature
        device, generation, _ = _signer().unsign(refresh.removeprefix(REFRESH)).split(".")
    except BadSignature:
        raise SignedOut("This is no refresh token of this site.", "Sign in again.", field="refresh") from None
    return uuid.UUID(device), int(generation)


def _could_be(token: str, prefix: str) -> bool:
    return token.startswith(prefix) and len(token) <= LONGEST_TOKEN and token.isascii()


def _signer() -> Signer:
    return Signer(sep=".", salt="tutor.services.tokens")
