"""The app without a network: a day is kept, done, and arrives once; whose it is; and how a renewed site takes over. The network
is switched off in the browser, or the site is stopped.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Attempt, Item
from lessons.models import Concept
from tests import helpers
from tests.browser.test_accessible import audit
from tests.serving import serving
from tutor import services
from tutor.models import Event, KnownCheck, StepDone, User
from tutor.web import shell as shells
from tutor.web.kept import name_of
from tutor.web.views import offline

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "async () => navigator.serviceWorker.controller !== null && (await caches.has('day'))"
GONE = "async () => !(await caches.has('day'))"
SHELLS = "async () => (await caches.keys()).filter((name) => name.startsWith('shell-'))"
# What lies in this browser's own database, and which caches there are.
LOCAL = """async () => {
    const opened = await new Promise((resolve) => (indexedDB.open("loci").onsuccess = (event) => resolve(event.target.result)));
    const all = (name) => new Promise((resolve) => {
        opened.transaction(name).objectStore(name).getAll().onsuccess = (event) => resolve(event.target.result);
    });
    const found = {caches: await caches.keys(), urls: []};
    for (const name of ["meta", "waiting", "refused"]) found[name] = await all(name);
    for (const name of found.caches) {
        for (const {url} of await (await caches.open(name)).keys()) found.urls.push(new URL(url).pathname);
    }
    opened.close();
    return found;
}"""

# Puts an act behind those that wait, with an id of its own if it has none; how many are waiting then.
AGAIN = """async ([body, score]) => {
    const {add, everything} = await import("/static/tutor/offline/store.js");
    const event = {id: crypto.randomUUID(), at: new Date().toISOString(), zone: "UTC"};
    await add({title: "Sight", event: {kind: body.item ? "answered" : "step_done", ...event, ...body}, score});
    return (await everything()).waiting.length;
}"""


@pytest.fixture
def service_workers() -> str:
    return "allow"


def sign_in(page, address: str, learner: User) -> None:
    client = Client()
    client.force_login(learner)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


@pytest.fixture
def ada(live_server) -> User:
    helpers.publish_course()
    return helpers.learner()


def keep_today(page, address: str) -> None:
    """Looks at Today until the day is kept and the worker holds the shell."""
    page.goto(f"{address}/today/")
    until(page, KEPT)


def until(page, script: str, wanted: object = True) -> None:
    """Waits for what the script says, whose promise `wait_for_function` would take for an answer."""
    for _ in range(300):
        if page.evaluate(script) == wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{script} is not {wanted}")


@pytest.fixture
def kept(page, live_server, ada):
    """Ada's phone with her day on it."""
    sign_in(page, live_server.url, ada)
    keep_today(page, live_server.url)
    return page


def go_through(page) -> int:
    """Does all that the kept day lets one do; how many pages that were."""
    page.get_by_role("button", name="Go on without it").click()
    page.locator(".player").wait_for()
    done = 0
    while page.locator(".player").count():
        if page.locator("input[name=choice]").count():
            page.locator("input[name=choice]").first.check()
            page.get_by_role("button", name="Check").click()
            page.locator("[data-feedback]").wait_for()
        was = page.locator(".segments .is-done").count()
        page.locator("[data-next]").click()
        page.wait_for_function("was => document.querySelectorAll('.segments .is-done').length !== was", arg=was)
        done += 1
    return done


def test_a_day_that_was_done_without_a_network_arrives_once_with_its_moments(kept, live_server, ada) -> None:
    kept.context.set_offline(True)
    began = timezone.now()
    kept.goto(f"{live_server.url}/today/")
    kept.get_by_text("There is no network.").wait_for()
    assert go_through(kept) == 2, "read, and answered; the code after them needs the network"
    kept.get_by_role("heading", name="The rest needs the network").wait_for()
    assert "1 answer and 1 step wait for the network." in kept.locator("#network").text_content()
    assert not Attempt.objects.exists() and not StepDone.objects.exists()
    ended = timezone.now()
    kept.context.set_offline(False)
    kept.get_by_text("The network is there, and everything has arrived.").wait_for()
    attempt = Attempt.objects.get()
    assert began <= attempt.at <= ended and attempt.learner == ada
    assert [one.step_key for one in StepDone.objects.order_by("at")] == ["sight", "which"]
    count = Event.objects.count()
    kept.goto(f"{live_server.url}/today/")
    kept.reload()
    assert Event.objects.count() == count and kept.evaluate(LOCAL)["waiting"] == []
    assert kept.evaluate(AGAIN, [attempt_body(attempt)]) == 1
    kept.goto(f"{live_server.url}/offline/")
    # The page before may have been quicker, and then nothing waits here any more.
    kept.get_by_text(re.compile("everything has arrived|nothing waits on this device")).wait_for()
    assert kept.evaluate(LOCAL)["waiting"] == []
    assert Event.objects.count() == count, "whoever sends it again does it again no more"


