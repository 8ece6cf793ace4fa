"""The year of virtual learners with the real services, on whatever database is the default: make it one to throw away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.db import transaction

from exercises.marking.responses import right_response, wrong_responses
from exercises.models import Submission
from lessons.models import Path as LearningPath
from tutor import services
from tutor.models import ConceptMemory, User
from tutor.rules.day import zone
from tutor.selectors.progress import plan_progress
from tutor.simulation.chance import chance
from tutor.simulation.course import Course, Step
from tutor.simulation.measures import DayLived, Return
from tutor.simulation.people import LONG_AWAY, Person
from tutor.simulation.planners import WEEK, Kept, kept
from tutor.simulation.world import Try, World

FIRST_DAY = date(2026, 1, 5)
# More acts than any day has: a plan that never ends is an error of the plan.
MOST_ACTS = 400
# The editor keeps what is written, which tells the site how long somebody is at work.
DRAFT_SECONDS = 60


class Life:
    """One person with an account, day after day. `lived` and `returns` are what is measured of it."""

    def __init__(self, person: Person, course: Course, path: LearningPath) -> None:
        self.person, self.world = person, World(person, course)
        self.lived, self.returns, self.weeks = list[DayLived](), list[Return](), list[float]()
        self.minutes_by_day: list[float] = []
        self._steps = {(step.lesson, step.key): step for step in course.steps}
        self._now, self._day, self._last, self._back = self._begins(0), 0, 0, 0
        begun = {"zone": person.zone, "daily_minutes": person.minutes, "date_joined": self._now}
        self._learner = User.objects.create_user(f"simulated-{person.name}", **begun)
        services.enrol(learner=self._learner, path_slug=path.slug, now=self._now)

    def live(self, day: int) -> None:
        """What the person does on one day of the simulation, if anything."""
        before = self.world.minutes
        if self.person.is_there(day):
            self._day, self._now = day, max(self._begins(day), self._now)
            self._come_back()
            self._work_through()
            self._last = day
        self.minutes_by_day.append(self.world.minutes - before)
        if day % WEEK == WEEK - 1:
            self.weeks.append(self.world.remembered(day))

    def kept(self, days: int) -> Kept:
        return kept(self.world, self.weeks, days, self.minutes_by_day)

    def _begins(self, day: int) -> datetime:
        minute = chance(self.person.name, "minute", day).randrange(60)
        local = datetime.combine(FIRST_DAY + timedelta(days=day), time(self.person.hour, minute), zone(self.person.zone))
        return local.astimezone(UTC)

    def _come_back(self) -> None:
        """Notes a return from a long absence, and what is left of the last one's backlog."""
        if self._day - self._last > LONG_AWAY:
            overdue = ConceptMemory.objects.filter(learner=self._learner, due_on__lt=self._today)
            backlog = frozenset(overdue.values_list("concept_id", flat=True))
            self.returns.append(Return(self.person.name, self._day, self._day - self._last, backlog))
            self._back = 0
        if self.returns:
            self._back += 1
        if self.returns and (not self.returns[-1].left or self.returns[-1].left[-1]):
            returned = self.returns[-1]
            since = FIRST_DAY + timedelta(days=returned.day)
            waiting = ConceptMemory.objects.filter(learner=self._learner, concept__in=returned.backlog, due_on__lt=since)
            returned.left.append(waiting.count())
            returned.days.append(self._day)

    @property
    def _today(self) -> date:
        return self._learner.clock.day(self._now)

    def _work_through(self) -> None:
        overdue = ConceptMemory.objects.filter(learner=self._learner, due_on__lt=self._today).count()
        plan = services.open_day(learner=self._learner, now=self._now)
        picks, called_away = plan.document["picks"], self.person.is_called_away(self._day)
        if self.returns and self.returns[-1].day == self._day:
            self.returns[-1].left_out = plan.document["left_out"]
            if named := plan.document["catch_up"]:
                self.returns[-1].until = (date.fromisoformat(named) - FIRST_DAY).days
        taken = self._do(len(picks) // 2 if called_away else MOST_ACTS)
        self.lived.append(
            DayLived(
                person=self.person.name,
                day=self._day,
                promised=plan.minutes * 60,
                estimated=sum(pick["seconds"] for pick in picks),
                taken=taken,
                overdue=overdue,
                back=self._back,
                whole=not called_away,
            )
        )
        if self.person.wants_more(self._day) and not called_away:
            services.extend_day(learner=self._learner, now=self._now)
            self._do(MOST_ACTS)

    def _do(self, most: int) -> int:
        """Does what is open of the plan, in its order. Returns the seconds that it took."""
        before = self._now
        for acts in count():
            progress = plan_progress(self._learner, self._today)
            pick = progress.next_pick if progress else None
            if pick is None or acts >= most:
                if acts >= MOST_ACTS:
                    raise RuntimeError(f"The plan of {self.person.name} on day {self._day} does not come to an end: {pick}")
                break
            if pick["item"]:
                self._answer(pick["item"])
            else:
                self._step(self._steps[pick["lesson"], pick["key"]])
        return round((self._now - before).total_seconds())

    def _step(self, step: Step) -> None:
        services.start_lesson(learner=self._learner, lesson_slug=step.lesson, now=self._now)
        if step.item:
            self._answer(step.item, lesson_slug=step.lesson, step_key=step.key)
        elif step.exercise:
            self._write_code(step)
        else:
            spent = self.world.read(step)
            self._now += timedelta(seconds=spent)
            done = {"lesson_slug": step.lesson, "step_key": step.key, "seconds": spent}
            services.finish_step(learner=self._learner, now=self._now, **done)

    def _answer(self, item: str, **step: str) -> None:
        """Answers as the world says; the response is made of the question's key, and marked as anybody's."""
        asked = services.question_for(learner=self._learner, item_slug=item, now=self._now)
        given = self.world.answer(item, self._day)
        wrong = wrong_responses(asked.question)
        response = right_response(asked.question) if given.right else chance(self.person.name, asked.seed).choice(wrong)
        self._now += timedelta(seconds=given.seconds)
        services.answer_item(
            learner=self._learner,
            item_slug=item,
            revision=asked.revision_id,
            number=asked.number,
            response=response,
            seconds=given.seconds,
            hints_used=0,
            now=self._now,
            **step,
        )

    def _write_code(self, step: Step) -> None:
        """Hands in until it passes, and gives up where it never does."""
        tries = self.world.solve(step, self._day)
        code = {"exercise_slug": step.exercise, "source": f"# {self.person.name} on day {self._day}\n"}
        for one in tries:
            for spent in range(0, one.seconds, DRAFT_SECONDS):
                services.save_draft(learner=self._learner, now=self._now, **code)
                self._now += timedelta(seconds=min(DRAFT_SECONDS, one.seconds - spent))
            submission = services.submit_code(
                learner=self._learner,
                mode="run" if step.samples else "submit",
                client_id=uuid.UUID(int=chance(self.person.name, step.key, self._now).getrandbits(128)),
                now=self._now,
                **code,
            )
            report = report_of(submission, one)
            services.settle_submission(public_id=submission.public_id, report=report, now=self._now)
        if tries[-1].failing:
            services.show_solution(learner=self._learner, exercise_slug=step.exercise, now=self._now)


def report_of(submission: Submission, one: Try) -> dict[str, Any]:
    """What a grading worker would send of a try: the checks of the exercise's own list, failed where their concept is."""
    own = submission.exercise.concept.slug
    shown = [check for check in submission.revision.check_list if submission.mode == "submit" or check["sample"]]
    checks = [_named(check) | _outcome(failed=(check["concept"] or own) in one.failing) for check in shown]
    passed = sum(check["weight"] for check in checks if check["status"] == "passed")
    return {
        "job_id": str(submission.public_id),
        "verdict": "passed" if all(check["status"] == "passed" for check in checks) else "failed",
        "score": passed / sum(check["weight"] for check in submission.revision.check_list),
        "checks": checks,
        "seed": submission.seed,
        "fault": None,
        **NOTHING_SAID,
    }


NOTHING_SAID: dict[str, Any] = {"output": "", "traceback": [], "cpu_ms": 1, "wall_ms": 1, "peak_kib": 9000}


def _named(check: dict[str, Any]) -> dict[str, Any]:
    return {name: check[name] for name in ("name", "title", "weight", "concept", "sample")}


def _outcome(*, failed: bool) -> dict[str, Any]:
    return {"status": "failed" if failed else "passed", "message": "", "sample_io": None, **NOTHING_SAID}


def live(lives: Sequence[Life], day: int) -> None:
    """One day of everybody, side by side as in one installation.

    What one learner does is one transaction, at whose end no submission waits any more: nothing is sent to be graded.
    """
    for life in lives:
        with transaction.atomic():
            life.live(day)
