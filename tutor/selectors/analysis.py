"""What is known of each version of a question, for its authors: figures out of stored sums, and of no learner anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F

from exercises import marking
from exercises.models import ItemRevision
from tutor.errors import NotFound
from tutor.models import ItemReport, ItemStat, LeechFlag
from tutor.models.analysis import Status
from tutor.rules import analysis
from tutor.rules.analysis import Sums
from tutor.rules.flags import IDLE_SHARE, Flag, flags
from tutor.rules.intervals import Estimate, difference

# In design and match what is right depends on the rest of the answer, or there are many places to be right in.
ONE_ANSWER = ("choice", "choices", "point")
OFFERED = (*ONE_ANSWER, "fill")
# As many as anybody reads at once.
MOST_REPORTS = 200


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A version of a question. Figures are of learners' first answers, but for `residual` and `standardised`, which are of all
    answers that something was predicted of; None where there are too few.
    """

    revision_id: int
    slug: str
    kind: str
    lesson: str
    lesson_title: str
    concept: str
    current: bool
    published_at: datetime
    declared_seconds: int
    answers: int
    later: int
    pass_rate: Estimate | None
    later_rate: Estimate | None
    hint_rate: Estimate | None
    time: Estimate | None
    discrimination: Estimate | None
    residual: Estimate | None
    standardised: float | None
    flags: tuple[Flag, ...]
    open_reports: int
    leeches: int

    @property
    def times_declared(self) -> float | None:
        """The median time as a multiple of the declared one."""
        return self.time.value / self.declared_seconds if self.time else None


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option and who took it. `idle`: surely taken by fewer than the share that makes a distractor work."""

    offer: marking.Offer
    count: int
    share: Estimate | None
    discrimination: Estimate | None
    idle: bool

    @property
    def spread(self) -> float:
        """How wide the interval of the share is."""
        return self.share.high - self.share.low if self.share else 0.0


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What a learner reported; of the learner there is nothing."""

    key: int
    revision_id: int
    slug: str
    reason: str
    note: str
    at: datetime
    status: str
    answer: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """A version with all there is to say of it. `change` is its pass rate less that of the version before."""

    row: ItemRow
    question: marking.Question
    hint_offered: bool
    why: str
    options: tuple[OptionRow, ...]
    seconds: dict[int, int]
    previous: ItemRow | None
    change: Estimate | None
    versions: tuple[ItemRow, ...]
    reports: tuple[ReportRow, ...]
    folded_at: datetime | None


# By what rows are sorted; what has no figure comes last, whichever way.
SORTS: dict[str, Callable[[ItemRow], Any]] = {
    "flags": lambda row: len(row.flags) or None,
    "question": lambda row: (row.lesson, row.slug),
    "answers": lambda row: row.answers,
    "pass": lambda row: row.pass_rate and row.pass_rate.value,
    "discrimination": lambda row: row.discrimination and row.discrimination.value,
    "time": lambda row: row.times_declared,
    "hints": lambda row: row.hint_rate and row.hint_rate.value,
    "residual": lambda row: row.standardised,
}


def item_rows(
    *, lesson: str = "", kind: str = "", flag: str = "", outdated: bool = False, sort: str = "flags", up: bool = False
) -> tuple[ItemRow, ...]:
    """Versions with their figures, the most first or with `up` the least. Four queries.

    Args:
        lesson, flag, kind: only of this lesson (its slug), with this flag, of this kind.
        outdated: also those that were replaced or retired.
    """
    revisions = _revisions().order_by("item__lesson__position", "item__slug", "-published_at")
    if not outdated:
        revisions = revisions.filter(item__current=F("pk"), item__retired_at=None)
    if lesson:
        revisions = revisions.filter(item__lesson__slug=lesson)
    if kind:
        revisions = revisions.filter(kind=kind)
    rows = [row for row in _rows(list(revisions)) if not flag or flag in row.flags]
    return sorted_rows(rows, SORTS.get(sort, SORTS["flags"]), up=up)


def sorted_rows(rows: Iterable[Any], by: Callable[[Any], Any], *, up: bool) -> tuple[Any, ...]:
    """Rows without a value come last, whichever way the others go."""
    known, unknown = [], []
    for row in rows:
        (unknown if by(row) is None else known).append(row)
    return (*sorted(known, key=by, reverse=not up), *unknown)


def item_page(revision_id: int) -> ItemPage:
    """All of one version, and of its others what compares. Six queries.

    Raises:
        NotFound: there is no such version.
    """
    revision = ItemRevision.objects.filter(pk=revision_id).first()
    if revision is None:
        raise NotFound("There is no such version of a question.", field="revision")
    siblings = list(_revisions().filter(item=revision.item_id).order_by("-published_at", "-pk"))
    stats = _stats(siblings)
    rows = tuple(_rows_of(siblings, stats))
    at = next(place for place, row in enumerate(rows) if row.revision_id == revision_id)
    row, previous = rows[at], rows[at + 1] if at + 1 < len(rows) else None
    stat = stats.get((revision_id, True))
    first = _sums(stats, revision_id, first=True)
    # Any seed shows what learners see; this one shows authors the same each time.
    question = marking.generate(revision.document, revision.pk)
    return ItemPage(
        row=row,
        question=question,
        hint_offered=bool(question.hint),
        why=question.key["why"],
        options=_options(revision, first),
        seconds=dict(first.seconds),
        previous=previous,
        change=difference(row.pass_rate, previous.pass_rate) if previous and row.pass_rate and previous.pass_rate else None,
        versions=rows,
        reports=report_rows(revision_id=revision_id),
        folded_at=stat.folded_at if stat else None,
    )