def answer_wrong_offline(page, address, asked) -> str:
    """Takes the network away and a wrong option, which is given back, for the first question of the day that is kept."""
    wrong = helpers.option(asked, right=False)["choice"]
    page.context.set_offline(True)
    page.goto(f"{address}/today/")
    page.get_by_role("button", name="Go on without it").click()
    page.locator("[data-next]").click()
    page.locator(f"input[value={wrong}]").check()
    page.get_by_role("button", name="Check").click()
    return wrong


def test_what_is_answered_is_marked_on_the_device_as_the_site_marks_it_later(kept, live_server, ada) -> None:
    asked = services.question_for(learner=ada, item_slug="norm-which", now=timezone.now())
    key, wrong = asked.question.key, answer_wrong_offline(kept, live_server.url, asked)
    kept.locator(".feedback-head.is-wrong").wait_for()
    said = kept.locator("[data-feedback]").text_content()
    assert "Not quite" in said and "XP, and when it comes back, follow from the site" in said
    own, *others = kept.locator(".reasons > li").all()
    assert "your answer" in own.text_content() and key["options"][wrong]["why"] in own.text_content()
    assert len(others) == len(key["options"]) - 1 and kept.locator(".reasons .is-right:not(.is-chosen)").count() == 1
    kept.locator("[data-next]").click()
    kept.get_by_text("Marked on this device: 0 of 1 right.").wait_for()
    kept.context.set_offline(False)
    kept.get_by_text("everything has arrived").wait_for()
    assert Attempt.objects.get().score == 0


def test_an_answer_is_taken_back_without_a_network_and_only_the_slip_has_to_be_mended(kept, live_server, ada) -> None:
    asked = services.question_for(learner=ada, item_slug="norm-which", now=timezone.now())
    wrong = answer_wrong_offline(kept, live_server.url, asked)
    kept.locator("[data-feedback]").wait_for()
    kept.keyboard.press("u")
    kept.locator(f"input[value={wrong}]:checked").wait_for()
    assert kept.evaluate("document.activeElement.id") == "ask" and "taken back" in kept.locator("#said").text_content()
    kept.wait_for_function("() => document.querySelector('#network').textContent.includes('1 step and 1 answer taken back wait')")
    kept.locator("[data-leave]").click()
    kept.get_by_role("button", name="Go on without it").click()
    kept.locator(f"input[value={helpers.option(asked, right=True)['choice']}]").check()
    kept.get_by_role("button", name="Check").click()
    kept.locator(".feedback-head.is-right").wait_for()
    assert not kept.locator("#said").text_content()
    kept.locator("[data-next]").click()
    kept.get_by_text("Marked on this device: 1 of 1 right.").wait_for()
    assert "1 answer, 1 step and 1 answer taken back wait" in kept.locator("#network").text_content()
    kept.context.set_offline(False)
    kept.get_by_text("everything has arrived").wait_for()
    assert Attempt.objects.get().score == 1
    kinds = Event.objects.filter(learner=ada).order_by("at").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["answered", "undone", "answered"]


