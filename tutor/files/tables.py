"""An export as tables for a spreadsheet: a zip with one CSV file (RFC 4180, UTF-8) for each part."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any

from tutor.models import User
from tutor.selectors.export import ACCOUNT, PARTS, columns_of, rows_of

IN_MEMORY = 4 << 20  # bytes; a larger file is written to disk, and removed when it was sent


def tables(learner: User) -> IO[bytes]:
    """The zip, to be read from its start. Rows are written as they come from the database, so years of them need no memory."""
    written = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115, who sends it closes it
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        _write(package, "learner", list(ACCOUNT), [{name: getattr(learner, name) for name in ACCOUNT}])
        for part in PARTS:
            _write(package, part, columns_of(part), rows_of(learner, part))
    written.seek(0)
    return written


def _write(package: zipfile.ZipFile, name: str, columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
    with package.open(f"{name}.csv", "w") as file, io.TextIOWrapper(file, "utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows(_cells(row.values()) for row in rows)


def _cells(values: Iterable[Any]) -> Iterator[Any]:
    """Documents become JSON, moments ISO 8601, and nothing an empty cell."""
    for value in values:
        if isinstance(value, (dict, list)):
            yield json.dumps(value, ensure_ascii=False)
        else:
            yield value.isoformat() if isinstance(value, (date, datetime)) else value
