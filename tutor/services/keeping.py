"""Writes what a fold says: rows that are new, and of those that are there only what differs, a few hundred at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from tutor.models import User, XpEntry

BATCH = 500
# Seconds of effort, and the day and moment of the act that earned them.
Entry = tuple[int, date, datetime]


class Rows:
    """Rows as they shall be, until they are written."""

    def __init__(self) -> None:
        self._new: dict[type[Model], list[Model]] = defaultdict(list)
        self._changed: dict[type[Model], list[Model]] = defaultdict(list)
        self._names: dict[type[Model], set[str]] = defaultdict(set)

    def add(self, row: Model) -> None:
        self._new[type(row)].append(row)

    def tell(self, row: Model, **told: Any) -> None:
        """What a row that is there shall say."""
        if names := _set(row, told):
            self._changed[type(row)].append(row)
            self._names[type(row)] |= set(names)

    def write(self) -> None:
        for model, rows in self._changed.items():
            model._default_manager.bulk_update(rows, sorted(self._names[model]), batch_size=BATCH)
        for model, rows in self._new.items():
            model._default_manager.bulk_create(rows, batch_size=BATCH)


def update(row: Model, **told: Any) -> None:
    """Writes at once what differs."""
    if names := _set(row, told):
        row.save(update_fields=names)


def _set(row: Model, told: Mapping[str, Any]) -> list[str]:
    """Sets what differs; gives the names."""
    differing = [name for name, value in told.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, told[name])
    return differing


def keep_entries(learner: User, entries: Mapping[str, Entry | None]) -> None:
    """Lets the ledger of effort hold these entries by their causes; a cause that earned nothing has none."""
    causes, rows, gone = list(entries), Rows(), []
    found = {row.cause: row for row in XpEntry.objects.filter(learner=learner, cause__in=causes)}
    for cause, entry in entries.items():
        row = found.get(cause)
        if entry is None or not entry[0]:
            gone.append(cause)
        elif row is None:
            rows.add(XpEntry(learner=learner, cause=cause, effort_seconds=entry[0], day=entry[1], at=entry[2]))
        else:
            rows.tell(row, effort_seconds=entry[0], day=entry[1], at=entry[2])
    rows.write()
    gone = [cause for cause in gone if cause in found]
    if gone:
        XpEntry.objects.filter(learner=learner, cause__in=gone).delete()