def test_what_the_device_could_not_mark_is_told_with_the_mark_of_the_site(page, live_server, ada) -> None:
    asked = services.question_for(learner=ada, item_slug="norm-which", now=timezone.now())
    check = {"concept": Concept.objects.get(slug="norm"), "items": ["norm-which"], "day": ada.clock.day(timezone.now())}
    KnownCheck.objects.create(learner=ada, begun_at=timezone.now(), **check)
    sign_in(page, live_server.url, ada)
    keep_today(page, live_server.url)
    answer_wrong_offline(page, live_server.url, asked)
    page.get_by_text("Kept. It will be marked when you are back online").wait_for()
    page.locator("[data-next]").click()
    page.context.set_offline(False)
    page.get_by_role("heading", name="What the site has marked").wait_for()
    assert "The site marks it: Not quite." in page.locator("[data-marks]").text_content()
    assert "The site has marked 1 answer." in page.locator("#network").text_content()
    page.goto(f"{live_server.url}/profile/")
    page.get_by_role("link", name="See the marks").click()
    page.get_by_role("button", name="I have read it").click()
    page.get_by_role("heading", name="What the site has marked").wait_for(state="hidden")


def test_where_the_site_marks_otherwise_than_the_device_both_marks_are_told(kept, live_server, ada) -> None:
    asked = services.question_for(learner=ada, item_slug="norm-which", now=timezone.now())
    revision = Item.objects.get(slug="norm-which").current.digest
    body = {"item": "norm-which", "revision": revision, "number": asked.number, "seconds": 9, "hints_used": 0}
    kept.evaluate(AGAIN, [body | {"response": helpers.option(asked, right=True)}, 0])
    kept.goto(f"{live_server.url}/offline/")
    kept.get_by_text("The site marks it: Right. On this device it was: Not quite. The site’s mark counts.").wait_for()


def test_the_state_tells_of_waiting_only_where_something_waits(kept, live_server) -> None:
    kept.goto(f"{live_server.url}/offline/")
    kept.get_by_text("The network is there, and nothing waits on this device.").wait_for()
    kept.context.clear_cookies(name="sessionid")
    kept.goto(f"{live_server.url}/offline/")
    kept.get_by_text("You are signed out.").wait_for()
    assert "waits" not in kept.locator("#network").text_content()


def test_the_days_to_come_are_kept_too_and_begin_with_what_was_left(kept, live_server, ada) -> None:
    kept.clock.install()
    kept.context.set_offline(True)
    kept.goto(f"{live_server.url}/today/")
    tomorrow, after = (f"{ada.clock.day(timezone.now() + timedelta(days=days)):%A, %-d %B}" for days in (1, 2))
    assert f"Also on this device: {tomorrow} (" in kept.locator(".kept-ahead").text_content()
    kept.clock.set_system_time(timezone.now() + timedelta(days=2))
    kept.reload()
    kept.get_by_text(f"{after}, as kept on").wait_for()
    assert "Left from before." in kept.locator(".plan").text_content()
    assert go_through(kept) >= 2
    assert kept.locator(".kept-ahead").is_hidden()


def test_nothing_private_and_nothing_that_changes_is_in_a_cache(kept, live_server) -> None:
    kept.goto(f"{live_server.url}/settings/")
    kept.goto(f"{live_server.url}/today/go/")
    found = kept.evaluate(LOCAL)
    assert len(found["caches"]) == 2 and "/offline/" in found["urls"]
    assert [url for url in found["urls"] if url != "/offline/" and not url.startswith(("/static/", "/assets/"))] == []


def test_what_was_done_while_the_site_was_stopped_arrives_when_it_runs_again(page, transactional_db) -> None:
    helpers.publish_course()
    ada = helpers.learner()
    with serving(0) as address:
        sign_in(page, address, ada)
        keep_today(page, address)
    page.goto(f"{address}/profile/")
    page.get_by_text("There is no network.").wait_for()
    go_through(page)
    with serving(int(address.rpartition(":")[2])):
        page.get_by_role("button", name="Try the network").click()
        page.get_by_text("everything has arrived").wait_for()
        page.goto("about:blank")
    assert Attempt.objects.get().learner == ada


def test_what_is_refused_is_told_with_its_reason_and_the_rest_arrives(kept, live_server) -> None:
    kept.context.set_offline(True)
    kept.goto(f"{live_server.url}/today/")
    kept.evaluate(AGAIN, [{"at": "2100-01-01T00:00:00Z", "lesson": "lengths", "step": "sight"}])
    go_through(kept)
    kept.context.set_offline(False)
    kept.get_by_role("heading", name="What was refused").wait_for()
    assert "1 of them was refused" in kept.locator("#network").text_content()
    assert Attempt.objects.count() == 1 and "Set the clock of your device." in kept.locator("[data-refused] ul").text_content()
    kept.goto(f"{live_server.url}/profile/")
    kept.get_by_role("link", name="See why").click()
    kept.get_by_role("button", name="I have read it").click()
    kept.get_by_role("heading", name="What was refused").wait_for(state="hidden")