def report_rows(*, revision_id: int | None = None, status: str = "") -> tuple[ReportRow, ...]:
    """Reports, the latest first; of one version, or of one status. One query."""
    reports = ItemReport.objects.select_related("revision__item").defer("revision__document").order_by("-at")
    if revision_id is not None:
        reports = reports.filter(revision=revision_id)
    if status in Status.values:
        reports = reports.filter(status=status)
    return tuple(
        ReportRow(
            key=one.pk,
            revision_id=one.revision_id,
            slug=one.revision.item.slug,
            reason=one.get_reason_display(),
            note=one.note,
            at=one.at,
            status=one.status,
            answer=one.answer,
        )
        for one in reports[:MOST_REPORTS]
    )


def _revisions() -> Any:
    return ItemRevision.objects.select_related("item__lesson__current", "item__concept").defer("item__lesson__current__document")


def _stats(revisions: Iterable[ItemRevision]) -> dict[tuple[int, bool], ItemStat]:
    return {(stat.revision_id, stat.first): stat for stat in ItemStat.objects.filter(revision__in=[one.pk for one in revisions])}


def _open_reports(revisions: Iterable[ItemRevision]) -> dict[int, int]:
    found = ItemReport.objects.filter(status=Status.OPEN, revision__in=[one.pk for one in revisions]).order_by()
    return dict(found.values_list("revision").annotate(Count("pk")))


def _leeches(revisions: Iterable[ItemRevision]) -> dict[int, int]:
    """How many learners miss it improbably often now."""
    found = LeechFlag.objects.filter(closed_at=None, revision__in=[one.pk for one in revisions]).order_by()
    return dict(found.values_list("revision").annotate(Count("pk")))


def _sums(stats: dict[tuple[int, bool], ItemStat], revision_id: int, *, first: bool) -> Sums:
    stat = stats.get((revision_id, first))
    return Sums.from_document(stat.sums) if stat else Sums()


def _rows(revisions: list[ItemRevision]) -> list[ItemRow]:
    return _rows_of(revisions, _stats(revisions))


def _rows_of(revisions: list[ItemRevision], stats: dict[tuple[int, bool], ItemStat]) -> list[ItemRow]:
    reports, leeches = _open_reports(revisions), _leeches(revisions)
    return [_row(one, stats, reports.get(one.pk, 0), leeches.get(one.pk, 0)) for one in revisions]


def _row(revision: ItemRevision, stats: dict[tuple[int, bool], ItemStat], open_reports: int, leeches: int) -> ItemRow:
    first, later = (_sums(stats, revision.pk, first=one) for one in (True, False))
    everything, item = analysis.together(first, later), revision.item
    offers = marking.offers(revision.document) if revision.kind in OFFERED else ()
    return ItemRow(
        revision_id=revision.pk,
        slug=item.slug,
        kind=revision.kind,
        lesson=item.lesson.number,
        lesson_title=item.lesson.current.title if item.lesson.current else item.lesson.slug,
        concept=item.concept.title,
        current=item.current_id == revision.pk and item.retired_at is None,
        published_at=revision.published_at,
        declared_seconds=revision.seconds,
        answers=first.answers,
        later=later.answers,
        pass_rate=analysis.pass_rate(first),
        later_rate=analysis.pass_rate(later),
        hint_rate=analysis.hint_rate(first) if revision.document.get("hint") else None,
        time=analysis.time_taken(first),
        discrimination=analysis.discrimination(first),
        residual=analysis.residual(everything),
        standardised=analysis.standardised(everything),
        flags=flags(
            first,
            later,
            declared_seconds=revision.seconds,
            rights=[one.key for one in offers if one.right] if revision.kind in ONE_ANSWER else [],
            distractors=[one.key for one in offers if one.right is False],
            open_reports=open_reports,
            leeches=leeches,
        ),
        open_reports=open_reports,
        leeches=leeches,
    )


def _options(revision: ItemRevision, first: Sums) -> tuple[OptionRow, ...]:
    rows = []
    for offer in marking.offers(revision.document):
        share = analysis.option_share(first, offer.key)
        idle = revision.kind in OFFERED and offer.right is False and share is not None and share.high < IDLE_SHARE
        count = first.picks[offer.key].count if offer.key in first.picks else 0
        # Of all pairs of a match only those are told that are right or that somebody made.
        if revision.kind != "match" or offer.right or count:
            rows.append(OptionRow(offer, count, share, analysis.option_discrimination(first, offer.key), idle))
    return tuple(rows)
