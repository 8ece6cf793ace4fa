"""Every page that there is, before and after a learner's doing: who looks at it, where, and what they do there first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tests.sample import ITEMS, slug_of

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page
    from pytest_django import DjangoDbBlocker

CATALOGUE = Path(__file__).parents[2] / "lessons" / "catalogue"
EXERCISE = "count-the-company"
Doing = Callable[["Page"], None]


@dataclass(frozen=True, slots=True)
class View:
    """`who` is a learner of `learners.cast`, or nobody; `{day}` and `{yesterday}` stand for dates in the address."""

    who: str
    where: str
    do: Doing | None = None


@contextmanager
def site() -> Iterator[str]:
    """The address of the site, served by this process with its static files."""
    from django.contrib.staticfiles.testing import StaticLiveServerTestCase

    thread = StaticLiveServerTestCase._create_server_thread({})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()


@contextmanager
def taught(blocker: DjangoDbBlocker) -> Iterator[str]:
    """The site with the real catalogue, for tests that share it and its database, which is left empty."""
    from django.core.management import call_command

    from tests.catalogue.bundle import real
    from tutor.catalogue.publishing import publish

    with blocker.unblock(), site() as address:
        publish(real(), now=timezone.now())
        yield address
        call_command("flush", interactive=False, verbosity=0)


def show(page: Page, view: View, address: str) -> None:
    """Opens the view's page and does there what makes it what it is."""
    day = timezone.now().date()
    yesterday = (day - timedelta(days=1)).isoformat()
    given = {"certificate": _certificate(), "mails": _mails(), "gate": _gate(), **_versions()}
    where = view.where.format(day=day.isoformat(), yesterday=yesterday, **given)
    page.goto(address + where)
    if page.locator("[data-stage]").count():
        page.locator("[data-stage] .kit-says").wait_for(state="attached")
    if view.do:
        view.do(page)


def _certificate() -> str:
    from tutor.models import Certificate

    found = Certificate.objects.values_list("public_id", flat=True).first()
    return str(found) if found else ""


def _gate() -> str:
    """The lesson that is the next of one who has forgotten what it builds on."""
    from lessons.models import Lesson

    ahead = Lesson.objects.filter(path__slug="embeddings").exclude(progress__learner__username="faded")
    return ahead.order_by("position").values_list("slug", flat=True)[0]


def _versions() -> dict[str, int]:
    """The published versions of the sample's first question and of its exercise."""
    from exercises.models import Exercise, Item
    from tests.sample import EXERCISE

    return {
        "question": Item.objects.get(slug=slug_of("choice")).current_id,
        "exercise": Exercise.objects.get(slug=EXERCISE).current_id,
    }


def _mails() -> str:
    """The link of a reminder."""
    from tutor.messages.mail import About, path_for
    from tutor.models import User

    return path_for(User.objects.get(username="bea").pk, About.DAILY)


def answered(right: bool) -> Doing:
    def do(page: Page) -> None:
        from tests.browser.answering import answer
        from tutor.models import User

        learner = User.objects.get(username="bea")
        answer(page, learner, page.url.split("/")[-2], right=right)

    return do


def being_oneself(page: Page) -> None:
    """Gives the password once more, where it is asked for."""
    if "/reauthenticate/" in page.url:
        page.locator("input[type=password]").fill("a long and quiet phrase")
        page.locator("main .button-primary").click()
        page.wait_for_url(lambda where: "/reauthenticate/" not in where)


def signing_in(page: Page) -> None:
    """As somebody whose account asks for a code, too."""
    page.fill("input[name=login]", "guarded")
    page.fill("input[name=password]", "a long and quiet phrase")
    page.click("main button")
    page.wait_for_url("**/2fa/authenticate/**")


def reporting(page: Page) -> None:
    answered(False)(page)
    page.locator(".report summary").click()


def taken_back(page: Page) -> None:
    answered(False)(page)
    page.keyboard.press("u")
    page.locator("#said .note").wait_for()


def moved(page: Page) -> None:
    """Asks what changes if one was on the other side of the world."""
    page.select_option("select[name=zone]", "Pacific/Auckland")
    page.fill("input[name=first]", (timezone.now().date() - timedelta(days=18)).isoformat())
    page.locator("form.card .button").click()
    page.locator("#change").wait_for()


