"""Where Django looks for the class of a connection."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

LOOK_SECONDS = 0.0001
# Another writes, or reads the log anew after somebody was killed.
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY)
# By file, for the threads of this process.
_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
# Whoever holds one in the parent ends its transaction there.
os.register_at_fork(after_in_child=_turns.clear)


@lru_cache(maxsize=1024)
def _with_marks(sql: str) -> str:
    """The SQL with SQLite's own marks for parameters. Most is sent again and again, and to look through it takes its time."""
    found: str = base.FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
    return found


def _busy(problem: sqlite3.Error) -> bool:
    """What Python's own part of it raises has no code."""
    return getattr(problem, "sqlite_errorcode", None) in BUSY


def _moment(told: bytes) -> datetime:
    """A moment as it is kept, in UTC, which Django would add in a second step."""
    return datetime.fromisoformat(told.decode()).replace(tzinfo=UTC)


def _day(told: bytes) -> date:
    return date.fromisoformat(told.decode())


sqlite3.register_converter("datetime", _moment)
sqlite3.register_converter("date", _day)


class Cursor(base.SQLiteCursorWrapper):
    """Waits for who writes, and not inside SQLite, which would hold the connection while it sleeps: whichever thread happens to
    collect what is left of an old cursor of it would wait as well, and that may be the thread that writes.
    """

    owner: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        deadline = 0.0
        while True:
            try:
                if type(params) is list or type(params) is tuple:
                    return sqlite3.Cursor.execute(self, _with_marks(query), params)
                return super().execute(query, params)
            except sqlite3.OperationalError as problem:
                deadline = deadline or time.monotonic() + self.owner.patience
                if not _busy(problem) or time.monotonic() > deadline:
                    raise
            time.sleep(LOOK_SECONDS)


class DatabaseOperations(base.DatabaseOperations):
    """Says UTC, in which moments are kept, without reckoning it out for each."""

    def adapt_datetimefield_value(self, value: Any) -> Any:
        if self.connection.timezone is UTC and type(value) is datetime and value.tzinfo is UTC:
            return str(value.replace(tzinfo=None))
        return super().adapt_datetimefield_value(value)

    def convert_datetimefield_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Of what SQLite has reckoned, which it tells as a text."""
        if type(value) is str and self.connection.timezone is UTC:
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        return super().convert_datetimefield_value(value, expression, connection)


class DatabaseWrapper(base.DatabaseWrapper):
    """The threads of a process begin their transactions one after another, and the next begins as soon as the last has ended. Of
    each process one thread, the next, looks ten times a millisecond whether those of others have ended.

    SQLite alone would let each thread look for itself, after pauses of up to 100 ms in which nobody writes. All of them looking
    often does not do, either: a thread of the same process looks when the writer lets it run, which is in the middle of its
    transaction, and may find it busy for ever.
    """

    ops_class = DatabaseOperations
    _logs = False
    _turn: threading.Lock | None = None
    # Until when a transaction that is about to begin waits, both for this process and for others.
    _deadline: float | None = None

    def rows(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What a statement gives, as a cursor of Django's would, in fewer steps: a request sends two dozen of them."""
        if self.connection is None or self._logs or self.force_debug_cursor or self.execute_wrappers:
            with self.cursor() as cursor:
                cursor.execute(sql, values)
                return list(cursor.fetchall())
        if self._thread_ident != threading.get_ident():
            self.validate_thread_sharing()
        if self.needs_rollback:
            self.validate_no_broken_transaction()
        found: list[tuple[Any, ...]]
        try:
            found = self.connection.execute(_with_marks(sql), values).fetchall()
        except sqlite3.Error as problem:
            with self.wrap_database_errors:
                if not _busy(problem):
                    raise
                found = self.create_cursor().execute(sql, values).fetchall()  # which waits
        return found

    def create_cursor(self, name: Any = None) -> Any:
        cursor = self.connection.cursor(factory=Cursor)
        cursor.owner = self
        return cursor

    @property
    def patience(self) -> float:
        """For how many seconds is waited, at most."""
        if self._deadline is not None:
            return max(0.0, self._deadline - time.monotonic())
        patience: float = self.settings_dict["OPTIONS"].get("timeout", 5)
        return patience

    def get_new_connection(self, conn_params: Any) -> Any:
        self._logs = settings.DEBUG
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA busy_timeout = 0")  # `Cursor` waits instead
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        turn, patience = _turns[str(self.settings_dict["NAME"])], self.patience
        self._deadline = time.monotonic() + patience
        try:
            if not turn.acquire(timeout=patience):
                raise OperationalError("database is locked")
            self._turn = turn
            self.rows(f"BEGIN {self.transaction_mode or 'DEFERRED'}", ())
        except BaseException:
            self._end_turn()
            raise
        finally:
            self._deadline = None

    def _commit(self) -> Any:
        try:
            return super()._commit()
        finally:
            self._end_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()
