"""How the processes of the site share its visitors, and the threads of each."""

from __future__ import annotations

import socket
import sys
import time
from concurrent.futures import Executor
from typing import Any

from django.db import connection
from gunicorn.workers.gthread import TConn, ThreadWorker

from tutor.threads import OneAtATime, step_aside

# A thread that computes lets another go on after this long; what comes in is taken by one that only does that.
SWITCH_SECONDS = 0.0005
# Longer than a process takes to look who is there, also while it computes, and nothing that a visitor notices.
TURN_SECONDS = 0.002
MOST_TURNS = 4


class Sharing(ThreadWorker):
    """Leaves a new visitor to a process that has fewer.

    A browser keeps its connection, and with it the process that took it. All processes wake up for a new one, and the one that
    is awake already is the quickest: it would take several that come at the same time, while the others go back to sleep. Whoever
    has nobody takes a new one at once; who has some gives the others a moment first, in which its own threads go on.
    """

    def init_process(self) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        super().init_process()

    def get_thread_pool(self) -> Executor:
        """One thread at a time, unless the database is a server: while one waits for that, others go on."""
        return OneAtATime(self.cfg.threads) if connection.vendor == "sqlite" else super().get_thread_pool()

    def handle(self, conn: TConn) -> Any:
        if not conn.initialized and not conn.data_ready and not conn.wait_for_data(0):
            step_aside()  # a visitor who says nothing yet, as browsers do in advance
        return super().handle(conn)

    def accept(self, listener: socket.socket) -> None:
        if self.cfg.workers > 1:
            time.sleep(TURN_SECONDS * min(self.nr_conns, MOST_TURNS))
        super().accept(listener)
