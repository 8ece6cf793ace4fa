"""The section of the settings, the links of mails, and the service worker."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tests.posted import Browser, mail_server, push_service
from tutor.messages.mail import About, path_for, read_link
from tutor.models import PathReminder, PushDevice, Reminder, User

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def reachable(learner: User, settings) -> User:
    settings.EMAIL_HOST = "mail.example"
    learner.is_guest = False
    learner.save()
    EmailAddress.objects.create(user=learner, email="ada@example.org", verified=True, primary=True)
    return learner


def test_hour_and_ways_are_chosen_and_shown_again(site: Client, reachable: User) -> None:
    answer = site.post("/settings/reminders/", {"hour": "7", "by_mail": "on", "weekly": "on"}, **HTMX)
    page = answer.content.decode()
    assert "Saved." in page and '<option value="7" selected>' in page and "ada@example.org" in page
    assert len(re.findall(r'name="(?:by_mail|weekly)" checked', page)) == 2 and 'name="by_push" >' in page
    daily, weekly = Reminder.objects.order_by("kind")
    assert daily.next_at.astimezone(reachable.clock.zone).hour == weekly.next_at.astimezone(reachable.clock.zone).hour == 7


def test_without_a_script_the_same_forms_lead_back_to_the_settings(site: Client, reachable: User) -> None:
    answer = site.post("/settings/reminders/", {"hour": "7", "by_mail": "on"}, follow=True)
    assert answer.redirect_chain == [("/settings/", 302)] and b"Saved." in answer.content


@pytest.mark.parametrize("hour", ["24", "-1", "noon", ""])
def test_an_hour_that_there_is_not_is_refused_by_name(site: Client, hour: str) -> None:
    answer = site.post("/settings/reminders/", {"hour": hour}, **HTMX)
    assert answer.status_code == 400 and b"hour" in answer.content and not Reminder.objects.exists()


def test_mail_is_offered_to_who_has_confirmed_an_address(site: Client, learner: User, settings) -> None:
    assert b"For mail" not in site.get("/settings/").content, "this site sends none"
    settings.EMAIL_HOST = "mail.example"
    assert b"make an account" in site.get("/settings/").content
    learner.is_guest = False
    learner.save()
    assert b"give an address" in site.get("/settings/").content
    EmailAddress.objects.create(user=learner, email="ada@example.org", primary=True)
    assert b"confirm ada@example.org" in site.get("/settings/").content
    assert site.post("/settings/reminders/", {"hour": "7", "by_mail": "on"}, **HTMX).status_code == 400


def test_a_pause_is_one_press_and_ends_with_one(site: Client, reachable: User) -> None:
    site.post("/settings/reminders/", {"hour": "7", "by_mail": "on"}, **HTMX)
    assert b"Quiet until" in site.post("/settings/reminders/snooze/", {"until": "week"}, **HTMX).content
    assert b"Quiet until" not in site.post("/settings/reminders/snooze/", {"until": "now"}, **HTMX).content


def test_a_device_is_added_tried_and_removed(site: Client, settings) -> None:
    with push_service(settings) as service:
        browser = service.browser()
        given = {name: getattr(browser.subscription, name) for name in ("endpoint", "p256dh", "auth")}
        page = site.post("/settings/devices/", {**given, "label": "Firefox <b>on</b> Linux"}, **HTMX).content
        assert b"Firefox &lt;b&gt;on&lt;/b&gt; Linux" in page and given["endpoint"].encode() not in page
        device = PushDevice.objects.get()
        assert b"on its way" in site.post(f"/settings/devices/{device.public_id}/try/", **HTMX).content
        assert browser.shown[0]["title"] == "This is how Loci reminds you"
        browser.status = 503
        assert b"That did not work." in site.post(f"/settings/devices/{device.public_id}/try/", **HTMX).content
        assert site.post(f"/settings/devices/{device.public_id}/remove/", **HTMX).status_code == 200
    assert not PushDevice.objects.exists()


def test_nobody_pushes_to_a_device_on_and_on(site: Client, settings) -> None:
    with push_service(settings) as service:
        given = service.browser().subscription
        site.post("/settings/devices/", {"endpoint": given.endpoint, "p256dh": given.p256dh, "auth": given.auth})
        where = f"/settings/devices/{PushDevice.objects.get().public_id}/try/"
        assert [site.post(where, **HTMX).status_code for _ in range(21)] == [200] * 20 + [429]


def test_a_hostile_subscription_is_refused_in_words(site: Client) -> None:
    given = Browser("/x", "https://10.0.0.1").subscription
    answer = site.post("/settings/devices/", {"endpoint": given.endpoint, "p256dh": given.p256dh, "auth": given.auth}, **HTMX)
    assert answer.status_code == 400 and b"private network" in answer.content


def test_only_who_is_signed_in_changes_reminders(client: Client) -> None:
    for where in ("reminders/", "reminders/snooze/"):
        assert client.post(f"/settings/{where}").status_code == 302
    assert client.post("/settings/devices/").status_code == 302


@pytest.mark.parametrize("about", list(About))
def test_a_link_works_without_signing_in_as_often_as_one_likes_and_looking_changes_nothing(reachable: User, about: About) -> None:
    visitor = Client(enforce_csrf_checks=True)
    User.objects.filter(pk=reachable.pk).update(zone="Asia/Tokyo")
    link = path_for(reachable.pk, about)
    now = reachable.date_joined
    for kind in ("daily", "weekly"):
        Reminder.objects.create(learner=reachable, kind=kind, hour=8, by_mail=True, next_at=now, since=now)
    PathReminder.objects.create(learner=reachable, path_slug="circles", at=now)
    page = visitor.get(link)
    assert page.status_code == 200 and b'method="post"' in page.content and "no-cache" in page["Cache-Control"]
    for word in (reachable.username, "ada", "Tokyo"):
        assert word not in page.content.decode()
    assert Reminder.objects.filter(by_mail=True).count() == 2 and PathReminder.objects.exists()
    for sent in ({"wish": "stop"}, {"List-Unsubscribe": "One-Click"}, {"wish": "stop"}):
        done = visitor.post(link, sent)
        assert done.status_code == 200 and b"No more of these" in done.content
    left = set(Reminder.objects.filter(by_mail=True).values_list("kind", flat=True))
    assert left == {"daily", "weekly"} - {about} and PathReminder.objects.exists() is (about is not About.PATHS)


def test_a_link_of_a_learner_who_left_says_the_same(reachable: User) -> None:
    link = path_for(reachable.pk, About.DAILY)
    before = Client().post(link, {"wish": "stop"}).content
    reachable.delete()
    assert Client().post(link, {"wish": "stop"}).content == before and Client().get(link).status_code == 200


def test_a_reminder_is_put_off_by_its_link(reachable: User, client: Client) -> None:
    now = reachable.date_joined
    Reminder.objects.create(learner=reachable, kind="daily", hour=8, by_mail=True, next_at=now, since=now)
    link = path_for(reachable.pk, About.DAILY)
    assert b"Until tomorrow" in client.post(link, {"wish": "tomorrow"}).content
    tomorrow = Reminder.objects.get().not_before
    assert b"Until next week" in client.post(link, {"wish": "week"}).content
    assert (Reminder.objects.get().not_before - tomorrow).days == 6
    assert client.post(link, {"wish": "everything"}).status_code == client.post(link).status_code == 400


def test_a_link_that_is_not_ours_or_was_cut_off_or_changed_leads_nowhere(reachable: User, client: Client) -> None:
    token = path_for(reachable.pk, About.DAILY).split("/")[2]
    for wrong in (token[:-1], token[:-6] + "AAAAAA", "A" * 120, "x", token + "A", "ü"):
        assert read_link(wrong) is None
        assert client.get(f"/mails/{wrong}/").status_code == 404
        assert client.post(f"/mails/{wrong}/", {"wish": "stop"}).status_code == 404


def test_two_links_of_one_learner_have_nothing_in_common_that_tells_so(reachable: User) -> None:
    one, other = (path_for(reachable.pk, About.DAILY) for _ in range(2))
    assert one != other and one[25:50] != other[25:50]


def test_a_subscription_that_ended_is_followed_by_another_without_anybody_signed_in(learner: User, site: Client) -> None:
    old, new = (Browser("/", f"https://push.example/{name}").subscription for name in ("old", "new"))
    sent = {"endpoint": old.endpoint, "p256dh": old.p256dh, "auth": old.auth, "label": "Firefox on Android"}
    site.post("/settings/devices/", sent)
    PushDevice.objects.update(problem="It is gone.")
    worker, where = Client(enforce_csrf_checks=True), "/settings/devices/renew/"
    given = {"old": old.endpoint, "endpoint": new.endpoint, "p256dh": new.p256dh, "auth": new.auth}
    for refused in ({"endpoint": "https://127.0.0.1/x"}, {"p256dh": "x"}, {"old": ""}):
        assert worker.post(where, given | refused).status_code == 400
    assert worker.post(where, given | {"old": "https://push.example/guessed"}).status_code == 204
    assert PushDevice.objects.get().endpoint == old.endpoint
    for _ in range(2):
        answer = worker.post(where, given)
        assert (answer.status_code, answer.content) == (204, b"")
    device = PushDevice.objects.get()
    assert (device.endpoint, device.label, device.problem, device.learner) == (new.endpoint, "Firefox on Android", "", learner)


def test_the_service_worker_is_served_at_the_root_and_asked_for_anew(client: Client) -> None:
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript") and answer["Cache-Control"] == "no-cache"
    assert b"showNotification" in answer.content


def test_an_address_can_be_confirmed_from_the_settings(site: Client, learner: User, settings) -> None:
    with mail_server(settings) as box:
        settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
        learner.is_guest = False
        learner.save()
        assert b"Add this address" in site.get("/accounts/email/").content
        site.post("/accounts/email/", {"action_add": "", "email": "ada@example.org"})
        link = re.search(r"http://\S+(/accounts/confirm-email/\S+)", box.mails[0].get_body(["plain"]).get_content())
        assert link and b"is yours?" in site.get(link[1]).content
        site.post(link[1])
        assert EmailAddress.objects.get().verified and b"Mail to ada@example.org" in site.get("/settings/").content
