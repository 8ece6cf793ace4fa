"""What is known of each version of an exercise, for its authors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from exercises.models import ExerciseRevision
from tutor.errors import NotFound
from tutor.models import ExerciseStat
from tutor.rules import code_analysis as rules
from tutor.rules.code_analysis import CodeSums
from tutor.rules.intervals import Estimate
from tutor.selectors.analysis import sorted_rows


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check of a version: how often it ran, its pass rate, and of the submissions that failed the share in which it was the
    first that did.
    """

    name: str
    title: str
    sample: bool
    runs: int
    pass_rate: Estimate | None
    failing: Estimate | None


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """A version of an exercise. `pass_rate` is of learners' first submissions; tries, minutes and hints of those who passed."""

    revision_id: int
    slug: str
    title: str
    lesson: str
    current: bool
    published_at: datetime
    declared_seconds: int
    learners: int
    submissions: int
    solved: int
    pass_rate: Estimate | None
    tries: Estimate | None
    minutes: Estimate | None
    hint_rate: Estimate | None
    checks: tuple[CheckRow, ...]
    minutes_of: dict[int, int]
    tries_of: dict[int, int]
    folded_at: datetime | None

    @property
    def hardest(self) -> CheckRow | None:
        """The check that fails first most often."""
        known = [check for check in self.checks if check.failing and check.failing.value > 0]
        return max(known, key=lambda check: check.failing.value if check.failing else 0.0, default=None)


SORTS: dict[str, Callable[[ExerciseRow], Any]] = {
    "exercise": lambda row: (row.lesson, row.slug),
    "answers": lambda row: row.learners,
    "pass": lambda row: row.pass_rate and row.pass_rate.value,
    "tries": lambda row: row.tries and row.tries.value,
    "minutes": lambda row: row.minutes and row.minutes.value,
    "hints": lambda row: row.hint_rate and row.hint_rate.value,
}


def exercise_rows(
    *, lesson: str = "", outdated: bool = False, sort: str = "exercise", up: bool = True
) -> tuple[ExerciseRow, ...]:
    """Versions with their figures. Two queries."""
    revisions = _revisions().order_by("exercise__lesson__position", "exercise__slug", "-published_at")
    if not outdated:
        revisions = revisions.filter(exercise__current=F("pk"), exercise__retired_at=None)
    if lesson:
        revisions = revisions.filter(exercise__lesson__slug=lesson)
    return sorted_rows(_rows(list(revisions)), SORTS.get(sort, SORTS["exercise"]), up=up)


def exercise_page(revision_id: int) -> tuple[ExerciseRow, tuple[ExerciseRow, ...]]:
    """A version and all versions of its exercise, the latest first. Two queries.

    Raises:
        NotFound: there is no such version.
    """
    of_same = ExerciseRevision.objects.filter(pk=revision_id).values("exercise")
    rows = tuple(_rows(list(_revisions().filter(exercise__in=of_same).order_by("-published_at", "-pk"))))
    row = next((one for one in rows if one.revision_id == revision_id), None)
    if row is None:
        raise NotFound("There is no such version of an exercise.", field="revision")
    return row, rows


def _revisions() -> Any:
    return ExerciseRevision.objects.select_related("exercise__lesson").only(
        *("title", "seconds", "published_at", "document", "exercise__slug", "exercise__current_id", "exercise__retired_at"),
        "exercise__lesson__number",
    )


def _rows(revisions: list[ExerciseRevision]) -> list[ExerciseRow]:
    stats = {stat.revision_id: stat for stat in ExerciseStat.objects.filter(revision__in=[one.pk for one in revisions])}
    return [_row(one, stats.get(one.pk)) for one in revisions]


def _row(revision: ExerciseRevision, stat: ExerciseStat | None) -> ExerciseRow:
    sums, exercise = CodeSums.from_document(stat.sums) if stat else CodeSums(), revision.exercise
    return ExerciseRow(
        revision_id=revision.pk,
        slug=exercise.slug,
        title=revision.title,
        lesson=exercise.lesson.number,
        current=exercise.current_id == revision.pk and exercise.retired_at is None,
        published_at=revision.published_at,
        declared_seconds=revision.seconds,
        learners=sums.firsts,
        submissions=sums.submissions,
        solved=rules.solved(sums),
        pass_rate=rules.first_pass_rate(sums),
        tries=rules.tries_taken(sums),
        minutes=rules.minutes_taken(sums),
        hint_rate=rules.hint_rate(sums),
        checks=tuple(
            CheckRow(
                name=check["name"],
                title=check["title"],
                sample=check["sample"],
                runs=sums.runs.get(check["name"], 0),
                pass_rate=rules.check_rate(sums, check["name"]),
                failing=rules.failing_share(sums, check["name"]),
            )
            for check in revision.check_list
        ),
        minutes_of=dict(sums.minutes),
        tries_of=dict(sums.tries),
        folded_at=stat.folded_at if stat else None,
    )
