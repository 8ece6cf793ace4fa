"""Learners are told when a path that they wait for is published: on the page of the day, and once by mail."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from lessons.models import Path
from tests.helpers import MONDAY, later, learner
from tests.posted import mail_server
from tutor import selectors, services, tasks
from tutor.errors import NotFound
from tutor.models import PathReminder, User

CIRCLES = {"slug": "circles", "title": "Circles", "emoji": "⭕", "promise": "You see what a circle says."}


@pytest.fixture
def planned(course: Path, settings) -> Path:
    settings.EMAIL_HOST = "mail.example"
    course.guide = {"related": [CIRCLES]}
    course.save()
    return course


def remind(user: User, wanted: bool = True, slug: str = "circles") -> None:
    services.remind_of_path(learner=user, path_slug=slug, wanted=wanted, now=MONDAY)


def with_address(name: str) -> User:
    user = learner(name)
    user.email = f"{name}@example.org"
    user.save()
    return user


def publish_circles() -> Path:
    return Path.objects.create(**CIRCLES, position=1)


def test_asking_twice_is_asking_once_and_can_be_taken_back(planned: Path) -> None:
    user = learner("ada")
    remind(user)
    remind(user)
    assert PathReminder.objects.get().learner == user
    with pytest.raises(IntegrityError), transaction.atomic():
        PathReminder.objects.create(learner=user, path_slug="circles", at=MONDAY)
    remind(user, wanted=False)
    remind(user, wanted=False)
    assert not PathReminder.objects.exists()


def test_only_what_is_planned_can_be_waited_for(planned: Path) -> None:
    with pytest.raises(NotFound):
        remind(learner("ada"), slug="squares")


def test_the_day_shows_a_path_from_when_it_is_published_until_it_was_seen(planned: Path) -> None:
    user = learner("ada")
    remind(user)
    assert selectors.awaited_paths(user) == []
    circles = publish_circles()
    assert selectors.awaited_paths(user) == [circles]
    assert selectors.awaited_paths(learner("bob")) == []
    remind(user, wanted=False)
    assert selectors.awaited_paths(user) == []


def test_who_has_an_address_is_mailed_once(planned: Path) -> None:
    user, guest = with_address("ada"), services.begin_as_guest(zone="UTC", now=MONDAY)
    remind(user)
    remind(guest)
    assert services.mail_reminders(now=MONDAY) == 0 and mail.outbox == [], "nothing is published yet"
    publish_circles()
    tasks.mail_reminders()
    assert services.mail_reminders(now=later(1)) == 0
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ada@example.org"], "Published: Circles")
    assert "⭕ Circles" in sent.body and "You see what a circle says." in sent.body
    assert PathReminder.objects.get(learner=user).mailed_at and PathReminder.objects.get(learner=guest).mailed_at is None


def test_a_mail_that_the_server_does_not_take_is_sent_again_later_and_no_other_is(planned: Path, settings) -> None:
    for name in ("ada", "bob"):
        remind(with_address(name))
    publish_circles()
    with mail_server(settings) as box:
        box.refuse = "450 later"
        assert services.mail_reminders(now=MONDAY) == 0
        box.refuse, box.drop = "", True
        assert services.mail_reminders(now=MONDAY) <= 1
        taken, box.drop = len(box.mails), False
        services.mail_reminders(now=MONDAY)
        services.mail_reminders(now=MONDAY)
    assert taken == len(box.mails) == len({mail["To"] for mail in box.mails})


def test_whoever_wants_no_such_mail_any_more_follows_its_link(planned: Path, client) -> None:
    user = with_address("ada")
    remind(user)
    publish_circles()
    services.mail_reminders(now=MONDAY)
    PathReminder.objects.create(learner=user, path_slug="squares", at=MONDAY)
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    client.post(link, {"List-Unsubscribe": "One-Click"})
    assert PathReminder.objects.filter(mailed_at=None).count() == 0


def test_without_a_mail_server_nobody_counts_as_mailed(planned: Path, settings) -> None:
    settings.EMAIL_HOST = ""
    remind(with_address("ada"))
    publish_circles()
    assert services.mail_reminders(now=MONDAY) == 0
    assert PathReminder.objects.get().mailed_at is None


def test_a_guest_who_waits_is_not_forgotten_and_takes_it_into_an_account(planned: Path) -> None:
    guest, account = services.begin_as_guest(zone="UTC", now=MONDAY), learner("ada")
    remind(guest)
    assert services.forget_idle_guests(now=later(90)) == 0
    remind(account)
    services.claim_guest(guest=guest, account=account, now=MONDAY)
    assert PathReminder.objects.get().learner == account
    services.delete_learner(learner=account)
    assert not PathReminder.objects.exists()
