"""A crowd in PostgreSQL: a few learners live through the real services, and everything that is theirs is copied in bulk.

What belongs to a learner is found in the models, so a new table is copied, too, without a word here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from lessons.models import Path as LearningPath
from tutor import services
from tutor.catalogue.bundle import Bundle
from tutor.catalogue.publishing import publish
from tutor.models import User
from tutor.simulation.living import FIRST_DAY, Life, live
from tutor.simulation.people import population
from tutor.simulation.publishing import course_of

PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 20_000
# Days that the learners of each kind have lived, and their share: most who come only look, and of the others most stay a day.
KINDS: Mapping[int, float] = {0: 0.6, 1: 0.37, 7: 0.028, 60: 0.002}
# So many at least have lived longest: those whose requests are measured.
MEASURED = 50


@dataclass(frozen=True, slots=True)
class Original:
    """A learner who lived so many days, and the share of the crowd that is like this."""

    learner_id: int
    days: int
    share: float


def live_first(bundle: Bundle, kinds: Mapping[int, float] = KINDS) -> list[Original]:
    """Makes the tables in the default database, publishes, and lets one learner of each kind live. The last lived longest."""
    call_command("migrate", verbosity=0)
    publish(bundle, now=PUBLISHED)
    path = max(LearningPath.objects.all(), key=lambda one: one.lessons.count())
    course = course_of(path)
    originals = []
    for days, share in sorted(kinds.items()):
        person = replace(population(1, days, 1)[0], name=f"crowd-{days}", minutes=6, zone="UTC", presence=1.0, breaks=())
        life = Life(person, course, path)
        for day in range(days):
            live([life], day)
        original = Original(User.objects.get(username=f"simulated-{person.name}").pk, days, share)
        originals.append(original)
        _be_reminded(original)
    return originals


def _be_reminded(original: Original) -> None:
    """By a mail a day, so that all copies of an original are due at the same moment."""
    learner = User.objects.get(pk=original.learner_id)
    learner.emailaddress_set.create(email=f"{learner.username}@crowd.example", verified=True, primary=True)
    moment = morning_after(original) - timedelta(hours=1)
    services.choose_reminders(learner=learner, hour=9, by_mail=True, by_push=False, weekly=False, now=moment)


def sizes(originals: list[Original], learners: int) -> list[int]:
    """How many are like each original in a crowd of so many."""
    longest = min(learners, max(int(learners * originals[-1].share), MEASURED))
    between = [int((learners - longest) * one.share) for one in originals[1:-1]]
    return [learners - longest - sum(between), *between, longest]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Copies of originals: copy number k of a learner, from 1, has the id of the original and k strides."""

    stride: int

    def copy_of(self, original: Original, number: int) -> int:
        return original.learner_id + number * self.stride

    def grow(self, originals: list[Original], learners: int) -> Iterator[int]:
        """Copies until there are so many; yields the learners of each batch as it is written."""
        done = 0
        with _in_bulk():
            for original, count in zip(originals, sizes(originals, learners), strict=True):
                for first, last in _batches(done + 1, done + count):
                    for model in _owned():
                        _copy(model, original, self.stride, first, last)
                    yield last - first + 1
                done += count
            for model in _owned():
                _set_sequence(model)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def measured(self, originals: list[Original], learners: int) -> list[int]:
        """Ids of learners who lived longest: the same kind in every crowd."""
        longest = sizes(originals, learners)[-1]
        return [self.copy_of(originals[-1], learners - n) for n in range(min(MEASURED, longest))]


def crowd() -> Crowd:
    """Around the originals in the default database."""
    highest = [model._default_manager.aggregate(top=models.Max("pk"))["top"] for model in _owned()]
    return Crowd(max(int(one or 0) for one in highest) + 1)


def morning_after(original: Original) -> datetime:
    """A moment of the first day that the original and its copies have not lived yet."""
    return datetime.combine(FIRST_DAY, datetime.min.time(), UTC) + timedelta(days=original.days, hours=9)


def _batches(first: int, last: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last + 1, BATCH):
        yield start, min(last, start + BATCH - 1)


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


def _copy(model: type[models.Model], original: Original, stride: int, first: int, last: int) -> None:
    owned = _owned()
    columns = [field.column for field in model._meta.concrete_fields]
    values = [_value(field, owned, stride) for field in model._meta.concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} FROM generate_series({first}, {last}) AS k '
            f'CROSS JOIN LATERAL (SELECT * FROM "{table}" WHERE {_condition(model, original)} OFFSET 0) AS t'
        )


def _value(field: models.Field[Any, Any], owned: list[type[models.Model]], stride: int) -> str:
    """What the copy has in a column: keys move by strides, what is unique gets new text, and the rest stays."""
    column = f't."{field.column}"'
    if isinstance(field, models.ForeignKey):
        return f"{column} + k * {stride}" if field.related_model in owned else column
    if isinstance(field, models.AutoField):
        return f"{column} + k * {stride}"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    if isinstance(field, models.EmailField):
        return f"CASE WHEN {column} = '' THEN '' ELSE k || {column} END"
    if field.unique and isinstance(field, models.CharField):
        return f"md5({column} || k)"
    return column


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


def _set_sequence(model: type[models.Model]) -> None:
    if not isinstance(model._meta.pk, models.AutoField):
        return
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        highest = f'SELECT coalesce(max("{column}"), 1) FROM "{table}"'
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), ({highest}))")


@contextmanager
def _in_bulk() -> Iterator[None]:
    """Without looking up each foreign key, and without waiting for the disk at each batch."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        try:
            yield
        finally:
            cursor.execute("RESET session_replication_role")
            cursor.execute("RESET synchronous_commit")
