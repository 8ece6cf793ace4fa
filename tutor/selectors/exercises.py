"""The exercise page: task, code, hints taken, what was handed in, and the solution once it may be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from exercises.models import CheckResult, Draft, Exercise, HintTaken, SolutionShown, Submission
from grading.contract import Verdict
from lessons.content.markdown import code
from tutor.errors import NotFound
from tutor.models import LessonProgress, StepDone, User
from tutor.selectors.links import after_step, onward
from tutor.selectors.progress import plan_progress
from tutor.selectors.submissions import SubmissionView, grading_is_paused, regradings, standing, submission_view

LATEST = 20


@dataclass(frozen=True, slots=True)
class CheckTitle:
    title: str
    sample: bool


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """`source` is the learner's draft, or the starter before there is one; `hints` are those that were taken, as HTML.

    `submissions` are the latest 20, newest first, and only `latest` has its checks. `solution` is empty until it may be seen.
    """

    slug: str
    title: str
    prompt_html: str
    starter: str
    draft: str | None
    source: str
    hints: tuple[str, ...]
    hints_total: int
    checks: tuple[CheckTitle, ...]
    entry: tuple[dict[str, Any], ...]
    submissions: tuple[SubmissionView, ...]
    latest: SubmissionView | None
    passed: bool
    gave_up: bool
    solution: str
    solution_html: str
    next_url: str
    samples_suffice: bool
    grading_paused: bool


def exercise_for(learner: User, exercise_slug: str, now: datetime) -> ExerciseView:
    """An exercise as it stands for a learner. Fourteen queries at most."""
    exercise = (
        Exercise.objects.filter(slug=exercise_slug, current__isnull=False).select_related("current", "lesson__path").first()
    )
    if exercise is None or exercise.current is None:
        raise NotFound(f"There is no exercise “{exercise_slug}”.", field="exercise")
    revision = exercise.current
    own = Submission.objects.filter(learner=learner, exercise=exercise)
    handed_in = own.filter(regraded_from=None).select_related("revision", "exercise").prefetch_related(regradings())
    latest = list(handed_in.defer("source", "report", "revision__checks", "revision__solution")[:LATEST])
    checks = list(CheckResult.objects.filter(submission=standing(latest[0]))) if latest else []
    views = tuple(submission_view(row, checks if row is latest[0] else []) for row in latest)
    shown = SolutionShown.objects.filter(learner=learner, exercise=exercise).first()
    draft = Draft.objects.filter(learner=learner, exercise=exercise).values_list("source", flat=True).first()
    taken = HintTaken.objects.filter(learner=learner, exercise=exercise).order_by("number").values_list("number", flat=True)
    next_url, samples = _onward(learner, exercise, now)
    return ExerciseView(
        slug=exercise.slug,
        title=revision.title,
        prompt_html=revision.prompt_html,
        starter=revision.starter,
        draft=draft,
        source=revision.starter if draft is None else draft,
        hints=tuple(revision.hints[number - 1] for number in taken if number <= len(revision.hints)),
        hints_total=len(revision.hints),
        checks=tuple(CheckTitle(check["title"], check["sample"]) for check in revision.check_list),
        entry=tuple(revision.document["entry"]),
        submissions=views,
        latest=views[0] if views else None,
        passed=own.filter(mode="submit", verdict=Verdict.PASSED).exists(),
        gave_up=bool(shown and shown.gave_up),
        solution=revision.solution if shown else "",
        solution_html=code(revision.solution, "python") if shown else "",
        next_url=next_url,
        samples_suffice=samples,
        grading_paused=grading_is_paused(),
    )


@dataclass(frozen=True, slots=True)
class DraftView:
    """The code in the editor; `saved_at` is None where it is the starter still."""

    source: str
    saved_at: datetime | None


def draft_for(learner: User, exercise_slug: str) -> DraftView:
    """Two queries.

    Raises:
        NotFound: no such exercise.
    """
    exercise = Exercise.objects.filter(slug=exercise_slug, current__isnull=False).select_related("current").first()
    if exercise is None or exercise.current is None:
        raise NotFound(f"There is no exercise “{exercise_slug}”.", field="exercise")
    draft = Draft.objects.filter(learner=learner, exercise=exercise).first()
    return DraftView(draft.source, draft.saved_at) if draft else DraftView(exercise.current.starter, None)


def _onward(learner: User, exercise: Exercise, now: datetime) -> tuple[str, bool]:
    """On from the lesson step that this exercise is, or on through the day; and whether passing the samples leads there.

    Of several such steps it is the last that the learner has come to.
    """
    progress = LessonProgress.objects.filter(learner=learner, lesson=exercise.lesson).select_related("revision").first()
    steps = progress.revision.steps if progress else []
    mine = [step for step in steps if step["kind"] == "code" and step.get("exercise") == exercise.slug]
    if progress is None or not mine:
        return onward(), False
    if len(mine) > 1:
        done = set(StepDone.objects.filter(learner=learner, lesson=exercise.lesson).values_list("step_key", flat=True))
        come_to = [step["key"] for step in steps[: 1 + sum(1 for _ in takewhile(lambda step: step["key"] in done, steps))]]
        mine = [step for step in mine if step["key"] in come_to] or mine[:1]
    plan = plan_progress(learner, learner.clock.day(now))
    return after_step(exercise.lesson, progress.revision, mine[-1]["key"], plan), mine[-1].get("goal") == "samples"
