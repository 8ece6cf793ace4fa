"""Queries that Django writes once: most of what a short query costs is the writing of its SQL, which is the same each time.

    @prepared(learner=KEY, day=DAY)
    def _plans(learner, day):
        return DayPlan.objects.filter(learner=learner, day=day)

    _plans(learner=learner.pk, day=day)  # a list of DayPlan

The function is called once for each kind of database, with placeholders; filters may take them, and nothing may depend on what
they stand for. Of a list that is given, for `__in`, the SQL is written once for each length. Rows come as the queryset has them:
models, tuples or single values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Expression,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    QuerySet,
    TextField,
    UUIDField,
)
from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

# What is given most often: the key of a row, such as a learner's, and a local day.
KEY, DAY = BigIntegerField(), DateField()
PLAIN: dict[tuple[type[Field], ...], type] = {
    (IntegerField,): int,
    (CharField, TextField): str,
    (FloatField,): float,
    (BooleanField,): bool,
}

# What a field's values are in the end. Some come so from the database: there is nothing to convert then.
FINAL = {DateField: date, DateTimeField: datetime, BooleanField: bool, JSONField: dict}

# Under which a value goes into the SQL: its name, of a list its name and its number there, and of one that the query has itself a
# number.
Place = int | str | tuple[str, int]
Reader = Callable[[list[Any]], list[Any]]
Row = TypeVar("Row", bound=Model)


class Placeholder(Expression):
    """Stands for a value that is given later."""

    def __init__(self, field: Field, place: Place) -> None:
        super().__init__(output_field=field)
        self.place = place

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Placeholder]]:
        return "%s", [self]


def plain_of(field: Field) -> type | None:
    """The type whose values a field of this kind sends to any database as they are."""
    kind = field.target_field if isinstance(field, ForeignKey) else field
    return next((plain for kinds, plain in PLAIN.items() if isinstance(kind, kinds)), None)


def sent_as(field: Field, value: Any, connection: Any) -> Any:
    """A value as the database takes it. Days, moments, ids and documents are most; what Django looks for in texts and numbers is
    not in them.
    """
    kind, of = type(value), type(field)
    if kind is date and of is DateField:
        return connection.ops.adapt_datefield_value(value)
    if kind is datetime and value.tzinfo is not None and of is DateTimeField:
        return connection.ops.adapt_datetimefield_value(value)
    if kind is UUID and of is UUIDField:
        return value if connection.features.has_native_uuid_field else value.hex
    if kind is dict and of is JSONField:
        return connection.ops.adapt_json_value(value, field.encoder)
    return value if value is None else field.get_db_prep_save(value, connection)


def rows_of(connection: Any, sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """What a statement gives, empty if it gives nothing."""
    if quick := getattr(connection, "rows", None):
        return quick(sql, values)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


@dataclass(frozen=True, slots=True)
class _Written:
    """A query with its SQL, which is empty where nothing can be found, as in an empty list. It is only read, so threads may share
    it.

    Attributes:
        places: of the parameters of the SQL, in their order; `own` are the values that the query has itself.
        kinds: the field of each value that is given, and the type whose values are sent as they are.
        read: makes what the queryset would give of rows.
    """

    sql: str
    places: tuple[Place, ...]
    own: dict[Any, Any]
    kinds: dict[str, tuple[Field, type | None]]
    locks: bool
    read: Reader

    def parameters(self, given: dict[str, Any], connection: Any) -> list[Any]:
        values = self.own.copy()
        for name, value in given.items():
            field, plain = self.kinds[name]
            if type(value) is plain:
                values[name] = value
            elif type(value) is list:
                for number, one in enumerate(value):
                    values[name, number] = one if type(one) is plain else sent_as(field, one, connection)
            else:
                values[name] = sent_as(field, value, connection)
        return [values[place] for place in self.places]


class Prepared:
    """A query that takes its values by name."""

    def __init__(self, write: Callable[..., QuerySet], kinds: dict[str, Field]) -> None:
        self._write, self._kinds = write, {name: (field, plain_of(field)) for name, field in kinds.items()}
        self._written: dict[tuple[Any, ...], _Written] = {}

    def __call__(self, **given: Any) -> list[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        key = (connection.vendor, *given)
        for name, value in given.items():
            if type(value) is list:
                key = (*key, name, len(value))
        written = self._written.get(key) or self._written.setdefault(key, self._compiled(given, connection))
        if not written.sql:
            return []
        if written.locks and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("Rows can be locked inside a transaction only.")
        return written.read(rows_of(connection, written.sql, written.parameters(given, connection)))

    def first(self, **given: Any) -> Any:
        """The first row, or None."""
        found = self(**given)
        return found[0] if found else None

    def any(self, **given: Any) -> bool:
        """Whether there is a row; best of a query that asks for one column of one row."""
        return bool(self(**given))

    def _compiled(self, given: dict[str, Any], connection: Any) -> _Written:
        rows = self._write(**{name: self._placeholder(name, value) for name, value in given.items()})
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return _Written("", (), {}, {}, False, list)
        own = {number: one for number, one in enumerate(parameters) if not isinstance(one, Placeholder)}
        places = (number if number in own else one.place for number, one in enumerate(parameters))
        return _Written(sql, tuple(places), own, self._kinds, rows.query.select_for_update, _reader(rows, compiler, connection))

    def _placeholder(self, name: str, value: Any) -> Any:
        field, _ = self._kinds[name]
        if type(value) is list:
            return [Placeholder(field, (name, number)) for number in range(len(value))]
        return Placeholder(field, name)


def prepared(**kinds: Field) -> Callable[[Callable[..., QuerySet]], Prepared]:
    """Prepares the query that the function writes; `kinds` are what it is given, by name."""
    return lambda write: Prepared(write, kinds)


def counted(rows: QuerySet) -> QuerySet:
    """How many of a learner's rows there are, as the only row; no row where there are none."""
    return rows.order_by().values("learner").annotate(count=Count("pk")).values_list("count", flat=True)


