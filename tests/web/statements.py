"""What the database is sent for something, and how it would find the rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection

Statement = tuple[str, Any]
LEDGERS = (
    "exercises_attempt|exercises_checkresult|exercises_draft|exercises_hinttaken|exercises_solutionshown|exercises_submission|"
    "tutor_conceptmemory|tutor_dayplan|tutor_device|tutor_enrolment|tutor_learnerday|tutor_lessonprogress|tutor_pushdevice|"
    "tutor_reminder|tutor_review|tutor_sentreminder|tutor_stepdone|tutor_user|tutor_xpentry|django_session|account_emailaddress"
)


def statements(ask: Callable[[], object]) -> list[Statement]:
    """What the database is sent; the savepoints are those of the test's own transaction."""
    sent: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not re.match(r"(RELEASE )?SAVEPOINT", sql):
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        ask()
    return sent


def reads_of(statement: Statement) -> list[str]:
    """How the database would find the rows of each ledger in a statement. Its parameters are not written into it, as always."""
    sql, params = statement
    names = {name for pair in re.findall(rf'"({LEDGERS})"(?: ([A-Z]+\d+)\b)?', sql) for name in pair if name}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            lines = [line for *_, line in cursor.fetchall() if re.match(r"SCAN|SEARCH", line) and line.split()[1] in names]
            return [line for line in lines if not _of_another(line)]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        lines = [line for (line,) in cursor.fetchall()]
    # The line after the one that names the table says by which condition it is read.
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return [f"{line} {below}" for line, below in pairs if (found := re.search(r"Scan.* on (\w+)", line)) and found[1] in names]


def _of_another(line: str) -> bool:
    """Whether the rows are another table's: a short name such as U0 stands for several, the index of a key for one."""
    found = re.search(r"sqlite_autoindex_(\w+)_\d", line)
    return found is not None and not re.fullmatch(LEDGERS, found[1])
