"""What a learner has answered before, as far as it matters to an answer that comes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, QuerySet, Subquery

from exercises.models import Attempt, Item
from tutor.models import KnownCheck, User
from tutor.prepared import DAY, KEY, counted, prepared
from tutor.rules.history import Before


class Earlier(NamedTuple):
    """Of a question the last number, day and moment of the newest answer, and how many answers there were on a day; how many to
    all questions on that day; and whether it was begun then to show that its concept is known. None stands for none.
    """

    number: int | None
    day: date | None
    at: datetime | None
    asked_on_day: int | None
    answers_on_day: int | None
    proving: bool

    @property
    def before(self) -> Before | None:
        """When the question was last answered."""
        return Before(self.day, self.at) if self.day and self.at else None


def earlier_answers(learner: User, item: Item, day: date) -> Earlier:
    """One query."""
    return Earlier(*_answers.first(learner=learner.pk, item=item.pk, concept=item.concept_id, day=day))


@prepared(learner=KEY, item=KEY, concept=KEY, day=DAY)
def _answers(learner: Any, item: Any, concept: Any, day: Any) -> QuerySet[User]:
    given = Attempt.objects.filter(learner=learner)
    asked = given.filter(item=item)
    return User.objects.filter(pk=learner).values_list(
        Subquery(asked.order_by("-number").values("number")[:1]),
        Subquery(asked.order_by("-at").values("day")[:1]),
        Subquery(asked.order_by("-at").values("at")[:1]),
        Subquery(counted(asked.filter(day=day))),
        Subquery(counted(given.filter(day=day))),
        Exists(KnownCheck.objects.filter(learner=learner, concept=concept, day=day)),
    )