def test_signing_out_leaves_nothing(kept, live_server, ada) -> None:
    kept.goto(f"{live_server.url}/accounts/logout/")
    kept.get_by_role("button", name="Sign out").click()
    kept.wait_for_url(f"{live_server.url}/")
    until(kept, GONE)
    assert kept.evaluate(LOCAL)["meta"] == []
    kept.context.set_offline(True)
    kept.goto(f"{live_server.url}/today/")
    kept.get_by_role("heading", name="Nothing is kept on this device").wait_for()


def test_another_learner_sees_nothing_and_sends_nothing_of_the_first(kept, live_server) -> None:
    kept.context.set_offline(True)
    kept.goto(f"{live_server.url}/today/")
    go_through(kept)
    kept.goto("about:blank")
    bea = helpers.learner("bea")
    sign_in(kept, live_server.url, bea)
    kept.context.set_offline(False)
    keep_today(kept, live_server.url)
    found = kept.evaluate(LOCAL)
    assert name_of(bea) in found["meta"] and found["waiting"] == []
    assert not Attempt.objects.exists() and not StepDone.objects.exists()


def test_a_session_that_has_ended_shows_nothing_until_the_learner_is_back(kept, live_server, ada) -> None:
    kept.context.set_offline(True)
    kept.goto(f"{live_server.url}/today/")
    go_through(kept)
    kept.context.set_offline(False)
    kept.context.clear_cookies(name="sessionid")
    kept.goto(f"{live_server.url}/offline/")
    kept.get_by_text("You are signed out. Sign in again, and what waits is sent: 2 things.").wait_for()
    kept.get_by_role("heading", name="Nothing is kept on this device").wait_for()
    sign_in(kept, live_server.url, ada)
    kept.goto(f"{live_server.url}/offline/")
    kept.get_by_text("everything has arrived").wait_for()
    assert Attempt.objects.get().learner == ada


def test_a_renewed_site_replaces_the_whole_shell(kept, live_server, monkeypatch) -> None:
    old = shells.shell()
    page = old.page.replace(b"Without a network", b"In a tunnel")
    new = replace(old, version="renewed", page=page, worker=old.worker.replace(old.version.encode(), b"renewed"))
    monkeypatch.setattr(offline, "shell", lambda: new)
    kept.goto(f"{live_server.url}/today/")
    until(kept, SHELLS, ["shell-renewed"])
    kept.context.set_offline(True)
    kept.goto(f"{live_server.url}/today/")
    assert "In a tunnel" in kept.title()
    kept.get_by_role("button", name="Go on without it").wait_for()


def test_the_kept_day_shuts_nobody_out_and_goes_by_keys_alone(kept, live_server) -> None:
    kept.emulate_media(reduced_motion="reduce")
    kept.context.set_offline(True)
    kept.goto(f"{live_server.url}/today/")
    kept.get_by_text("There is no network.").wait_for()
    wrong = audit(kept)
    kept.keyboard.press("Enter")
    kept.locator(".player").wait_for()
    assert kept.evaluate("document.activeElement.localName") == "h1"
    wrong += audit(kept)
    kept.keyboard.press("Enter")
    kept.locator("input[name=choice]").first.wait_for()
    kept.keyboard.press("1")
    kept.keyboard.press("Enter")
    kept.locator("[data-feedback]").wait_for()
    kept.wait_for_function("() => document.querySelector('#network').textContent.includes('1 answer and 1 step wait')")
    assert kept.evaluate("'feedback' in document.activeElement.dataset")
    wrong += audit(kept)
    kept.keyboard.press("Enter")
    kept.get_by_role("heading", name="The rest needs the network").wait_for()
    assert wrong + audit(kept) == []


def attempt_body(attempt: Attempt) -> dict[str, object]:
    """What had been sent for it, as far as it names the act."""
    return {
        "id": str(attempt.client_id),
        "item": attempt.item.slug,
        "revision": attempt.revision.digest,
        "number": attempt.number,
        "response": attempt.response,
        "seconds": 1,
        "hints_used": 0,
    }
