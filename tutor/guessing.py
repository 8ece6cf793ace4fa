"""Guessing passwords: slowed down for whoever guesses, and for nobody else.

Wrong passwords are counted in the cache, for three kinds of askers (after OWASP's "Slow Down Online Guessing Attacks with Device
Cookies"). A device on which the learner has signed in before shows a proof of it and is counted by itself: whatever others do
elsewhere, it is let in. Everybody else is counted by account and network, by network, and, against many networks at once, by
account. An account is counted whether it exists or not, by its name as it was typed.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_interface

from django.core import signing
from django.core.cache import cache

from tutor.errors import TooOften
from tutor.models import User

MINUTE, HOUR = 60, 3600
# How many wrong passwords within how many seconds.
OF_A_DEVICE = (10, 15 * MINUTE)
OF_AN_ACCOUNT_AND_NETWORK = (5, 5 * MINUTE)
OF_A_NETWORK = (50, 15 * MINUTE)
OF_AN_ACCOUNT = (100, HOUR)
PROOF_FOR_SECONDS = 365 * 24 * HOUR
LONGEST_PROOF = 300
_SALT = "tutor.guessing"


@dataclass(frozen=True, slots=True)
class Try:
    """A password that is being tried; it counts as wrong until it turns out to be right."""

    counters: tuple[str, ...]

    def was_right(self) -> None:
        for counter in self.counters:
            try:
                cache.decr(counter)
            except ValueError:  # its time has ended meanwhile
                continue


def allow_try(*, login: str, proof: str, address: str) -> Try:
    """Counts a try.

    Args:
        login: the name or address of the account, as it was typed.
        proof: what `proof_for` gave this device when somebody signed in on it, or "".
        address: where the request comes from.

    Raises:
        TooOften: there were as many wrong ones as are allowed.
    """
    device = _proven(proof, _alike(login))
    name, net = hashlib.sha256(_alike(login).encode(errors="replace")).hexdigest(), network(address)
    limits = (
        [(f"guess:device:{device}", OF_A_DEVICE)]
        if device
        else [
            (f"guess:both:{name}:{net}", OF_AN_ACCOUNT_AND_NETWORK),
            (f"guess:network:{net}", OF_A_NETWORK),
            (f"guess:account:{name}", OF_AN_ACCOUNT),
        ]
    )
    counted: list[str] = []
    for counter, (most, seconds) in limits:
        counted.append(counter)
        if count(counter, seconds) > most:
            # What is refused is no guess: it fills no other counter, so nobody fills an account's by knocking on.
            Try(tuple(counted)).was_right()
            mend = "Wait, or sign in on a device that you used before."
            raise TooOften("That was wrong too often.", mend, wait_seconds=seconds)
    return Try(tuple(counted))


def proof_for(account: User) -> str:
    """For a device to keep: that this account has signed in on it. It opens nothing, and tells the account's number."""
    return signing.dumps([account.pk, secrets.token_hex(8)], salt=_SALT)


def network(address: str) -> str:
    """Of an address; of IPv6 the /64, which is the least that a household is given."""
    parsed = ip_address(address)
    return str(ip_interface(f"{parsed}/64").network if parsed.version == 6 else parsed)


@lru_cache(maxsize=1024)
def family(address: str) -> str:
    """Of an address: IPv4 or IPv6, and all that is kept of it."""
    return f"IPv{ip_address(address).version}"


def _proven(proof: str, login: str) -> str:
    """The device's own number, if the proof is of the account that is meant. Nobody else has a proof that leads to a query."""
    if not proof or len(proof) > LONGEST_PROOF or not proof.isascii():
        return ""
    try:
        whose, device = signing.loads(proof, salt=_SALT, max_age=PROOF_FOR_SECONDS)
    except signing.BadSignature:
        return ""
    names = User.objects.filter(pk=whose).values_list("username", "email", "emailaddress__email")
    return device if any(name and _alike(name) == login for row in names for name in row) else ""


def _alike(login: str) -> str:
    return unicodedata.normalize("NFKC", login).strip().casefold()


def count(counter: str, seconds: int) -> int:
    """How often this was asked for it within so many seconds of the first time."""
    cache.add(counter, 0, seconds)
    try:
        return cache.incr(counter)
    except ValueError:  # its time has ended between the two
        cache.set(counter, 1, seconds)
        return 1
