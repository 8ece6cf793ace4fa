"""How often one network may do what needs no account, and one learner what is much work."""

from __future__ import annotations

import logging

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from redis.exceptions import RedisError

from tutor.errors import TooOften
from tutor.guessing import HOUR, count, network

# A school class behind one address begins within a lesson; a script begins thousands.
GUESTS_AN_HOUR = 100
TRIES_AN_HOUR = 20
IMPORTS_AN_HOUR = 20

log = logging.getLogger(__name__)


def allow_guest(request: HttpRequest) -> None:
    """Raises TooOften when the network that the request comes from has made as many guests in this hour as are allowed."""
    if _count(f"guests:{_network(request)}") > GUESTS_AN_HOUR:
        raise TooOften("Very many have begun from your network.", "Sign in, or try again in an hour.", wait_seconds=HOUR)


def allow_trying(learner_id: int) -> None:
    """Raises TooOften when a learner has had more notifications shown on trial in this hour than anybody needs."""
    if _count(f"tries:{learner_id}") > TRIES_AN_HOUR:
        raise TooOften("You have tried that very often.", "Try again in an hour.", wait_seconds=HOUR)


def allow_import(learner_id: int) -> None:
    """Raises TooOften when the learner has brought in as many files in this hour as are allowed."""
    if _count(f"imports:{learner_id}") > IMPORTS_AN_HOUR:
        raise TooOften("You have brought in many files.", "Try again in an hour.", wait_seconds=HOUR)


def _count(key: str) -> int:
    """How often this was asked for `key` within an hour of the first time. Without a cache nobody is counted."""
    try:
        return count(key, HOUR)
    except (RedisError, OSError) as problem:
        log.warning("nothing is counted for %s: %s", key, problem)
        return 0


def _network(request: HttpRequest) -> str:
    return network(get_adapter(request).get_client_ip(request))
