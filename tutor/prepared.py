"""Queries that Django writes once: most of what a short query costs is the writing of its SQL, which is the same each time.

    @prepared(learner=KEY, day=DAY)
    def _plans(learner, day):
        return DayPlan.objects.filter(learner=learner, day=day)

    _plans(learner=learner.pk, day=day)  # a list of DayPlan

The function is called once for each kind of database, with placeholders; filters may take them, and nothing may depend on what
they stand for. Of a list that is given, for `__in`, the SQL is written once for each length. Rows come as the queryset has them:
models, tuples or values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Expression,
    Field,
    ForeignKey,
    IntegerField,
    QuerySet,
    TextField,
)
from django.db.models.sql.compiler import SQLCompiler

# What is given most often: the key of a row, such as a learner's, and a local day.
KEY, DAY = BigIntegerField(), DateField()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes among the parameters of the SQL: its name, and of a list its number there. A value of the type that is
    `plain` is sent as it is.
    """

    name: str
    number: int | None
    plain: type | None


class Placeholder(Expression):
    """Stands for a value that is given later."""

    def __init__(self, name: str, field: Field, number: int | None = None) -> None:
        super().__init__(output_field=field)
        self.place = Place(name, number, plain_of(field))

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Place]]:
        return "%s", [self.place]


def plain_of(field: Field) -> type | None:
    """The type whose values a field of this kind sends to any database as they are."""
    kind = field.target_field if isinstance(field, ForeignKey) else field
    return int if isinstance(kind, IntegerField) else str if isinstance(kind, CharField | TextField) else None


@dataclass(frozen=True, slots=True)
class _Written:
    """A query with its SQL, which is empty where nothing can be found, as in an empty list. Its parameters are values, and places
    for values. It is only read, so threads may share it.
    """

    rows: QuerySet
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, Any, Any], ...]


class _Found:
    """What Django's iterables ask of a queryset, its query and its compiler, when the rows are there already."""

    def __init__(self, written: _Written, found: list[Any]) -> None:
        rows, compiler = written.rows, written.compiler
        self.model, self.db, self._fields = rows.model, rows.db, rows._fields
        self._known_related_objects = rows._known_related_objects
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map
        self.query, self._query, self._found = self, rows.query, found

    def get_compiler(self, *_: Any, **__: Any) -> _Found:
        return self

    def execute_sql(self, *_: Any, **__: Any) -> None:
        """They are found."""

    def results_iter(self, *_: Any, **__: Any) -> Any:
        return iter(self._found)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class Prepared:
    """A query that takes its values by name."""

    def __init__(self, write: Callable[..., QuerySet], kinds: dict[str, Field]) -> None:
        self._write, self._kinds = write, kinds
        self._written: dict[tuple[Any, ...], _Written] = {}

    def __call__(self, **given: Any) -> list[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        lengths = tuple(len(value) if isinstance(value, list) else None for value in given.values())
        key = (connection.vendor, *given, *lengths)
        written = self._written.get(key) or self._written.setdefault(key, self._compiled(given))
        if not written.sql:
            return []
        if written.rows.query.select_for_update and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("Rows can be locked inside a transaction only.")
        with connection.cursor() as cursor:
            cursor.execute(written.sql, [self._value(given, one, connection) for one in written.parameters])
            found = cursor.fetchall()
        if written.converters:
            found = [_converted(row, written.converters, connection) for row in found]
        return list(written.rows._iterable_class(_Found(written, found)))

    def first(self, **given: Any) -> Any:
        """The first row, or None."""
        return next(iter(self(**given)), None)

    def any(self, **given: Any) -> bool:
        """Whether there is a row; best of a query that asks for one column of one row."""
        return bool(self(**given))

    def _compiled(self, given: dict[str, Any]) -> _Written:
        rows = self._write(**{name: self._placeholder(name, value) for name, value in given.items()})
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return _Written(rows, compiler, "", (), ())
        converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        kept = tuple((place, convert, column) for place, (several, column) in converters.items() for convert in several)
        return _Written(rows, compiler, sql, tuple(parameters), kept)

    def _placeholder(self, name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [Placeholder(name, self._kinds[name], number) for number in range(len(value))]
        return Placeholder(name, self._kinds[name])

    def _value(self, given: dict[str, Any], one: Any, connection: Any) -> Any:
        """What is sent for one of the parameters."""
        if type(one) is not Place:
            return one
        value = given[one.name] if one.number is None else given[one.name][one.number]
        return value if type(value) is one.plain else self._kinds[one.name].get_db_prep_value(value, connection)


def prepared(**kinds: Field) -> Callable[[Callable[..., QuerySet]], Prepared]:
    """Prepares the query that the function writes; `kinds` are what it is given, by name."""
    return lambda write: Prepared(write, kinds)


def counted(rows: QuerySet) -> QuerySet:
    """How many of a learner's rows there are, as the only row; no row where there are none."""
    return rows.order_by().values("learner").annotate(count=Count("pk")).values_list("count", flat=True)


def _converted(row: Any, converters: tuple[tuple[int, Any, Any], ...], connection: Any) -> tuple[Any, ...]:
    values = list(row)
    for place, convert, column in converters:
        values[place] = convert(values[place], column, connection)
    return tuple(values)
