"""A learner's data is the learner's: to take along as a whole, and to have removed as a whole."""

from __future__ import annotations

import json
import uuid

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import ForeignKey
from django.test import Client
from django.utils import timezone

from exercises.models import Exercise, SolutionShown, Submission
from tests.helpers import report
from tests.play import play_day
from tests.sample import EXERCISE
from tests.web.ledgers import live
from tutor import services
from tutor.models import Review, User
from tutor.selectors.export import PARTS

WORD = "maps-of-points"


@pytest.fixture
def lived(site: Client, learner: User) -> Client:
    """A learner of whom there is a row of everything."""
    now = timezone.now()
    live(learner, 30, now)
    shown = SolutionShown.objects.create(learner=learner, exercise=Exercise.objects.get(slug=EXERCISE), gave_up=True, at=now)
    concept = Review.objects.first().concept
    given = {"learner": learner, "concept": concept, "rating": 1, "counted": False, "due_on": now.date(), "day": now.date()}
    Review.objects.create(solution_shown=shown, at=now, **given)
    Review.objects.create(submission=Submission.objects.first(), at=now, **given)
    return site


def of_learners() -> set[type]:
    """Every model whose rows are some learner's, but for the framework's own."""
    models = [model for name in ("tutor", "exercises", "account") for model in apps.get_app_config(name).get_models()]
    return {
        model
        for model in models
        if any(isinstance(field, ForeignKey) and field.related_model is User for field in model._meta.get_fields())
    }


def test_an_export_tells_everything_that_is_kept(lived: Client, learner: User) -> None:
    response = lived.get("/settings/export/")
    assert response["Content-Disposition"].startswith('attachment; filename="loci-2') and "no-store" in response["Cache-Control"]
    told = json.loads(response.content)
    assert told["learner"]["zone"] == "Europe/Berlin"
    for name, (model, owner, _) in PARTS.items():
        assert len(told[name]) == model.objects.filter(**{owner: learner}).count(), name
        assert told[name] or name == "addresses", name
    assert told["answers"][0]["item"].startswith("sample-") and told["submissions"][0]["source"].startswith("def count")
    assert b"pbkdf2" not in response.content and b"password" not in response.content


def test_no_model_of_learners_is_left_out_of_the_export() -> None:
    assert of_learners() - {model for model, _, _ in PARTS.values()} == set()


def test_an_export_is_ones_own_alone(lived: Client, learner: User) -> None:
    other = services.begin_as_guest(zone="Asia/Tokyo", now=timezone.now())
    lived.force_login(other)
    told = json.loads(lived.get("/settings/export/").content)
    assert told["learner"]["username"] == other.username
    assert [name for name in PARTS if told[name]] == ["events", "paths"]


def test_a_guest_is_removed_with_everything(lived: Client, learner: User) -> None:
    assert b"Delete what you learned" in lived.get("/settings/delete/").content
    assert User.objects.exists(), "looking at the page deletes nothing"
    left = lived.post("/settings/delete/", follow=True)
    assert b"deleted" in left.content and isinstance(left.wsgi_request.user, AnonymousUser)
    assert not User.objects.exists()
    for model, _, _ in PARTS.values():
        assert not model.objects.exists(), model


def test_an_account_is_removed_by_who_knows_its_password(lived: Client, learner: User) -> None:
    services.begin_as_guest(zone="UTC", now=timezone.now())
    learner.is_guest = False
    learner.set_password(WORD)
    learner.save()
    lived.force_login(learner)
    for wrong in ("", "12345678", f" {WORD}"):
        response = lived.post("/settings/delete/", {"password": wrong})
        assert response.status_code == 400 and b"password" in response.content
    assert User.objects.filter(pk=learner.pk).exists() and Review.objects.exists()
    lived.post("/settings/delete/", {"password": WORD})
    assert not User.objects.filter(pk=learner.pk).exists()
    assert User.objects.count() == 1, "nobody else"


def test_a_password_cannot_be_guessed_on_and_on(lived: Client, learner: User) -> None:
    learner.set_password(WORD)
    learner.save()
    lived.force_login(learner)
    answers = [lived.post("/settings/delete/", {"password": "guess"}).status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]


def test_another_device_of_a_learner_who_left_is_signed_out(lived: Client, learner: User) -> None:
    other = Client()
    other.force_login(learner)
    lived.post("/settings/delete/")
    assert other.get("/today/")["Location"] == "/accounts/login/?next=/today/"


def test_a_verdict_for_a_learner_who_left_is_dropped(site: Client, learner: User) -> None:
    play_day(learner, timezone.now(), most=1)
    given = {"mode": "submit", "source": "count = len", "client_id": uuid.uuid4()}
    submission = services.submit_code(learner=learner, exercise_slug=EXERCISE, now=timezone.now(), **given)
    site.post("/settings/delete/")
    told = {"report": report(submission), "now": timezone.now()}
    assert not services.settle_submission(public_id=submission.public_id, **told)
