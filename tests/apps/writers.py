"""A process of threads that write in turns: `python -m tests.apps.writers LEARNER SECONDS`. Prints of each thread how often it
has written, and for how many seconds it had to wait at most.
"""

from __future__ import annotations

import json
import sys
import threading
import time

import django
from django.db import connection, transaction

THREADS = 4


def work(learner: int, seconds: float) -> tuple[int, float]:
    """Adds one to a learner's minutes again and again, as a reader first: an update that is lost would be seen."""
    from tutor.models import User

    times, longest, end = 0, 0.0, time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.monotonic()
        with transaction.atomic():
            longest = max(longest, time.monotonic() - begun)
            row = User.objects.get(pk=learner)
            row.first_name = str(int(row.first_name) + 1)
            row.save(update_fields=["first_name"])
        times += 1
    connection.close()
    return times, longest


def main(learner: int, seconds: float) -> None:
    found: list[tuple[int, float]] = []
    threads = [threading.Thread(target=lambda: found.append(work(learner, seconds))) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(found))


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), float(sys.argv[2]))
