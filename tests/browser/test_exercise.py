"""Writing code in the page: the draft, running, what a check tells, hints, earlier versions, giving up."""

from __future__ import annotations

import re

import pytest

from exercises.models import Draft, Submission
from tests import helpers
from tutor.models import User

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("workers")]


@pytest.fixture
def ada(live_server, workers) -> User:
    helpers.publish_course()
    return helpers.learner()


@pytest.fixture
def bench(page, live_server, ada, client):
    """The page of the exercise `norm`, wide enough to show all panes, and Ada signed in."""
    client.force_login(ada)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/exercises/norm/")
    page.wait_for_function("() => Boolean(customElements.get('loci-editor'))")
    return page


def type_code(page, source: str) -> None:
    page.locator("loci-editor .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)


def code_of(page) -> str:
    return page.locator("loci-editor").evaluate("editor => editor.value")


def verdict(page, word: str):
    page.wait_for_selector(f".verdict[data-verdict={word}]", timeout=60_000)
    return page.locator(".verdict")


def test_a_draft_is_there_again_on_another_device(bench, live_server, chromium):
    type_code(bench, "def norm(v):\n    return 'not done'")
    bench.wait_for_selector("text=Draft saved")
    assert Draft.objects.get().source == "def norm(v):\n    return 'not done'"
    other = chromium.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    other.add_cookies(bench.context.cookies())
    phone = other.new_page()
    phone.goto(f"{live_server.url}/exercises/norm/")
    phone.wait_for_function("() => Boolean(customElements.get('loci-editor'))")
    assert code_of(phone) == "def norm(v):\n    return 'not done'"
    other.close()


def test_a_run_tells_of_the_samples_alone_with_values_output_and_the_learners_own_lines(bench):
    type_code(bench, "def norm(v):\n    print('in norm', v)\n    return v[0]")
    bench.keyboard.press("Control+Enter")
    said = verdict(bench, "failed").inner_text()
    assert bench.locator(".checks li").count() == 1
    assert "norm([3.0, 4.0])" in said and "5.0" in said and "3.0" in said
    assert "in norm [3.0, 4.0]" in said
    assert "Add the squares of all coordinates" in said

    type_code(bench, "def norm(v):\n    return v.length")
    bench.click("button[value=run]")
    verdict(bench, "error")
    assert "line 2: return v.length" in bench.locator(".checks").inner_text()
    assert "/" not in bench.locator(".checks dd").last.inner_text(), "no path of the machine"
    assert Submission.objects.filter(mode="run", settled_at__isnull=False).count() == 2


def test_results_arrive_one_by_one_while_others_are_still_being_checked(bench):
    bench.evaluate(
        """() => {
            window.seen = [];
            const look = () => window.seen.push(document.querySelector(".verdict progress")?.value);
            new MutationObserver(look).observe(document.querySelector("#verdict"), { childList: true, subtree: true });
        }"""
    )
    type_code(bench, f"import time\n{helpers.SOLUTION.replace('return', 'time.sleep(2); return')}")
    bench.keyboard.press("Control+Shift+Enter")
    verdict(bench, "passed")
    assert bench.locator(".checks li").count() == 3
    assert {1, 2} & set(bench.evaluate("window.seen")), "some results, and not all"


def test_a_double_click_hands_in_once(bench):
    type_code(bench, helpers.SOLUTION)
    bench.dblclick("button[value=submit]")
    verdict(bench, "passed")
    assert Submission.objects.count() == 1


def test_what_a_hidden_check_expects_is_never_in_the_page(bench):
    type_code(bench, helpers.WRONG)
    bench.click("button[value=submit]")
    said = verdict(bench, "failed").inner_text()
    assert "Not only two coordinates count." in said
    hidden = bench.locator(".checks li", has_text="any length of vector")
    assert hidden.locator("dl").count() == 0
    assert not re.search(r"\d\.\d{4}", hidden.inner_text())


def test_earlier_versions_come_back_and_undo_takes_them_away_again(bench):
    type_code(bench, helpers.WRONG)
    bench.click("button[value=run]")
    verdict(bench, "passed")
    type_code(bench, "def norm(v):\n    return 0")
    bench.click("button[value=run]")
    verdict(bench, "failed")
    assert bench.locator(".wb-history li").count() == 2
    bench.locator("[data-restore]").last.click()
    bench.wait_for_function("() => document.querySelector('loci-editor').value.includes('v[0] ** 2')")
    bench.wait_for_selector("text=Earlier version restored")
    bench.keyboard.press("Control+z")
    assert code_of(bench) == "def norm(v):\n    return 0"


def test_hints_come_one_by_one_and_the_solution_after_an_own_try(bench):
    bench.click("text=Show a hint")
    bench.wait_for_selector(".wb-hint >> text=Squares.")
    assert bench.locator(".wb-hint").count() == 1
    bench.click("text=Next hint")
    bench.wait_for_selector("text=These are all the hints there are.")
    type_code(bench, "def norm(v):\n    return 0")
    bench.click("button[value=submit]")
    verdict(bench, "failed")
    bench.once("dialog", lambda dialog: dialog.accept())
    bench.click("text=Give up and see the solution")
    bench.wait_for_selector("text=A reference solution")
    assert "x * x for x in v" in bench.locator("#solution").inner_text()


def test_code_that_never_ends_is_stopped_and_says_so(bench):
    type_code(bench, "def norm(v):\n    while True: pass")
    bench.click("button[value=run]")
    verdict(bench, "timeout")
