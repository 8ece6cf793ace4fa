"""Django looks here for the class of the connection: ENGINE is `tutor.sqlite3`."""

from __future__ import annotations

import time

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

LOOK_SECONDS = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    """A transaction that has to wait for another looks every millisecond whether its turn has come.

    SQLite itself would sleep longer after each look, up to 100 ms, and a transaction takes a few: most of the time that answers
    wait for each other nobody would write.
    """

    def _start_transaction_under_autocommit(self) -> None:
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)
        deadline = time.monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._begun(deadline):
                time.sleep(LOOK_SECONDS)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(1000 * patience)}")

    def _begun(self, deadline: float) -> bool:
        try:
            super()._start_transaction_under_autocommit()
        except OperationalError as problem:
            busy = getattr(problem.__cause__, "sqlite_errorname", "").startswith("SQLITE_BUSY")
            if not busy or time.monotonic() > deadline:
                raise
            return False
        return True