def _reader(rows: QuerySet, compiler: SQLCompiler, connection: Any) -> Reader:
    """Makes of rows as they come what the queryset gives: models with what was selected along and annotated, tuples or values."""
    kinds = {ModelIterable: _models, ValuesListIterable: lambda _: list, FlatValuesListIterable: lambda _: _firsts}
    read = kinds[rows._iterable_class](compiler)
    found = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    converters = [
        (place, convert, column, FINAL.get(type(column.output_field)))
        for place, (several, column) in found.items()
        for convert in several
    ]

    def converted(row: Any) -> tuple[Any, ...]:
        values = list(row)
        for place, convert, column, final in converters:
            value = values[place]
            if final is None or not (value is None or type(value) is final):
                values[place] = convert(value, column, connection)
        return tuple(values)

    return (lambda rows: read([converted(row) for row in rows])) if converters else read


def _firsts(rows: list[Any]) -> list[Any]:
    return [row[0] for row in rows]


def row_of(model: type[Row], values: Iterable[tuple[str, Any]], alias: str = DEFAULT_DB_ALIAS) -> Row:
    """A row with these values by its columns, as one that is in the database. No signals are sent: nothing in this project hears
    of rows that are made.
    """
    one = model.__new__(model)
    one.__dict__.update(values)
    one._state = state = ModelState()
    state.adding, state.db = False, alias
    return one


class _Rows:
    """Makes rows of a model as its `from_db` does."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model

    def from_db(self, alias: str, names: Iterable[str], values: Iterable[Any]) -> Model:
        return row_of(self._model, zip(names, values, strict=True), alias)


def _models(compiler: SQLCompiler) -> Reader:
    """As `ModelIterable` does it, of what is the same each time."""
    told, select = compiler.klass_info, compiler.select
    rows_of_model, (first, *_, last) = _Rows(told["model"]), told["select_fields"]
    names = [column.target.attname for column, *_ in select[first : last + 1]]
    related = get_related_populators(told, select, DEFAULT_DB_ALIAS)
    for populator in _with_those_below(related):
        populator.model_cls = _Rows(populator.model_cls)
    annotated = tuple(compiler.annotation_col_map.items())

    def read(rows: list[Any]) -> list[Any]:
        found = []
        for row in rows:
            one = rows_of_model.from_db(DEFAULT_DB_ALIAS, names, row[first : last + 1])
            for populator in related:
                populator.populate(row, one)
            for name, place in annotated:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return read


def _with_those_below(populators: Iterable[Any]) -> Iterable[Any]:
    for populator in populators:
        yield populator
        yield from _with_those_below(populator.related_populators)
