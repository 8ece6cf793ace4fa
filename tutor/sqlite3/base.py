"""Where Django looks for the class of a connection."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError

LOOK_SECONDS = 0.0002
# By file, for the threads of this process.
_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
# Whoever holds one in the parent ends its transaction there.
os.register_at_fork(after_in_child=_turns.clear)


@lru_cache(maxsize=1024)
def _with_marks(sql: str) -> str:
    """The SQL with SQLite's own marks for parameters. Most is sent again and again, and to look through it takes its time."""
    found: str = base.FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
    return found


class Cursor(base.SQLiteCursorWrapper):
    def execute(self, query: str, params: Any = None) -> Any:
        if type(params) is list or type(params) is tuple:
            return sqlite3.Cursor.execute(self, _with_marks(query), params)
        return super().execute(query, params)

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        converted: str = _with_marks(query) if param_names is None else super().convert_query(query, param_names=param_names)
        return converted


class Wrapper(CursorWrapper):
    """Does what Django's does, in fewer steps: a request makes two dozen of them."""

    def execute(self, sql: str, params: Any = None) -> Any:
        db = self.db
        if db.execute_wrappers:
            return super().execute(sql, params)
        db.validate_no_broken_transaction()
        with db.wrap_database_errors:
            return self.cursor.execute(sql, params)

    def fetchall(self) -> list[Any]:
        with self.db.wrap_database_errors:
            found: list[Any] = self.cursor.fetchall()
            return found

    def close(self) -> None:
        self.cursor.close()


class DatabaseWrapper(base.DatabaseWrapper):
    """The threads of a process begin their transactions one after another, and the next begins as soon as the last has ended. Of
    each process one thread, the next, looks five times a millisecond whether those of others have ended.

    SQLite alone would let each thread look for itself, after pauses of up to 100 ms in which nobody writes. All of them looking
    often does not do, either: a thread of the same process looks when the writer lets it run, which is in the middle of its
    transaction, and may find it busy for ever.
    """

    _turn: threading.Lock | None = None

    def cursor(self) -> Any:
        if self.connection is None or self.queries_logged:
            return super().cursor()
        self.validate_thread_sharing()
        return Wrapper(self.connection.cursor(factory=Cursor), self)

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)
        deadline = time.monotonic() + patience
        turn = _turns[str(self.settings_dict["NAME"])]
        if not turn.acquire(timeout=patience):
            raise OperationalError("database is locked")
        self._turn = turn
        try:
            self._wait_for_others(patience, deadline)
        except BaseException:
            self._end_turn()
            raise

    def _wait_for_others(self, patience: float, deadline: float) -> None:
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            if not self._begun(super()._start_transaction_under_autocommit, deadline):
                # Past Django's cursors and errors: looking by these took a third of a processor from who is waited for.
                begin = partial(self.connection.execute, f"BEGIN {self.transaction_mode or ''}")
                while not self._begun(begin, deadline):
                    time.sleep(LOOK_SECONDS)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(1000 * patience)}")

    def _begun(self, begin: Callable[[], object], deadline: float) -> bool:
        """Whether the transaction has begun; False while another writes."""
        try:
            begin()
        except (OperationalError, sqlite3.OperationalError) as problem:
            cause = problem.__cause__ if isinstance(problem, OperationalError) else problem
            if getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY and time.monotonic() < deadline:
                return False
            with self.wrap_database_errors:
                raise
        return True

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