def touched(page: Page) -> None:
    """Guesses, and moves the widget, which then says what it shows."""
    from tests.browser.walking import touch

    page.locator("input[name=prediction]").first.check()
    page.locator("[data-stage] .kit-says").wait_for()
    touch(page)


def clicked(*selectors: str) -> Doing:
    def agree(dialog: Dialog) -> None:
        dialog.accept()

    def do(page: Page) -> None:
        page.on("dialog", agree)
        for selector in selectors:
            page.locator(selector).locator("visible=true").first.click()
        page.remove_listener("dialog", agree)

    return do


def failed_sign_in(page: Page) -> None:
    page.fill("input[name=login]", "nobody")
    page.fill("input[name=password]", "guessed")
    page.click("main button")
    page.locator(".problem").wait_for()


def refused(status: int) -> Doing:
    """Puts the page of a failure in place of this one, as the site renders it."""

    def do(page: Page) -> None:
        page.route("**/refused/", lambda route: route.fulfill(body=failure(status).content, content_type="text/html"))
        page.goto("/".join([*page.url.split("/")[:3], "refused/"]))

    return do


def failure(status: int) -> HttpResponse:
    from django.contrib.auth.models import AnonymousUser

    from tutor.errors import TooManyInFlight
    from tutor.web import errors

    request = HttpRequest()
    request.user = AnonymousUser()
    if status == 429:
        refusal = TooManyInFlight("You have three submissions under way.", "Wait for one of them.")
        return errors.LearningErrorMiddleware(lambda request: HttpResponse()).process_exception(request, refusal)
    pages = {400: errors.bad_request, 403: errors.forbidden, 404: errors.not_found}
    return errors.server_error(request) if status == 500 else pages[status](request, Exception())


