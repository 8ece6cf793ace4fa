"""Rows that are written by SQL that Django writes once, as `prepared.py` has it for those that are read.

What is not here is left to Django: signals, which carry nothing in this project, expressions, and many rows at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Field, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery, UpdateQuery

from tutor.prepared import Placeholder, plain_of, rows_of, sent_as

Row = TypeVar("Row", bound=Model)
# A field, the type whose values are sent as they are, and the attribute of a row that has its value as it is.
Column = tuple[Field, type | None, str | None]


def insert(row: Row) -> Row:
    """Adds a new row, which gets its key."""
    [row.pk] = _add(row, None)
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def insert_once(row: Model) -> None:
    """Adds a new row, unless there is one already that it would clash with."""
    _add(row, OnConflict.IGNORE)


def put(row: Model, unique: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Adds a new row; where there is one with the same `unique` fields, that one gets its fields of these names instead."""
    _add(row, OnConflict.UPDATE, unique, names)


def change(model: type[Model], key: Any, **values: Any) -> None:
    """Gives fields of the row of this key other values."""
    sql, columns = _changing(model, tuple(values), connections[DEFAULT_DB_ALIAS].vendor)
    _send(sql, columns, [*values.values(), key])


def _add(row: Model, conflict: OnConflict | None, unique: Iterable[str] = (), names: Iterable[str] = ()) -> tuple[Any, ...]:
    sql, columns = _adding(type(row), conflict, unique, names, connections[DEFAULT_DB_ALIAS].vendor)
    values = [getattr(row, name) if name else field.pre_save(row, add=True) for field, _, name in columns]
    return next(iter(_send(sql, columns, values)), ())


def _send(sql: str, columns: Iterable[Column], values: list[Any]) -> list[tuple[Any, ...]]:
    connection = connections[DEFAULT_DB_ALIAS]
    given = [
        value if value is None or type(value) is plain else sent_as(field, value, connection)
        for (field, plain, _), value in zip(columns, values, strict=True)
    ]
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        return rows_of(connection, sql, given)


@cache
def _adding(
    model: type[Model], conflict: OnConflict | None, unique: Iterable[str], names: Iterable[str], vendor: str
) -> tuple[str, tuple[Column, ...]]:
    """The SQL, and the columns in the order of its parameters. It is the same whatever a row says."""
    told = model._meta
    fields = [field for field in told.local_concrete_fields if field is not told.auto_field]
    clash, changed = ([told.get_field(name) for name in some] for some in (unique, names))
    query = InsertQuery(model, on_conflict=conflict, unique_fields=clash, update_fields=changed)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = None if conflict else [told.pk]
    [(sql, _)] = compiler.as_sql()
    return sql, tuple((field, plain_of(field), _attribute(field)) for field in fields)


def _attribute(field: Field) -> str | None:
    return field.attname if type(field).pre_save is Field.pre_save else None


@cache
def _changing(model: type[Model], names: tuple[str, ...], vendor: str) -> tuple[str, tuple[Column, ...]]:
    fields = [model._meta.get_field(name) for name in names]
    query = model._default_manager.filter(pk=Placeholder(model._meta.pk, "key")).query.chain(UpdateQuery)
    query.add_update_values({field.name: Placeholder(field, field.name) for field in fields})
    sql, _ = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return sql, tuple((field, plain_of(field), None) for field in (*fields, model._meta.pk))
