"""Reminders go out at the learner's hour, once a day, to who has something waiting: by a real mail server and push service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.helpers import MONDAY, answer, finish_today, learner, take_lesson
from tests.posted import Mailbox, PushService, mail_server, push_service
from tutor import services, tasks_reminding
from tutor.errors import BadInput
from tutor.models import Break, ConceptMemory, LearnerDay, PushDevice, Reminder, SentReminder, User
from tutor.models.reminding import SentState
from tutor.services import calling

pytestmark = pytest.mark.django_db
EIGHT = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)  # Tuesday
DAY = timedelta(days=1)
SUNDAY = datetime(2026, 3, 8, 8, 0, tzinfo=UTC)


@pytest.fixture
def box(settings) -> Iterator[Mailbox]:
    with mail_server(settings) as found:
        yield found


@pytest.fixture
def pushes(settings) -> Iterator[PushService]:
    with push_service(settings) as found:
        yield found


def with_address(name: str = "ada", **more: object) -> User:
    user = learner(name, email=f"{name}@example.org", **more)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def remind(user: User, hour: int = 8, *, mail: bool = True, push: bool = False, weekly: bool = False) -> User:
    services.choose_reminders(learner=user, hour=hour, by_mail=mail, by_push=push, weekly=weekly, now=MONDAY)
    return user


def allow(user: User, pushes: PushService):
    browser = pushes.browser()
    given = browser.subscription
    services.add_device(
        learner=user, endpoint=given.endpoint, p256dh=given.p256dh, auth=given.auth, label="Firefox on Linux", now=MONDAY
    )
    return browser


def unsubscribe_link(mail: EmailMessage) -> str:
    found = re.fullmatch(r"<(http://localhost:8000/mails/[\w-]+/)>", mail["List-Unsubscribe"].strip(), re.ASCII)
    assert found, mail["List-Unsubscribe"]
    return found[1]


def send(now: datetime) -> int:
    return services.send_due_reminders(now=now)


def test_at_the_hour_it_says_how_many_minutes_wait_and_what_fades_most(course, box: Mailbox) -> None:
    user = remind(with_address())
    take_lesson(user, "lengths", MONDAY)
    answer(user, "norm-again", MONDAY, right=False)
    assert send(EIGHT - timedelta(seconds=1)) == 0
    assert send(EIGHT) == 1
    (mail,) = box.mails
    assert mail["Subject"] == "About 6 minutes today" and mail["To"] == "ada@example.org"
    text, html = (mail.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert "“Norm” is your faintest star: " in text and "% likely to be recalled" in text and "/today/" in text
    assert "<h1>About 6 minutes today</h1>" in html and len(html) < 6000 and "<script" not in html and "<img" not in html
    row = SentReminder.objects.get()
    assert (row.state, row.channel, row.day, row.tries) == ("sent", "mail", EIGHT.date(), 1)
    assert Reminder.objects.get(kind="daily").next_at == EIGHT + DAY


def test_every_mail_can_be_stopped_by_one_click_of_a_mail_program(course, box: Mailbox, client) -> None:
    remind(with_address())
    send(EIGHT)
    (mail,) = box.mails
    link = unsubscribe_link(mail)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.get_body(["plain"]).get_content().replace("\n", "")
    for _ in range(2):
        assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not Reminder.objects.filter(by_mail=True).exists()
    assert send(EIGHT + DAY) == 0 and len(box.mails) == 1


def test_a_day_that_is_done_stays_quiet_and_so_does_one_without_anything_to_do(course, box: Mailbox) -> None:
    done, idle = remind(with_address("ada")), remind(with_address("bob"))
    idle.enrolments.all().delete()
    services.open_day(learner=done, now=EIGHT - timedelta(hours=1))
    finish_today(done, EIGHT - timedelta(hours=1))
    assert send(EIGHT) == 2
    assert box.mails == [] and not SentReminder.objects.exists()
    assert set(Reminder.objects.filter(kind="daily").values_list("next_at", flat=True)) == {EIGHT + DAY}


def test_what_a_learner_has_left_out_is_neither_due_nor_fading(course, box: Mailbox) -> None:
    user = remind(with_address(), weekly=True)
    take_lesson(user, "lengths", MONDAY)
    ConceptMemory.objects.update(due_on=EIGHT.date(), state="suspended")
    send(EIGHT)
    text = box.mails[0].get_body(["plain"]).get_content()
    assert "faintest star" not in text and "are due" not in text
    ConceptMemory.objects.update(due_on=(SUNDAY + DAY).date())
    send(SUNDAY)
    text = box.mails[1].get_body(["plain"]).get_content()
    assert "What comes back" not in text and "What grew brighter" not in text


def test_a_plan_that_was_begun_says_what_is_left_of_it(course, box: Mailbox) -> None:
    user = remind(with_address())
    services.open_day(learner=user, now=EIGHT - timedelta(hours=1))
    for key in ("sight",):
        services.finish_step(learner=user, lesson_slug="lengths", step_key=key, now=EIGHT - timedelta(hours=1))
    send(EIGHT)
    left = services.open_day(learner=user, now=EIGHT).document["picks"][1:]
    assert box.mails[0]["Subject"] == f"About {-(-sum(pick['seconds'] for pick in left) // 60)} minutes today"


def test_nobody_is_reminded_twice_a_day_whatever_is_changed_in_it(course, box: Mailbox) -> None:
    user = remind(with_address())
    send(EIGHT)
    for hours in (1, 2, 3):
        now = EIGHT + timedelta(hours=hours)
        services.choose_reminders(learner=user, hour=8 + hours + 1, by_mail=True, by_push=False, weekly=False, now=now)
        send(now + timedelta(hours=1))
    assert len(box.mails) == 1
    # Around the world and back: the local day is what counts.
    services.change_settings(learner=user, zone="Pacific/Honolulu", daily_minutes=6, day_turns_at=4, theme="auto", now=now)
    moments = [EIGHT + timedelta(hours=n) for n in range(4, 30)]
    assert [send(moment) for moment in moments].count(1) <= 2
    assert SentReminder.objects.count() == len(box.mails) <= 2


def test_the_hour_is_that_of_the_learners_zone_and_follows_them_into_another(course, box: Mailbox) -> None:
    user = remind(with_address(zone="Asia/Tokyo"))
    assert Reminder.objects.get(kind="daily").next_at == datetime(2026, 3, 2, 23, tzinfo=UTC)
    services.change_settings(learner=user, zone="America/New_York", daily_minutes=6, day_turns_at=4, theme="auto", now=MONDAY)
    assert Reminder.objects.get(kind="daily").next_at == datetime(2026, 3, 2, 13, tzinfo=UTC)


def test_a_snooze_is_quiet_until_its_day_and_can_be_taken_back(course, box: Mailbox) -> None:
    user = remind(with_address())
    services.snooze_reminders(learner=user, until="week", now=MONDAY)
    assert Reminder.objects.get(kind="daily").next_at == EIGHT + 6 * DAY
    services.snooze_reminders(learner=user, until="now", now=MONDAY)
    assert Reminder.objects.get(kind="daily").next_at == EIGHT
    services.snooze_reminders(learner=user, until="tomorrow", now=EIGHT - timedelta(minutes=1))
    assert send(EIGHT) == 0 and send(EIGHT + DAY) == 1
    with pytest.raises(BadInput):
        services.snooze_reminders(learner=user, until="never", now=MONDAY)


def test_a_break_is_quiet_to_its_last_day_and_so_is_its_digest(course, box: Mailbox) -> None:
    user = remind(with_address(), weekly=True)
    Break.objects.create(learner=user, starts_on=EIGHT.date(), ends_on=SUNDAY.date(), made_at=MONDAY)
    for days in range(6):
        send(EIGHT + days * DAY)
    assert box.mails == [] and not SentReminder.objects.exists()
    send(SUNDAY + DAY)
    assert len(box.mails) == 1


def test_after_a_long_break_the_first_day_is_called_as_if_there_had_been_none(course, box: Mailbox) -> None:
    user = remind(with_address())
    Break.objects.create(learner=user, starts_on=EIGHT.date(), ends_on=(EIGHT + 29 * DAY).date(), made_at=MONDAY)
    for days in range(33):
        send(EIGHT + days * DAY)
    assert [row.day for row in SentReminder.objects.order_by("day")] == [(EIGHT + days * DAY).date() for days in (30, 31, 32)]


def test_who_has_not_come_for_long_is_not_pursued(course, box: Mailbox) -> None:
    remind(with_address())
    for days in range(75):
        send(EIGHT + days * DAY)
    # Days 1 to 7 after they asked, and then one a week, to the end of the eighth.
    assert len(box.mails) == 7 + 7


def test_after_an_outage_the_morning_is_not_made_up_for_at_night(course, box: Mailbox) -> None:
    remind(with_address())
    assert send(EIGHT + timedelta(hours=14)) == 1
    assert box.mails == [] and Reminder.objects.get(kind="daily").next_at == EIGHT + DAY


def test_only_an_address_that_was_confirmed_is_written_to(course, box: Mailbox) -> None:
    user = learner("eve", email="ada@example.org")
    EmailAddress.objects.create(user=user, email="ada@example.org", verified=False, primary=True)
    with pytest.raises(BadInput, match="Confirm"):
        remind(user)
    assert not Reminder.objects.exists()


def test_a_notification_is_encrypted_for_the_device_and_shown_there(course, box: Mailbox, pushes: PushService) -> None:
    user = with_address()
    browser = allow(user, pushes)
    remind(user, push=True)
    send(EIGHT)
    (shown,) = browser.shown
    assert shown["title"] == "About 6 minutes today" and shown["url"] == "/today/" and shown["tag"] == "daily"
    assert browser.headers[0]["Topic"] == "daily" and box.mails == [], "one message a day: no mail besides"
    assert SentReminder.objects.get().channel == "push" and PushDevice.objects.get().reached_at == EIGHT


def test_the_first_device_turns_notifications_on(course, pushes: PushService) -> None:
    guest = services.begin_as_guest(zone="UTC", now=MONDAY)
    browser = allow(guest, pushes)
    assert Reminder.objects.get().by_push
    send(Reminder.objects.get().next_at)
    assert browser.shown


def test_a_device_that_is_gone_is_removed_and_the_mail_goes_instead(course, box: Mailbox, pushes: PushService) -> None:
    for name, status in (("ada", 410), ("bob", 404)):
        user = with_address(name)
        allow(user, pushes).status = status
        remind(user, push=True)
    send(EIGHT)
    assert not PushDevice.objects.exists() and len(box.mails) == 2


def test_a_device_that_fails_says_why_and_the_others_are_reached(course, pushes: PushService) -> None:
    user = learner()
    broken, whole, moved = (allow(user, pushes) for _ in range(3))
    broken.status, moved.status = 413, 307
    remind(user, mail=False, push=True)
    send(EIGHT)
    assert whole.shown and pushes.asked == 3, "a redirect is not followed"
    assert set(PushDevice.objects.values_list("problem", flat=True)) == {
        "", "Its push service refused it (413).", "Its push service refused it (307)."
    }  # fmt: skip


def test_what_is_known_not_to_have_arrived_is_tried_again_twice(course, box: Mailbox) -> None:
    remind(with_address())
    box.refuse = "450 later"
    for minutes in (0, 10, 20, 30, 40):
        send(EIGHT + timedelta(minutes=minutes))
    row = SentReminder.objects.get()
    assert (row.state, row.tries, row.problem) == ("failed", 3, "The mail server refused the address (450).")
    assert Reminder.objects.get(kind="daily").next_at == EIGHT + DAY
    box.refuse = ""
    send(EIGHT + DAY)
    assert len(box.mails) == 1


def test_a_mail_that_goes_through_at_the_second_try_comes_once(course, box: Mailbox, settings) -> None:
    remind(with_address())
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    send(EIGHT)
    assert SentReminder.objects.get().problem == "The mail server was not reached."
    settings.EMAIL_PORT = port
    send(EIGHT + timedelta(minutes=10))
    send(EIGHT + timedelta(minutes=20))
    assert len(box.mails) == 1 and SentReminder.objects.get().state == "sent"


@pytest.mark.parametrize("how", ["refused for good", "broken off"])
def test_what_may_have_arrived_or_never_will_is_not_sent_again(course, box: Mailbox, how: str) -> None:
    remind(with_address())
    box.refuse, box.drop = ("550 no such user", False) if how == "refused for good" else ("", True)
    for minutes in (0, 10, 20):
        send(EIGHT + timedelta(minutes=minutes))
    assert SentReminder.objects.get().tries == 1 and len(box.mails) <= 1


def test_a_worker_that_died_over_it_has_it_sent_once_or_not_at_all(course, box: Mailbox, monkeypatch) -> None:
    remind(with_address())
    for dies_at in ("_deliver", "_write_down"):
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(calling, dies_at, _killed)
            send(EIGHT if dies_at == "_deliver" else EIGHT + DAY)
    assert set(SentReminder.objects.values_list("state", flat=True)) == {SentState.CLAIMED}
    for minutes in (1, 11):
        assert send(EIGHT + timedelta(minutes=minutes)) == send(EIGHT + DAY + timedelta(minutes=minutes)) == 0
    assert len(box.mails) == 1, "that of the second day, which was sent and not written down"


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_on_sunday_the_digest_stands_in_for_the_reminder(course, box: Mailbox) -> None:
    user = remind(with_address(), weekly=True)
    take_lesson(user, "lengths", MONDAY, code_at=MONDAY + timedelta(minutes=1))
    services.open_day(learner=user, now=EIGHT + DAY)
    finish_today(user, EIGHT + DAY)
    ConceptMemory.objects.filter(concept__slug="norm").update(due_on=SUNDAY + 2 * DAY)
    send(SUNDAY)
    (digest,) = box.mails
    assert digest["Subject"] == "Your week: 4 stars brighter"
    text = digest.get_body(["plain"]).get_content()
    assert "Your week, 2 March to 8 March" in text and "Mon ●  Tue ○  Wed ●  Thu ○" in text
    assert "What grew brighter" in text and "Norm: " in text and "What comes back next week\r\n  Tue  Norm" in text
    html = digest.get_body(["html"]).get_content()
    assert html.count('class="dot lit"') == 2 and len(html) < 12_000
    assert SentReminder.objects.get().kind == "weekly"
    assert set(Reminder.objects.values_list("kind", "next_at")) == {("daily", SUNDAY + DAY), ("weekly", SUNDAY + 7 * DAY)}


def test_the_digest_names_the_days_that_freezes_kept(course, box: Mailbox) -> None:
    users = [remind(with_address(name), weekly=True) for name in ("ada", "bea")]
    for back in (8, 7, 6, 5, 4, 2, 1):  # the first five earn a freeze, which the day between uses
        for user in users:
            day = (SUNDAY - back * DAY).date()
            LearnerDay.objects.create(learner=user, day=day, finished_at=SUNDAY - back * DAY, zone=user.zone)
    LearnerDay.objects.filter(learner=users[1], day=(SUNDAY - 8 * DAY).date()).delete()
    send(SUNDAY)
    first, second = (mail.get_body(["plain"]).get_content() for mail in sorted(box.mails, key=lambda mail: mail["To"]))
    assert "Wed ●  Thu ❄  Fri ●  Sat ●  Sun ○" in first and "Thursday: kept by a freeze." in first
    assert "Wed ●  Thu ○  Fri ●" in second and "freeze" not in second


def test_stopping_the_digest_leaves_the_reminder_and_the_other_way_round(course, box: Mailbox, client) -> None:
    user = remind(with_address(), weekly=True)
    send(EIGHT)
    client.post(unsubscribe_link(box.mails[0]), {"wish": "stop"})
    assert list(Reminder.objects.filter(by_mail=True).values_list("kind", flat=True)) == ["weekly"]
    remind(user, weekly=False)
    assert list(Reminder.objects.filter(by_mail=True).values_list("kind", flat=True)) == ["daily"]


def test_a_chunk_takes_as_many_statements_for_many_learners_as_for_one(course, pushes: PushService, box: Mailbox) -> None:
    counts = []
    for crowd in (range(1), range(1, 7)):
        for n in crowd:
            user = with_address(f"learner{n}")
            allow(user, pushes)
            take_lesson(user, "lengths", MONDAY)
            remind(user, push=n % 2 == 0, weekly=False)
        with CaptureQueriesContext(connection, ) as asked:
            assert send(EIGHT + len(counts) * DAY) == len(crowd) + len(counts)
        counts.append(len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] <= counts[1] <= counts[0] + 1 <= 24, "one more: half of them are reached by mail"


def test_a_full_chunk_leaves_the_rest_to_the_next_run(course, box: Mailbox, monkeypatch) -> None:
    monkeypatch.setattr(calling, "CHUNK", 2)
    for name in ("ada", "bob", "eve"):
        remind(with_address(name))
    assert [send(EIGHT) for _ in range(3)] == [2, 1, 0]
    assert sorted(mail["To"] for mail in box.mails) == ["ada@example.org", "bob@example.org", "eve@example.org"]


def test_the_clock_starts_a_run_each_minute(course, box: Mailbox) -> None:
    from tutor.celery import app

    assert app.conf.beat_schedule["send reminders"]["task"] == tasks_reminding.send_reminders.name
    tasks_reminding.send_reminders()


def test_what_the_ledger_tells_is_removed_after_two_months(course, box: Mailbox) -> None:
    remind(with_address())
    send(EIGHT)
    assert services.forget_old_reminders(now=EIGHT + 60 * DAY) == 0
    assert services.forget_old_reminders(now=EIGHT + 61 * DAY) == 1


def test_a_guest_takes_devices_and_reminders_into_the_account(course, pushes: PushService) -> None:
    guest, account = services.begin_as_guest(zone="UTC", now=MONDAY), learner()
    allow(guest, pushes)
    assert services.forget_idle_guests(now=MONDAY + 90 * DAY) == 0
    services.claim_guest(guest=guest, account=account, now=MONDAY)
    assert PushDevice.objects.get().learner == account and Reminder.objects.get().learner == account
    services.delete_learner(learner=account)
    assert not PushDevice.objects.exists() and not Reminder.objects.exists()
