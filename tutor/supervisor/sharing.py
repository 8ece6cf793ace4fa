"""How the processes of the site share its visitors."""

from __future__ import annotations

import socket
import time

from gunicorn.workers.gthread import ThreadWorker

# Longer than a process that has nothing to do takes to wake up, and nothing that a visitor notices.
TURN_SECONDS = 0.001
MOST_TURNS = 4


class Sharing(ThreadWorker):
    """Leaves a new visitor to a process that has fewer.

    A browser keeps its connection, and with it the process that took it. All processes wake up for a new one, and the one that
    is awake already is the quickest: it would take several that come at the same time, while the others go back to sleep. Whoever
    has nobody takes a new one at once; who has some gives the others a moment first, in which its own threads go on.
    """

    def accept(self, listener: socket.socket) -> None:
        if self.cfg.workers > 1:
            time.sleep(TURN_SECONDS * min(self.nr_conns, MOST_TURNS))
        super().accept(listener)
