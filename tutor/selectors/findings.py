"""What checks found beside their verdict: figures, curves and mistakes of a learner's latest submission that told of some."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.core.paginator import Paginator

from exercises.models import CheckResult
from grading.findings import KINDS, Findings
from tutor.models import Certificate, Trial, User

A_PAGE, TEACHING = 20, 5


@dataclass(frozen=True, slots=True)
class MistakeView:
    kind: str
    first: str
    second: str
    likeness: float
    note: str


@dataclass(frozen=True, slots=True)
class CheckFindings:
    """One check's findings; `teaching` are the mistakes that have a note."""

    title: str
    passed: bool
    score: float
    shares: tuple[tuple[str, float], ...]
    counts: tuple[tuple[str, int], ...]
    curves: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    teaching: tuple[MistakeView, ...]
    mistakes: tuple[MistakeView, ...]
    mistakes_in_all: int


@dataclass(frozen=True, slots=True)
class MistakePage:
    """A page of the mistakes of all checks, of one kind or (with an empty `kind`) of both."""

    kind: str
    number: int
    pages: int
    total: int
    rows: tuple[MistakeView, ...]


@dataclass(frozen=True, slots=True)
class TrialView:
    score: float
    passed: bool
    best: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingsView:
    """`checks` is empty as long as nothing was found. `trials` are the latest ten, newest first; `certificate` is the address
    of the certificate's page, by its id, empty before there is one.
    """

    at: datetime | None
    checks: tuple[CheckFindings, ...]
    mistakes: MistakePage
    teaching: tuple[MistakeView, ...]
    trials: tuple[TrialView, ...]
    certificate: str


def findings_for(learner: User, exercise_slug: str, which: str, *, kind: str = "", page: int = 1) -> FindingsView:
    """The findings of the latest submission that told of any: of the `samples`, or of the hidden checks of a `submission`.

    Five queries.
    """
    own = CheckResult.objects.filter(submission__learner=learner, submission__exercise__slug=exercise_slug)
    own = own.filter(sample=which == "samples", details__has_key="findings")
    latest = own.order_by("-submission__created_at").values_list("submission_id", "submission__created_at").first()
    rows = own.filter(submission_id=latest[0]).order_by("position") if latest else []
    checks = tuple(_check(row) for row in rows)
    trials = Trial.objects.filter(learner=learner, exercise__slug=exercise_slug).order_by("-at", "-pk")[:10]
    certificate = Certificate.objects.filter(learner=learner, exercise__slug=exercise_slug).first()
    return FindingsView(
        at=latest[1] if latest else None,
        checks=checks,
        mistakes=_page([one for check in checks for one in check.mistakes], kind if kind in KINDS else "", page),
        teaching=_in_turn([check.teaching for check in checks])[:TEACHING],
        trials=tuple(
            TrialView(one.score, one.passed, certificate is not None and one.pk == certificate.best_id, one.at) for one in trials
        ),
        certificate=str(certificate.public_id) if certificate else "",
    )


def _in_turn(rows: list[tuple[MistakeView, ...]]) -> tuple[MistakeView, ...]:
    """The first of each check, then the second of each."""
    return tuple(one for several in zip_longest(*rows) for one in several if one is not None)


def _check(row: CheckResult) -> CheckFindings:
    found = Findings.from_dict(row.details["findings"])
    mistakes = tuple(
        MistakeView(one.kind, found.texts[one.first], found.texts[one.second], one.likeness, one.note) for one in found.mistakes
    )
    return CheckFindings(
        title=row.title,
        passed=row.status == "passed",
        score=found.score,
        shares=found.shares,
        counts=found.counts,
        curves=found.curves,
        teaching=tuple(one for one in mistakes if one.note),
        mistakes=mistakes,
        mistakes_in_all=found.mistakes_in_all,
    )


def _page(mistakes: list[MistakeView], kind: str, number: int) -> MistakePage:
    pages = Paginator([one for one in mistakes if kind in {"", one.kind}], A_PAGE)
    shown = pages.get_page(number)
    return MistakePage(kind, shown.number, pages.num_pages, pages.count, tuple(shown.object_list))
