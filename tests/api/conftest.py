"""The sample path, a learner of it, and a client of theirs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from lessons.models import Lesson
from tests.api.caller import Api
from tests.sample import publish_sample
from tutor import services
from tutor.models import User


@pytest.fixture
def lesson(db: None) -> Lesson:
    return publish_sample()


@pytest.fixture
def learner(lesson: Lesson) -> User:
    return services.begin_as_guest(zone="Europe/Berlin", now=timezone.now())


@pytest.fixture
def api(learner: User) -> Api:
    client = Client()
    client.force_login(learner)
    return Api(client)


@pytest.fixture
def nobody(lesson: Lesson) -> Api:
    return Api(Client())
