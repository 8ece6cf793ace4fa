"""A crowd in PostgreSQL: a few learners live through the real services, and everything that is theirs is copied in bulk.

What belongs to a learner is found in the models, so a new table is copied, too, without a word here. Rows are written in the
order in which their originals were: as after months of use, what is one learner's lies far apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from lessons.models import Path as LearningPath
from tutor import services
from tutor.catalogue.bundle import Bundle
from tutor.catalogue.publishing import publish
from tutor.models import User
from tutor.simulation.living import FIRST_DAY, Life, live
from tutor.simulation.people import population
from tutor.simulation.publishing import course_of

PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)
# Days that the learners of each kind have lived, and their share: most stay a day.
KINDS: Mapping[int, float] = {1: 0.95, 7: 0.048, 60: 0.002}
# So many at least have lived longest: those whose requests are measured.
MEASURED = 50
# Rows: to sort so many for an index is faster than to put each in its place.
MANY = 3000


@dataclass(frozen=True, slots=True)
class Original:
    """A learner who lived so many days, and the share of the crowd that is like this."""

    learner_id: int
    days: int
    share: float


def live_first(bundle: Bundle, kinds: Mapping[int, float] = KINDS) -> list[Original]:
    """Makes the tables in the default database, publishes, and lets one learner of each kind live. The last lived longest.

    All join on the first day and are there on the last, so that one morning is the next for everybody.
    """
    call_command("migrate", verbosity=0)
    publish(bundle, now=PUBLISHED)
    path = max(LearningPath.objects.all(), key=lambda one: one.lessons.count())
    course = course_of(path)
    originals, longest = [], max(kinds)
    for days, share in sorted(kinds.items()):
        person = replace(population(1, days, 1)[0], name=f"crowd-{days}", minutes=6, zone="UTC", presence=1.0, breaks=())
        life = Life(person, course, path)
        for day in range(longest - days, longest):
            live([life], day)
        original = Original(User.objects.get(username=f"simulated-{person.name}").pk, days, share)
        originals.append(original)
        _be_reminded(original.learner_id, morning_after(longest) - timedelta(hours=1))
    return originals


def _be_reminded(learner_id: int, now: datetime) -> None:
    """By mail, daily and weekly, everybody at the same hour."""
    learner = User.objects.get(pk=learner_id)
    learner.emailaddress_set.create(email=f"{learner.username}@crowd.example", verified=True, primary=True)
    services.choose_reminders(learner=learner, hour=9, by_mail=True, by_push=False, weekly=True, now=now)


def morning_after(days: int) -> datetime:
    """A moment of the first day that nobody of a crowd has lived yet, whose longest lives are of so many days."""
    return datetime.combine(FIRST_DAY, datetime.min.time(), UTC) + timedelta(days=days, hours=9)


def sizes(originals: list[Original], learners: int) -> list[int]:
    """How many are like each original in a crowd of so many."""
    longest = min(learners, max(int(learners * originals[-1].share), MEASURED))
    between = [int((learners - longest) * one.share) for one in originals[1:-1]]
    return [learners - longest - sum(between), *between, longest]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Copies of originals. Copy number k, from 1, of a row has its id and k strides; each table has a stride of its own, so that
    ids are about as dense as if everybody had come by themselves.
    """

    strides: Mapping[type[models.Model], int]

    @classmethod
    def of_originals(cls) -> Crowd:
        """Around the originals in the default database."""
        highest = {model: model._default_manager.aggregate(top=models.Max("pk"))["top"] for model in _owned()}
        return cls({model: int(top or 0) + 1 for model, top in highest.items()})

    @classmethod
    def read(cls, told: Mapping[str, int]) -> Crowd:
        """From what `told` has said of another one."""
        return cls({apps.get_model(label): stride for label, stride in told.items()})

    def told(self) -> dict[str, int]:
        return {model._meta.label: stride for model, stride in self.strides.items()}

    def grow(self, originals: list[Original], learners: int) -> Iterator[tuple[int, int]]:
        """Copies until there are so many; after each table, yields how many of how many tables are done.

        A large table's indexes are built when its rows are there. Nothing else differs from rows that came one by one.
        """
        spans = list(_spans(originals, sizes(originals, learners)))
        owned = _owned()
        with _in_bulk() as cursor:
            for number, model in enumerate(owned, 1):
                with transaction.atomic():
                    self._copy_table(cursor, model, spans)
                yield number, len(owned)
            cursor.execute("VACUUM (FREEZE, ANALYZE)")

    def measured(self, originals: list[Original], learners: int) -> list[int]:
        """Ids of learners who lived longest: the same kind in every crowd."""
        longest = sizes(originals, learners)[-1]
        return [originals[-1].learner_id + (learners - n) * self.strides[User] for n in range(min(MEASURED, longest))]

    def _copy_table(self, cursor: CursorWrapper, model: type[models.Model], spans: list[tuple[Original, int, int]]) -> None:
        table, key = model._meta.db_table, model._meta.pk
        rows = [(pk, first, last) for one, first, last in spans for pk in _rows_of(cursor, model, one)]
        if not rows:
            return
        in_bulk = sum(last - first + 1 for _, first, last in rows) >= MANY
        if in_bulk:
            cursor.execute("UPDATE pg_index SET indisready = false WHERE indrelid = %s::regclass", [f'"{table}"'])
        columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
        values = ", ".join(self._value(field) for field in model._meta.concrete_fields)
        for pk, first, last in rows:
            cursor.execute(
                f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" AS t, generate_series(%s, %s) AS k '
                f'WHERE t."{key.column}" = %s',
                [first, last, pk],
            )
        if in_bulk:
            cursor.execute(f'REINDEX TABLE "{table}"')
        if isinstance(key, models.AutoField):
            highest = f'SELECT max("{key.column}") FROM "{table}"'
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{key.column}'), ({highest}))")

    def _value(self, field: models.Field[Any, Any]) -> str:
        """What the copy has in a column: keys move by strides, what is unique gets new text, and the rest stays."""
        column = f't."{field.column}"'
        if isinstance(field, models.ForeignKey):
            stride = self.strides.get(field.related_model)
            return f"{column} + k * {stride}" if stride else column
        if isinstance(field, models.AutoField):
            return f"{column} + k * {self.strides[field.model]}"
        if isinstance(field, models.UUIDField):
            return "gen_random_uuid()"
        if isinstance(field, models.EmailField):
            return f"CASE WHEN {column} = '' THEN '' ELSE k || {column} END"
        if field.unique and isinstance(field, models.CharField):
            return f"md5({column} || k)"
        return column


