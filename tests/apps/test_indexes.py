"""What is written with each act is written once: an index that begins another one is asked by nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Model, UniqueConstraint

from tutor.models import Event, Review

OWN = ("lessons", "exercises", "tutor")
MODELS = [model for name in OWN for model in apps.get_app_config(name).get_models()]


def keys(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """What there is only one row of, and its index."""
    for field in model._meta.local_fields:
        if field.unique:
            yield (field.name,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            yield constraint.fields


def others(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """The columns of each other index that has all rows."""
    for field in model._meta.local_fields:
        if field.db_index and not field.unique:
            yield (field.name,)
    for index in model._meta.indexes:
        if index.condition is None:
            yield tuple(name for name, _ in index.fields_orders)


def repeated(model: type[Model]) -> list[tuple[str, ...]]:
    """Keys that begin another index keep their rows unique all the same."""
    own = [*others(model), *keys(model)]
    found = [one for place, one in enumerate(own) if any(one == other[: len(one)] for other in own[:place] + own[place + 1 :])]
    return [one for one in found if one not in keys(model)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_index_is_the_beginning_of_another(model: type[Model]) -> None:
    assert repeated(model) == []


@pytest.mark.parametrize("model", [Event, Review], ids=lambda model: model.__name__)
def test_what_an_answer_adds_is_found_by_a_learners_indexes_alone(model: type[Model]) -> None:
    """An answer writes a page of each; those of a concept or a version alone would be asked for by nobody."""
    single = {(field.name,) for field in model._meta.local_fields if field.unique}
    assert {columns[0] for columns in (*keys(model), *others(model)) if columns not in single} == {"learner"}
