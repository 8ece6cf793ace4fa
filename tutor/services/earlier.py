"""What is known when an answer comes, as far as it matters to it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, QuerySet, Subquery, UUIDField

from exercises.models import Attempt, ItemRevision
from tutor.models import Event, ItemPace, KnownCheck, LearnerDay, LearnerPace, User
from tutor.models.plan import Doing
from tutor.prepared import DAY, KEY, prepared
from tutor.rules.history import Before
from tutor.rules.pace import Median
from tutor.services.asking import last_slip
from tutor.services.pacing import USUAL_PACE, first_median

# Several times what the longest day asks; more is a script at work, and each answer is kept for ever.
MOST_A_DAY = 1000


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a learner did before an answer to a question.

    Attributes:
        last: the number of the newest answer to it, 0 where there is none; `before` is when that was.
        asked_on_day: whether it was answered on the day. `enough`: whether as many questions were as are taken of a day.
        proving: whether it was begun on the day to show that the question's concept is known.
        told: whether the id of the answer was given to an act before.
        finished: whether the day is.
        slip: what the newest taking back of an answer to it says.
        pace, median: how quick the learner is with questions, and how long this one takes.
    """

    last: int
    before: Before | None
    asked_on_day: bool
    enough: bool
    proving: bool
    told: bool
    finished: bool
    slip: Mapping[str, Any] | None
    pace: Median
    median: Median


def earlier_answers(learner: User, revision: ItemRevision, day: date, event_id: uuid.UUID | None) -> Earlier:
    """One query."""
    item = revision.item
    given = {"learner": learner.pk, "item": item.pk, "slug": item.slug, "concept": item.concept_id, "revision": revision.pk}
    last, last_day, at, asked, enough, proving, told, finished, slip, factor, paced, median, timed = _known.first(
        **given, day=day, event=event_id
    )
    return Earlier(
        last=last or 0,
        before=Before(last_day, at) if last else None,
        asked_on_day=asked,
        enough=enough,
        proving=proving,
        told=told,
        finished=finished,
        slip=slip,
        pace=USUAL_PACE if factor is None else Median(factor, paced),
        median=first_median(revision.seconds) if median is None else Median(median, timed),
    )


@prepared(learner=KEY, item=KEY, slug=CharField(), concept=KEY, revision=KEY, day=DAY, event=UUIDField())
def _known(learner: Any, item: Any, slug: Any, concept: Any, revision: Any, day: Any, event: Any) -> QuerySet[User]:
    given = Attempt.objects.filter(learner=learner)
    asked = given.filter(item=item)
    newest = asked.order_by("-at")
    pace = LearnerPace.objects.filter(learner=learner, kind=Doing.QUIZ)
    timed = ItemPace.objects.filter(item_revision=revision)
    return User.objects.filter(pk=learner).values_list(
        Subquery(asked.order_by("-number").values("number")[:1]),
        Subquery(newest.values("day")[:1]),
        Subquery(newest.values("at")[:1]),
        Exists(asked.filter(day=day)),
        Exists(given.filter(day=day).order_by()[MOST_A_DAY - 1 : MOST_A_DAY]),
        Exists(KnownCheck.objects.filter(learner=learner, concept=concept, day=day)),
        Exists(Event.objects.filter(learner=learner, uuid=event)),
        Exists(LearnerDay.objects.filter(learner=learner, day=day)),
        last_slip(learner, slug),
        Subquery(pace.values("factor")),
        Subquery(pace.values("answers")),
        Subquery(timed.values("median")),
        Subquery(timed.values("answers")),
    )