def _spans(originals: list[Original], counts: list[int]) -> Iterator[tuple[Original, int, int]]:
    """The first and last number of each original's copies."""
    done = 0
    for original, count in zip(originals, counts, strict=True):
        yield original, done + 1, done + count
        done += count


def _owned() -> list[type[models.Model]]:
    """The learner and every model that hangs on one, each after those it hangs on."""
    found: list[type[models.Model]] = [User]
    while True:
        more = [one for one in apps.get_models() if one not in found and one._meta.managed and _owners(one, found)]
        if not more:
            return found
        found += more


def _owners(model: type[models.Model], known: list[type[models.Model]]) -> list[models.ForeignKey]:
    """The keys of a model that lead to one of `known`."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [key for key in keys if key.related_model in known]


def _rows_of(cursor: CursorWrapper, model: type[models.Model], original: Original) -> list[int]:
    key = f'"{model._meta.pk.column}"'
    cursor.execute(f'SELECT {key} FROM "{model._meta.db_table}" WHERE {_condition(model, original)} ORDER BY {key}')
    return [row[0] for row in cursor.fetchall()]


def _condition(model: type[models.Model], original: Original) -> str:
    if model is User:
        return f"id = {original.learner_id}"
    owners = _owners(model, _owned())
    direct = next((key for key in owners if key.related_model is User), None)
    if direct is not None:
        return f'"{direct.column}" = {original.learner_id}'
    key = next(key for key in owners if key.related_model is not model)
    parent = key.related_model
    theirs = f'SELECT "{parent._meta.pk.column}" FROM "{parent._meta.db_table}" WHERE {_condition(parent, original)}'
    return f'"{key.column}" IN ({theirs})'


@contextmanager
def _in_bulk() -> Iterator[CursorWrapper]:
    """Without looking up each foreign key, without waiting for the disk at each table, and with room to sort for indexes."""
    given = {"session_replication_role": "replica", "synchronous_commit": "off", "maintenance_work_mem": "'1GB'"}
    with connection.cursor() as cursor:
        for name, value in given.items():
            cursor.execute(f"SET {name} = {value}")
        try:
            yield cursor
        finally:
            for name in given:
                cursor.execute(f"RESET {name}")
