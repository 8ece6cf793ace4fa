"""Checks of “I know this” as rows: how they are made anew from the log, by the fold of `tutor.rules.proof`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from tutor.models import Event, Kind, KnownCheck
from tutor.selectors.history import CLAIMED, RESET, History, standing
from tutor.services.keeping import Rows


def refold_checks(history: History, concepts: Collection[int]) -> dict[tuple[int, date], UUID | None]:
    """Folds the checks of these concepts anew. A query, and two more where there are any; those of before they were told of
    are left alone.

    Returns:
        What has decided each, by concept and local day.
    """
    own = Event.objects.filter(learner=history.learner, concept__in=concepts)
    claims = list(own.filter(kind=Kind.CONCEPT_SET, document__state=CLAIMED).order_by("at", "uuid"))
    if not claims:
        return {}
    done = Q(kind__in=(Kind.ANSWERED, Kind.UNDONE)) | Q(kind=Kind.CONCEPT_SET, document__state=RESET)
    checks = history.checks([*claims, *standing(own.filter(done, at__gte=claims[0].at))])
    told = KnownCheck.objects.filter(learner=history.learner, concept__in=concepts)
    found, rows = {(row.concept_id, row.begun_at): row for row in told}, Rows()
    moved = {(claim.concept_id, claim.at) for claim in claims} - {(claim.concept_id, claim.at) for claim, _ in checks.values()}
    KnownCheck.objects.filter(pk__in=[found[key].pk for key in moved & found.keys()]).delete()
    for (concept, day), (claim, check) in checks.items():
        items = claim.document["items"]
        given = {"items": items, "day": day, "done": check.done, "passed": check.passed}
        if (concept, claim.at) in found:
            rows.tell(found[concept, claim.at], **given)
        else:
            rows.add(KnownCheck(learner=history.learner, concept_id=concept, begun_at=claim.at, **given))
    rows.write()
    return {key: check.by for key, (_, check) in checks.items()}
