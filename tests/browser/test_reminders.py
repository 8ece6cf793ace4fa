"""Allowing notifications in the page, and the service worker that shows what is pushed. The browser's own push service, which is
on the net, is replaced by one on this machine; the worker, its notifications and what is done with them are the browser's.
"""

from __future__ import annotations

import json
import math
from urllib.parse import urlsplit

import pytest

from tests import helpers
from tests.browser import chromium as found
from tests.posted import Browser, push_service
from tutor import services
from tutor.models import DayPlan, PushDevice, Reminder

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pages")]
# What the page's `subscribe` gives: the keys and the address of a subscription there.
SUBSCRIBED = "PushManager.prototype.subscribe = async (options) => (window.asked = options, {toJSON: () => (%s)});"
CLICK = """async ([action]) => {
    const [notification] = await self.registration.getNotifications();
    const waited = [];
    const event = new NotificationEvent("notificationclick", {notification, action});
    event.waitUntil = (promise) => waited.push(promise);
    self.dispatchEvent(event);
    await Promise.allSettled(waited);
}"""

# Not every browser tells what ended, nor brings what comes in its place: then the worker subscribes.
CHANGE = """async ([old, fresh]) => {
    const waited = [];
    const event = new ExtendableEvent("pushsubscriptionchange");
    event.oldSubscription = old || null;
    const given = {toJSON: () => fresh};
    if (old) event.newSubscription = given;
    else PushManager.prototype.subscribe = async ({applicationServerKey}) => applicationServerKey && given;
    event.waitUntil = (promise) => waited.push(promise);
    self.dispatchEvent(event);
    await Promise.all(waited);
}"""


@pytest.fixture(scope="session")
def chromium(launched):
    """The whole one, which shows notifications."""
    return launched(found.find(whole=True))


@pytest.fixture
def service_workers() -> str:
    return "allow"


@pytest.fixture
def ada(live_server, settings):
    settings.SITE_URL = live_server.url
    helpers.publish_course()
    return helpers.learner()


@pytest.fixture
def subscribed(page, live_server, ada, client, settings):
    """Ada's settings in a browser whose push service is on this machine, and what that browser gets."""
    client.force_login(ada)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    with push_service(settings) as service:
        browser = service.browser()
        given = browser.subscription
        keys = {"endpoint": given.endpoint, "keys": {"p256dh": given.p256dh, "auth": given.auth}}
        page.add_init_script(SUBSCRIBED % json.dumps(keys))
        page.goto(f"{live_server.url}/settings/")
        yield browser


def allow(page) -> None:
    page.get_by_role("button", name="Remind me on this device").click()
    page.get_by_text("This device shows your reminders from now on.").wait_for()


def deliver(page, live_server, browser: Browser):
    """What came to the push service, handed to the service worker as the browser does; the worker."""
    cdp = page.context.new_cdp_session(page)
    found = []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    cdp.send("ServiceWorker.enable")
    page.wait_for_timeout(100)
    number = next(one["registrationId"] for one in found if one["scopeURL"] == f"{live_server.url}/")
    given = {"origin": live_server.url, "registrationId": number, "data": json.dumps(browser.shown[-1])}
    cdp.send("ServiceWorker.deliverPushMessage", given)
    page.wait_for_function("async () => (await (await navigator.serviceWorker.ready).getNotifications()).length > 0")
    return next(worker for worker in page.context.service_workers if worker.url == f"{live_server.url}/service-worker.js")


def shown(page) -> list[dict]:
    return page.evaluate(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications())"
        ".map(({title, body, tag, actions}) => ({title, body, tag, actions: actions.map((one) => one.action)}))"
    )


def test_a_device_is_allowed_in_the_page_and_shows_the_reminder(page, live_server, ada, subscribed: Browser) -> None:
    allow(page)
    device = PushDevice.objects.get()
    assert device.endpoint == subscribed.subscription.endpoint and device.label == "Chrome on Linux"
    asked = page.evaluate("[asked.userVisibleOnly, asked.applicationServerKey.length, asked.applicationServerKey[0]]")
    assert asked == [True, 65, 4], "the site's public key, a point that is not compressed"
    now = Reminder.objects.get().next_at
    services.send_due_reminders(now=now)
    deliver(page, live_server, subscribed)
    (told,) = shown(page)
    # The page has opened today's plan. Late in the day the next reminder is tomorrow's, of which only the minutes are known.
    plan = DayPlan.objects.filter(learner=ada, day=ada.clock.day(now)).first()
    seconds = sum(pick["seconds"] for pick in plan.document["picks"]) if plan else 60 * ada.daily_minutes
    assert told["title"] == f"About {math.ceil(seconds / 60)} minutes today"
    assert told["tag"] == "daily" and told["actions"] == ["begin", "tomorrow"]


def test_the_reminder_is_put_off_from_the_notification(page, live_server, ada, subscribed: Browser) -> None:
    allow(page)
    now = Reminder.objects.get().next_at
    services.send_due_reminders(now=now)
    worker = deliver(page, live_server, subscribed)
    worker.evaluate(CLICK, ["tomorrow"])
    assert shown(page) == [] and Reminder.objects.get().not_before is not None


@pytest.mark.parametrize("told", [True, False])
def test_a_subscription_that_the_push_service_ends_is_renewed_quietly(
    page, live_server, ada, subscribed: Browser, told: bool
) -> None:
    allow(page)
    fresh = Browser("/", f"{subscribed.subscription.endpoint}-2").subscription
    given = {"endpoint": fresh.endpoint, "keys": {"p256dh": fresh.p256dh, "auth": fresh.auth}}
    worker = page.context.service_workers[0]
    worker.evaluate(CHANGE, [told and {"endpoint": subscribed.subscription.endpoint}, given])
    device = PushDevice.objects.get()
    assert (device.endpoint, device.label) == (fresh.endpoint, "Chrome on Linux")


def test_trying_a_device_and_removing_it_need_no_new_page(page, live_server, ada, subscribed: Browser) -> None:
    allow(page)
    page.get_by_role("button", name="Try it").click()
    page.get_by_text("It is on its way to the device.").wait_for()
    deliver(page, live_server, subscribed)
    assert [told["title"] for told in shown(page)] == ["This is how Loci reminds you"]
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("None yet.").wait_for()
    assert not PushDevice.objects.exists() and urlsplit(page.url).path == "/settings/"
    page.get_by_role("button", name="Remind me on this device").wait_for()


def test_who_does_not_allow_it_reads_how_it_could_be(page, live_server, ada, subscribed: Browser) -> None:
    page.context.clear_permissions()
    page.evaluate("Notification.requestPermission = async () => 'denied'")
    page.get_by_role("button", name="Remind me on this device").click()
    page.get_by_text("does not let the site show notifications").wait_for()
    assert not PushDevice.objects.exists()
