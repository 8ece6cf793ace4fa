"""What page tests share: the sample path, a guest who learns it, and a client signed in as that guest."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from lessons.models import Lesson
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
def site(client: Client, learner: User) -> Client:
    client.force_login(learner)
    return client
