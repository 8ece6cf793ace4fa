"""How much one learner or one network may do: more than anybody needs, and said plainly when it is reached."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from exercises.models import Attempt, Submission
from lessons.models import Lesson
from tests.sample import EXERCISE, slug_of
from tests.web.ledgers import live
from tutor import services
from tutor.limits import GUESTS_AN_HOUR
from tutor.models import User
from tutor.services.earlier import MOST_A_DAY
from tutor.services.submissions import MOST_A_MINUTE, MOST_AN_HOUR

HTMX = {"headers": {"HX-Request": "true"}}


def begin(address: str, **headers: str) -> object:
    return Client().post("/start/", REMOTE_ADDR=address, headers=headers)


def hand_in(site: Client) -> object:
    sent = {"mode": "submit", "source": "count = len", "client_id": uuid.uuid4()}
    return site.post(f"/exercises/{EXERCISE}/submit/", sent, **HTMX)


@pytest.fixture
def began_often(lesson: Lesson) -> Callable[[str], None]:
    return lambda network: cache.set(f"guests:{network}", GUESTS_AN_HOUR)


def test_a_network_that_has_made_very_many_guests_waits(began_often: Callable[[str], None]) -> None:
    began_often("192.0.2.7")
    refused = begin("192.0.2.7")
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert b"try again in an hour" in refused.content and b"</html>" in refused.content
    assert begin("192.0.2.8").status_code == 302
    assert User.objects.count() == 1


def test_the_addresses_of_one_household_are_one_network(began_often: Callable[[str], None]) -> None:
    began_often("2001:db8:1:2::/64")
    assert begin("2001:db8:1:2:aaaa::1").status_code == begin("2001:db8:1:2:bbbb::2").status_code == 429
    assert begin("2001:db8:1:3::1").status_code == 302


def test_an_address_that_a_client_claims_counts_only_behind_a_proxy(began_often: Callable[[str], None], settings: object) -> None:
    began_often("192.0.2.7")
    assert begin("192.0.2.7", **{"X-Forwarded-For": "192.0.2.99"}).status_code == 429
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert begin("127.0.0.1", **{"X-Forwarded-For": "192.0.2.99, 192.0.2.7"}).status_code == 429
    assert begin("127.0.0.1", **{"X-Forwarded-For": "192.0.2.7, 192.0.2.99"}).status_code == 302


@pytest.mark.parametrize("address", ["", "unix:"])
def test_who_comes_over_a_unix_socket_is_served_and_counted(
    began_often: Callable[[str], None], settings: object, address: str
) -> None:
    """Such a server knows no address; behind a proxy that tells one, that counts."""
    assert begin(address).status_code == 302
    told = Client(REMOTE_ADDR=address).post("/api/v1/auth/guests/", {"device_name": "A"}, content_type="application/json")
    assert told.status_code == 201
    told = Client(REMOTE_ADDR=address).get("/api/v1/today/", headers={"Authorization": f"Bearer {told.json()['access']}"})
    assert told.status_code == 200
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    began_often("192.0.2.7")
    assert begin(address, **{"X-Forwarded-For": "192.0.2.7"}).status_code == 429
    assert begin(address, **{"X-Forwarded-For": "192.0.2.99"}).status_code == 302
    began_often("127.0.0.1")
    assert begin(address).status_code == 429


def test_a_learner_who_goes_on_is_not_counted_as_another_guest(site: Client, began_often: Callable[[str], None]) -> None:
    began_often("127.0.0.1")
    assert site.post("/start/").status_code == 302


def test_without_a_cache_nobody_waits(lesson: Lesson, settings: object) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nowhere"}}
    assert begin("192.0.2.7").status_code == 302


@pytest.mark.parametrize(
    "handed_in, ago, wait", [(MOST_A_MINUTE, timedelta(seconds=50), "60"), (MOST_AN_HOUR, timedelta(minutes=50), "3600")]
)
def test_code_is_handed_in_no_faster_than_anybody_thinks(
    site: Client, learner: User, handed_in: int, ago: timedelta, wait: str
) -> None:
    live(learner, 5 * handed_in, timezone.now())
    Submission.objects.update(created_at=timezone.now() - ago)
    refused = hand_in(site)
    assert (refused.status_code, refused["Retry-After"]) == (429, wait)
    assert b"<html" not in refused.content and b"Take your time" in refused.content
    last = Submission.objects.first()
    sent = {"mode": "submit", "source": "count = len", "client_id": last.client_id}
    assert site.post(f"/exercises/{EXERCISE}/submit/", sent, **HTMX).status_code == 200, "what is known already is no more"
    Submission.objects.update(created_at=timezone.now() - ago * 2)
    assert hand_in(site).status_code == 200


def test_a_day_has_an_end_to_its_questions(site: Client, learner: User) -> None:
    live(learner, MOST_A_DAY, timezone.now())
    now = timezone.now()
    Attempt.objects.update(day=learner.clock.day(now))
    asked = services.question_for(learner=learner, item_slug=slug_of("choice"), now=now)
    sent = {"kind": "choice", "revision": asked.revision_id, "asking": asked.number}
    sent["choice"] = asked.question.public["options"][0]["id"]
    refused = site.post(f"/items/{slug_of('choice')}/answer/", sent, **HTMX)
    assert refused.status_code == 429 and b"1000 questions" in refused.content
    assert 0 < int(refused["Retry-After"]) <= 25 * 3600
    Attempt.objects.update(day=learner.clock.day(now) - timedelta(days=1))
    assert site.post(f"/items/{slug_of('choice')}/answer/", sent, **HTMX).status_code == 200