PAGES = {
    "home": View("", "/"),
    "login": View("", "/accounts/login/"),
    "login-wrong": View("", "/accounts/login/", failed_sign_in),
    "signup": View("new", "/accounts/signup/"),
    "reset": View("", "/accounts/password/reset/"),
    "logout": View("old", "/accounts/logout/"),
    "password": View("old", "/accounts/password/change/"),
    "today-new": View("new", "/today/"),
    "today-old": View("old", "/today/"),
    "today-done": View("done", "/today/"),
    "today-back": View("back", "/today/"),
    "today-away": View("away", "/today/"),
    "today-more": View("more", "/today/"),
    "gate": View("faded", "/learn/embeddings/{gate}/"),
    "path-target": View("back", "/learn/embeddings/"),
    "placement": View("new", "/learn/embeddings/placement/"),
    "placement-question": View("hinted", "/learn/embeddings/placement/", clicked("main .button-primary")),
    "placement-result": View("placed", "/learn/embeddings/placement/"),
    "breaks": View("back", "/settings/breaks/"),
    "breaks-none": View("new", "/settings/breaks/"),
    "summary": View("done", "/today/{day}/"),
    "summary-old": View("old", "/today/{yesterday}/"),
    "summary-empty": View("new", "/today/{yesterday}/"),
    "path-visitor": View("", "/learn/embeddings/", clicked("summary")),
    "path-new": View("new", "/learn/embeddings/"),
    "path-old": View("old", "/learn/embeddings/"),
    "path-far": View("far", "/learn/embeddings/"),
    "path-sample": View("old", "/learn/sample/"),
    "certificate": View("", "/certificates/{certificate}/"),
    "certificate-own": View("far", "/certificates/{certificate}/"),
    "report": View("bea", f"/review/{slug_of('choice')}/", reporting),
    "taken-back": View("bea", f"/review/{slug_of('choice')}/", taken_back),
    "concept": View("old", "/concepts/context-window/"),
    "concept-new": View("new", "/concepts/cosine-similarity/"),
    "profile": View("old", "/profile/"),
    "profile-new": View("new", "/profile/"),
    "statistics": View("year", "/statistics/"),
    "statistics-memory": View("year", "/statistics/memory/"),
    "statistics-understanding": View("year", "/statistics/understanding/"),
    "statistics-new": View("new", "/statistics/"),
    "statistics-memory-new": View("new", "/statistics/memory/"),
    "statistics-understanding-new": View("new", "/statistics/understanding/"),
    "achievements": View("old", "/achievements/"),
    "achievements-new": View("new", "/achievements/"),
    "league": View("old", "/league/"),
    "league-join": View("far", "/league/"),
    "league-new": View("new", "/league/"),
    "settings": View("old", "/settings/"),
    "signed-in": View("old", "/settings/signed-in/"),
    "second-factor": View("owner", "/accounts/2fa/"),
    "second-factor-on": View("owner", "/accounts/2fa/totp/activate/", being_oneself),
    "second-factor-you": View("owner", "/accounts/reauthenticate/"),
    "second-factor-guarded": View("guarded", "/accounts/2fa/"),
    "second-factor-codes": View("guarded", "/accounts/2fa/recovery-codes/", being_oneself),
    "second-factor-off": View("guarded", "/accounts/2fa/totp/deactivate/", being_oneself),
    "second-factor-asked": View("", "/accounts/login/", signing_in),
    "offline": View("old", "/offline/"),
    "api": View("", "/api/v1/docs/", clicked("#openToday > summary", "#answerItem > summary", "#answerItem .answer summary")),
    "signed-in-none": View("new", "/settings/signed-in/"),
    "data": View("old", "/settings/data/"),
    "data-new": View("new", "/settings/data/"),
    "zones": View("old", "/settings/zone/"),
    "zones-change": View("old", "/settings/zone/", moved),
    "mails": View("", "{mails}"),
    "mails-stopped": View("", "{mails}", clicked("button[value=stop]")),
    "address": View("old", "/accounts/email/"),
    "import": View("old", "/settings/import/"),
    "settings-delete": View("old", "/settings/delete/"),
    "search": View("old", "/search/"),
    "search-hits": View("old", "/search/?q=the+angle+between+two+vectors"),
    "search-none": View("old", "/search/?q=zzzz"),
    "exercise": View("new", f"/exercises/{EXERCISE}/"),
    "exercise-hint": View("hinted", f"/exercises/{EXERCISE}/"),
    "exercise-code": View("failed", f"/exercises/{EXERCISE}/", clicked("[data-pane-tab=code], loci-editor")),
    "exercise-running": View("running", f"/exercises/{EXERCISE}/", clicked("[data-pane-tab=result], .verdict-head")),
    "exercise-failed": View("failed", f"/exercises/{EXERCISE}/", clicked("[data-pane-tab=result], .verdict-head")),
    "exercise-error": View("error", f"/exercises/{EXERCISE}/", clicked("[data-pane-tab=result], .verdict-head")),
    "exercise-passed": View("passed", f"/exercises/{EXERCISE}/", clicked("[data-pane-tab=result], .verdict-head")),
    "exercise-solution": View("passed", f"/exercises/{EXERCISE}/", clicked("#solution button, .wb-part pre")),
    **{f"error-{status}": View("", "/accounts/login/", refused(status)) for status in (400, 403, 404, 429, 500)},
    "admin": View("owner", "/admin/"),
    "admin-grading": View("owner", "/admin/grading/"),
    "admin-analysis": View("owner", "/admin/analysis/"),
    "admin-analysis-question": View("owner", "/admin/analysis/questions/{question}/"),
    "admin-analysis-exercises": View("owner", "/admin/analysis/exercises/"),
    "admin-analysis-exercise": View("owner", "/admin/analysis/exercises/{exercise}/"),
    "admin-analysis-reports": View("owner", "/admin/analysis/reports/"),
}
QUESTIONS = {
    f"item-{kind}{after}": View("bea", f"/review/{slug_of(kind)}/", do)
    for kind in ITEMS
    for after, do in {"": None, "-wrong": answered(False), "-right": answered(True)}.items()
}


def lessons() -> dict[str, dict[str, View]]:
    """The views of each lesson's steps, widgets also as they are after a touch."""
    found = {}
    for file in sorted(CATALOGUE.glob("*/*/lesson.md")):
        text = file.read_text(encoding="utf-8")
        slug = re.findall(r"^slug: *(\S+)", text, re.MULTILINE)[0]
        steps = {}
        for kind, key in re.findall(r"^# (\w+) ([\w-]+):", text, re.MULTILINE):
            where = f"/learn/{file.parent.parent.name}/{slug}/{key}/"
            steps[f"step-{slug}-{kind}-{key}"] = View("far", where)
            if kind == "explore":
                steps[f"step-{slug}-{kind}-{key}-touched"] = View("far", where, touched)
        found[slug] = steps
    return found


def everything() -> dict[str, View]:
    return PAGES | QUESTIONS | {name: view for steps in lessons().values() for name, view in steps.items()}
