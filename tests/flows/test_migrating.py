"""Installations from before, with rows in them, are brought up to date: on SQLite, and on PostgreSQL, which is stricter."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from tests.flows.test_any_order import state_of
from tests.helpers import MONDAY, answer, learner, publish_course, take_lesson
from tutor import services
from tutor.models import Event, Kind, LearnerDay, LearnerLevel, RewardMark
from tutor.rules.memory import DEFAULT_PARAMETERS
from tutor.rules.streak import FinishedDay, Run
from tutor.selectors.marks import Past, written
from tutor.selectors.streaks import streak_at

BEFORE_THE_LOG = [("exercises", "0006_regraded_submissions"), ("tutor", "0008_memory_credit")]
BEFORE_REFITS_WERE_EVENTS = [("tutor", "0014_memory")]
WHEN_FREEZES_COULD_BE_OWED = [("tutor", "0016_devices")]


def migrate(*targets: tuple[str, str]) -> ProjectState:
    """Gives what the models were there."""
    executor = MigrationExecutor(connection)
    return executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_what_was_learned_before_there_was_a_log_and_parameters_that_were_in_use_survive():
    publish_course()
    ada = learner()
    take_lesson(ada, "angles", MONDAY)
    take_lesson(ada, "lengths", MONDAY + timedelta(hours=1))
    for day in (2, 9):
        answer(ada, "norm-which", MONDAY + timedelta(days=day), right=day == 9)
    before = state_of(ada)
    try:
        migrate(*BEFORE_THE_LOG)
        apps = migrate(*BEFORE_REFITS_WERE_EVENTS).apps
        fit = {"reviews": 1500, "parameters": list(DEFAULT_PARAMETERS), "fitted_at": MONDAY + timedelta(days=20), "in_use": True}
        fitted = apps.get_model("tutor", "FittedParameters").objects.create(learner_id=ada.pk, **fit)
        apps.get_model("tutor", "LearnerLevel").objects.create(learner_id=ada.pk, fit=fitted)
    finally:
        migrate()
    assert Event.objects.get(kind=Kind.REFITTED).document["reviews"] == 1500
    services.refold_all(learner=ada)
    after = state_of(ada)
    assert LearnerLevel.objects.get(learner=ada).fit.reviews == 1500
    for state in (before, after):  # the log of before named its acts otherwise
        for name in ("xp", "reviews", "answers"):
            state[name] = sorted((row[1:] for row in state[name]), key=str)
        state["level"] = [row[:2] for row in state["level"]]
    assert after == before


@pytest.mark.django_db(transaction=True)
def test_a_freeze_that_was_owed_is_forgiven():
    publish_course()
    ada = learner()
    for day in range(-1, 4):
        at = MONDAY + timedelta(days=day)
        LearnerDay.objects.create(learner=ada, day=at.date(), finished_at=at, zone="UTC")
    back = MONDAY - timedelta(days=1)
    run = Run(length=1, days=9, freezes=-1, towards=1, last=FinishedDay(back.date(), back, "UTC"))
    try:
        migrate(*WHEN_FREEZES_COULD_BE_OWED)
        given = {"day": back.date(), "made_at": MONDAY, "document": written(Past(back.date(), run))}
        RewardMark.objects.create(learner=ada, **given)
        assert streak_at(ada, MONDAY + timedelta(days=3)).freezes == 0
    finally:
        migrate()
    assert streak_at(ada, MONDAY + timedelta(days=3)).freezes == 1
