"""How a learner is reached away from the site: by mail and by web push. Nothing here knows the database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Why a message did not go out, in words that the learner may read.

    `temporary`: it is known not to have arrived, and may another time. `gone`: the device will never be reached again. `silent`:
    nobody answered, so nobody else need be sent there now.
    """

    why: str
    temporary: bool = False
    gone: bool = False
    silent: bool = False
