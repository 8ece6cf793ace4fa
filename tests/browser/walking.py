"""Goes through a lesson as a person does, from the map to its last step: reads, guesses, touches, answers, writes code.

A walker is right throughout, or wrong throughout and gives the exercise up. At each moment that is worth a look it says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from exercises.models import Exercise
from grading.validate import CAUGHT_BY
from lessons.lab.build import CATALOGUE
from lessons.models import Lesson
from tests.browser.answering import answer
from tutor.models import LessonProgress, User

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

GRADED_MS = 120_000
CONTROLS = "[data-stage] :is(input, select, textarea, button, [tabindex='0'])"
# What moves one of them, pressed one after another until the widget has felt it.
KEYS = ("ArrowRight", "ArrowDown", "Enter", "Space")


def touch(page: Page) -> None:
    """Moves the widget with keys, at the first control that answers to one; only then it is explained."""
    after = page.locator("[data-after]")
    assert not after.is_visible()
    for control in page.locator(CONTROLS).locator("visible=true").all():
        for key in KEYS:
            control.press(key)
            if after.is_visible():
                return
    raise AssertionError(f"nothing at {page.url} can be moved with keys")


@dataclass(frozen=True, slots=True)
class Walker:
    """`look` is called with the name of each moment, while the page shows it."""

    page: Page
    address: str
    learner: User
    right: bool
    look: Callable[[str], None]

    def take(self, lesson: Lesson) -> None:
        """From the map through the whole lesson; where a day's part of it ends, from the map again."""
        while not self._finished(lesson):
            self._open(lesson)
            before = self.page.url
            while f"/{lesson.slug}/" in self.page.url and self.page.locator("[data-step-kind]").count():
                self._take_step()
            assert self.page.url != before, f"{before} leads nowhere"
        self.look("end")

    def _finished(self, lesson: Lesson) -> bool:
        return LessonProgress.objects.filter(learner=self.learner, lesson=lesson, finished_at__isnull=False).exists()

    def _open(self, lesson: Lesson) -> None:
        self.page.goto(f"{self.address}/learn/{lesson.path.slug}/")
        self._go(self.page.locator(f".lessons a[href='/learn/{lesson.path.slug}/{lesson.slug}/']").first)

    def _take_step(self) -> None:
        kind = self.page.locator("[data-step-kind]").get_attribute("data-step-kind")
        name = f"{kind}-{self.page.url.rstrip('/').split('/')[-1]}"
        if kind == "explore":
            self._explore(name)
        elif kind == "check":
            self._check(name)
        elif kind == "code":
            self._code(name)
        else:
            self.look(name)
            self._go(self.page.locator(".player-foot .button-primary"))

    def _go(self, through: Locator) -> None:
        before = self.page.url
        through.click()
        self.page.wait_for_url(lambda url: url != before)

    def _explore(self, name: str) -> None:
        """The guess first, and only after a touch the explanation."""
        page, go_on = self.page, self.page.locator(".player-foot .button-primary")
        self.look(name)
        if (guess := page.locator(".predict")).count():
            assert go_on.is_disabled()
            answer = int(guess.get_attribute("data-answer") or 0)
            page.locator("input[name=prediction]").nth(answer if self.right else answer - 1).check()
            says = "Your guess was right." if self.right else "It came out otherwise than you guessed."
            assert page.locator("[data-verdict]").text_content() == says
        page.locator("[data-stage] .kit-says").wait_for()
        self.look(f"{name}-guessed")
        touch(page)
        self.look(f"{name}-touched")
        self._go(go_on)

    def _check(self, name: str) -> None:
        page, item = self.page, self.page.locator("form[data-question]").get_attribute("action").split("/")[-3]
        self.look(name)
        kind = answer(page, self.learner, item, right=self.right)
        assert page.locator(".feedback-head.is-right").count() == self.right, f"{item} is not marked as it should be"
        assert page.locator("[data-feedback] > .prose").last.inner_text().strip(), f"{item} is not explained"
        if not self.right:
            assert page.locator(".solution").inner_text().strip()
            if kind not in {"order", "card"}:
                assert page.locator(".reasons .is-wrong.is-chosen .text").first.inner_text().strip(), f"{item}: why is it wrong?"
        self.look(f"{name}-{kind}-{'right' if self.right else 'wrong'}")
        self._go(page.locator("[data-feedback] [data-enter]"))

    def _code(self, name: str) -> None:
        """The solution; or the starter, a known mistake and, with a hint, the end of patience."""
        exercise = Exercise.objects.select_related("current").get(slug=self._exercise())
        self.look(name)
        given_up = self.page.locator(".player-foot a:not(.button-quiet)")
        if not self.right and given_up.count():
            return self._go(given_up)  # whoever gave up at an earlier opening of the exercise is done with this one, too
        if self.right:
            assert self._hand_in(exercise.current.solution) == "passed"
            assert self.page.locator(".checks li .is-right").count() == len(exercise.current.check_list)
            self.look(f"{name}-passed")
            self._go(self.page.locator(".verdict .button-primary"))
            return
        assert self._hand_in(exercise.current.starter) != "passed"
        self.look(f"{name}-starter")
        source, check = mistake(exercise.slug)
        assert self._hand_in(source) != "passed"
        title = next(one["title"] for one in exercise.current.check_list if one["name"] == check)
        caught = self.page.locator(".checks li:has(.mark.is-wrong)", has_text=title).first
        assert caught.locator(".message").inner_text().strip(), f"{check} of {exercise.slug} does not say what is wrong"
        self.look(f"{name}-mistake")
        self._pane("task")
        self.page.click("#hints button")
        self.page.wait_for_selector(".wb-hint")
        self.page.once("dialog", lambda dialog: dialog.accept())
        self.page.click("#solution button")
        self.page.wait_for_selector("#solution pre")
        self.look(f"{name}-surrender")
        self._go(self.page.locator("#solution .button-primary"))

    def _exercise(self) -> str:
        return self.page.locator("loci-workbench").get_attribute("data-exercise") or ""

    def _pane(self, name: str) -> None:
        """Narrow pages show one at a time."""
        if (tab := self.page.locator(f"[data-pane-tab={name}]")).is_visible():
            tab.click()

    def _hand_in(self, source: str) -> str:
        """Types and submits it, and returns the verdict of the real grading."""
        page = self.page
        page.wait_for_function("() => Boolean(customElements.get('loci-editor'))")
        self._pane("code")
        page.locator("loci-editor .cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(source)
        earlier = page.locator(".verdict[data-submission]")
        known = earlier.get_attribute("data-submission") if earlier.count() else ""
        page.click("button[value=submit]")
        verdict = page.locator(f".verdict[data-submission]:not([data-submission='{known}'], [data-verdict=''])")
        verdict.wait_for(timeout=GRADED_MS)
        self._pane("result")
        return verdict.get_attribute("data-verdict") or ""


@cache
def mistake(exercise: str) -> tuple[str, str]:
    """A known wrong attempt at an exercise, without its docstring (which tells), and the check that catches it."""
    folder = next(file.parent for file in CATALOGUE.rglob("exercise.yaml") if f"slug: {exercise}\n" in file.read_text("utf-8"))
    told, _, source = min((folder / "mutants").glob("[!_]*.py")).read_text("utf-8").partition("\n")
    caught = CAUGHT_BY.search(told)
    assert caught, told
    return source.lstrip("\n"), caught[1]
