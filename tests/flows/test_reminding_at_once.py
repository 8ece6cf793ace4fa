"""Several workers send what is due at the same time: everybody is reminded, and nobody twice."""

from __future__ import annotations

import threading

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection

from tests import helpers
from tests.helpers import MONDAY
from tutor import services
from tutor.models import Reminder, SentReminder, User
from tutor.services import calling

pytestmark = pytest.mark.django_db(transaction=True)
LEARNERS, WORKERS = 30, 4


def remind(name: str) -> User:
    user = helpers.learner(name, email=f"{name}@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    services.choose_reminders(learner=user, hour=8, by_mail=True, by_push=False, weekly=False, now=MONDAY)
    return user


def test_four_workers_remind_thirty_learners_once_each_while_some_change_their_settings(settings, monkeypatch) -> None:
    settings.EMAIL_HOST = "mail.example"
    monkeypatch.setattr(calling, "CHUNK", 3)
    helpers.publish_course()
    users = [remind(f"learner{n}") for n in range(LEARNERS)]
    due, start, problems = Reminder.objects.first().next_at, threading.Barrier(WORKERS + 1), []

    def work(what) -> None:
        start.wait()
        try:
            what()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    def send() -> None:
        while services.send_due_reminders(now=due):
            pass

    def change() -> None:
        for user in users[::3]:
            services.choose_reminders(learner=user, hour=9, by_mail=True, by_push=False, weekly=False, now=due)

    threads = [threading.Thread(target=work, args=[what]) for what in [send] * WORKERS + [change]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while services.send_due_reminders(now=due):
        pass
    assert not problems
    reached = [one.to[0] for one in mail.outbox]
    assert len(set(reached)) == len(reached) == SentReminder.objects.filter(state="sent").count()
    # Who was at their settings first is reminded at nine.
    assert len(reached) + Reminder.objects.filter(hour=9, next_at__date=due.date()).count() >= LEARNERS
