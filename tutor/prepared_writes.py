"""Rows that are written by SQL that Django writes once, as `prepared.py` has it for those that are read.

What is not here is left to Django: signals, which carry nothing in this project, expressions, moments that are noted by
themselves, and many rows at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Field, Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery, UpdateQuery

from tutor.prepared import Placeholder, Row, plain_of, row_of, rows_of, sent_as

# A field, and the type whose values are sent as they are.
Column = tuple[Field, type | None]


def insert(model: type[Row], **values: Any) -> Row:
    """Adds a new row, which gets its key. Values are by the names of its fields, for foreign keys the rows that are meant; other
    fields have their defaults.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    made, (sql, columns) = _made(model, tuple(values)), _adding(model, None, (), connection.vendor)
    row = row_of(model, [(name, values[name]) for name in made.plain])
    kept, related = row.__dict__, row._state.fields_cache
    for name, attname, key, back in made.rows:
        one = related[name] = values[name]
        kept[attname] = None if one is None else getattr(one, key)
        if back and one is not None:
            one._state.fields_cache[back] = row
    kept.update(made.same)
    for attname, default in made.anew:
        kept[attname] = default()
    [(row.pk,)] = _send(connection, sql, columns, [kept[field.attname] for field, _ in columns])
    return row


def insert_once(model: type[Model], **values: Any) -> None:
    """Adds a new row with a value of each of its columns, unless there is one already that it would clash with."""
    _add(model, OnConflict.IGNORE, (), values)


def put(model: type[Model], unique: tuple[str, ...], **values: Any) -> None:
    """Adds a new row with a value of each of its columns; where one has the same `unique` fields, that one gets the others."""
    _add(model, OnConflict.UPDATE, unique, values)


def change(row: Model, **values: Any) -> None:
    """Gives fields of a row other values, where nobody else changes it meanwhile. Only those that differ are written, and only
    their indexes with them; `row` itself stays as it was read.
    """
    other = {name: value for name, value in values.items() if getattr(row, name) != value}
    if other:
        connection = connections[DEFAULT_DB_ALIAS]
        sql, columns = _changing(type(row), tuple(other), connection.vendor)
        _send(connection, sql, columns, [*other.values(), row.pk])


def _add(model: type[Model], conflict: OnConflict, unique: tuple[str, ...], values: dict[str, Any]) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    sql, columns = _adding(model, conflict, unique, connection.vendor)
    _send(connection, sql, columns, [values[field.attname] for field, _ in columns])


def _send(connection: Any, sql: str, columns: Iterable[Column], values: list[Any]) -> list[tuple[Any, ...]]:
    given = [
        value if value is None or type(value) is plain else sent_as(field, value, connection)
        for (field, plain), value in zip(columns, values, strict=True)
    ]
    try:
        return rows_of(connection, sql, given)
    except Exception:
        with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
            raise


class _Made(NamedTuple):
    """How a row is made of values by these names: fields that are given as they are; foreign keys by name, column, the key that
    the column has, and under which name the other row knows this one, if there is only one; and the defaults of other columns,
    which are the `same` for each row or made `anew`.
    """

    plain: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str], ...]
    same: dict[str, Any]
    anew: tuple[tuple[str, Callable[[], Any]], ...]


@cache
def _made(model: type[Model], names: tuple[str, ...]) -> _Made:
    given = [model._meta.get_field(name) for name in names]
    rows = [
        (field.name, field.attname, field.target_field.attname, field.remote_field.cache_name if field.one_to_one else "")
        for field in given
        if field.is_relation
    ]
    others = [field for field in model._meta.concrete_fields if field not in given]
    anew = [field for field in others if field.has_default() and callable(field.default)]
    return _Made(
        tuple(field.name for field in given if not field.is_relation),
        tuple(rows),
        {field.attname: field.get_default() for field in others if field not in anew},
        tuple((field.attname, field.get_default) for field in anew),
    )


@cache
def _adding(
    model: type[Model], conflict: OnConflict | None, unique: tuple[str, ...], vendor: str
) -> tuple[str, tuple[Column, ...]]:
    """The SQL, and the columns in the order of its parameters. It is the same whatever a row says."""
    told = model._meta
    fields = [field for field in told.local_concrete_fields if field is not told.auto_field]
    noted = [field.name for field in fields if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)]
    if noted:
        raise TypeError(f"{noted} of {model.__name__} are noted by themselves: save the row.")
    clash = [told.get_field(name) for name in unique]
    others = [field for field in fields if field not in clash]
    query = InsertQuery(model, on_conflict=conflict, unique_fields=clash, update_fields=others)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.returning_fields = None if conflict else [told.pk]
    [(sql, _)] = compiler.as_sql()
    return sql, tuple((field, plain_of(field)) for field in fields)


@cache
def _changing(model: type[Model], names: tuple[str, ...], vendor: str) -> tuple[str, tuple[Column, ...]]:
    fields = [model._meta.get_field(name) for name in names]
    query = model._default_manager.filter(pk=Placeholder(model._meta.pk, "key")).query.chain(UpdateQuery)
    query.add_update_values({field.name: Placeholder(field, field.name) for field in fields})
    sql, _ = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return sql, tuple((field, plain_of(field)) for field in (*fields, model._meta.pk))
