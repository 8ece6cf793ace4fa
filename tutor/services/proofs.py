"""Checks of “I know this” as rows: how they are made anew from the log, by the fold of `tutor.rules.proof`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from tutor.models import Event, Kind, KnownCheck
from tutor.rules import proof
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
    begun = {(claim.concept_id, history.day(claim)): claim for claim in reversed(claims)}  # the first of each day
    tries = defaultdict[tuple[int | None, date], list[proof.Try]](list)
    done = Q(kind__in=(Kind.ANSWERED, Kind.UNDONE)) | Q(kind=Kind.CONCEPT_SET, document__state=RESET)
    for event in standing(own.filter(done, at__gte=claims[0].at)):
        tries[event.concept_id, history.day(event)].append(_try(event))
    told = KnownCheck.objects.filter(learner=history.learner, concept__in=concepts)
    found, rows = {(row.concept_id, row.begun_at): row for row in told}, Rows()
    moved = {(claim.concept_id, claim.at) for claim in claims} - {(claim.concept_id, claim.at) for claim in begun.values()}
    KnownCheck.objects.filter(pk__in=[found[key].pk for key in moved & found.keys()]).delete()
    decided = {}
    for (concept, day), claim in begun.items():
        items = claim.document["items"]
        check = proof.fold(items, claim.at, tries[concept, day])
        decided[concept, day] = check.by
        given = {"items": items, "day": day, "done": check.done, "passed": check.passed}
        if (concept, claim.at) in found:
            rows.tell(found[concept, claim.at], **given)
        else:
            rows.add(KnownCheck(learner=history.learner, concept_id=concept, begun_at=claim.at, **given))
    rows.write()
    return decided


def _try(event: Event) -> proof.Try:
    if event.kind == Kind.CONCEPT_SET:
        return proof.Try(event.uuid, event.at)
    said = event.document
    return proof.Try(event.uuid, event.at, said["item"], said["score"] >= 1 and not said["hints_used"])
