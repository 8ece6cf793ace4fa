"""Waiting for a verdict without holding up the site: a few requests of a process may wait, others are answered at once."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from tutor.models import User
from tutor.selectors import SubmissionView, submission_for
from tutor.threads import step_aside

# Of the four threads that a process of the site has.
MOST_WAITING = 2
LONGEST_SECONDS = 25
# Seconds between looks: quick at first, patient later.
FIRST_LOOK, LAST_LOOK, GROWTH = 0.1, 1.0, 1.3
_seats = threading.BoundedSemaphore(MOST_WAITING)


@contextmanager
def seat() -> Iterator[bool]:
    """Whether this request may wait."""
    taken = _seats.acquire(blocking=False)
    try:
        yield taken
    finally:
        if taken:
            _seats.release()


def looks(learner: User, public_id: uuid.UUID, *, seconds: float, now: datetime) -> Iterator[SubmissionView]:
    """The submission each time that it has changed, at once for the first time; ends when it is settled or the time is up."""
    deadline, pause = time.monotonic() + seconds, FIRST_LOOK
    shown = submission_for(learner, public_id, now=now)
    yield shown
    while not shown.settled and (left := deadline - time.monotonic()) > 0:
        step_aside()
        time.sleep(min(pause, left))
        pause = min(LAST_LOOK, pause * GROWTH)
        fresh = submission_for(learner, public_id, now=timezone.now())
        if fresh != shown:
            shown = fresh
            yield shown
