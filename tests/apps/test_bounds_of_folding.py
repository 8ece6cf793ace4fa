"""What folding anew reads depends on what has changed, not on how long somebody has been learning."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.signals import post_init

from exercises.models import Attempt, Item
from tests.helpers import MONDAY, answer, later, learner, publish_course
from tests.web.statements import statements
from tutor import services
from tutor.models import ConceptMemory, Event, Kind, LearnerLevel, Review, User

pytestmark = pytest.mark.django_db
FEW, MANY = 20, 600


@pytest.fixture
def course(db: None) -> None:
    publish_course()


def lived(count: int) -> User:
    """A learner with so many reviews of one concept, who has begun another and missed it just now."""
    user = learner(f"ada-{count}")
    item = Item.objects.select_related("current", "concept").get(slug="norm-which")
    moments = [MONDAY - timedelta(days=count - place) for place in range(count)]
    same = {"learner": user, "item": item, "revision": item.current, "seed": 1, "response": {}, "score": 1.0, "seconds": 9}
    attempts = Attempt.objects.bulk_create(
        Attempt(**same, number=place, day=at.date(), at=at) for place, at in enumerate(moments, 1)
    )
    told = {"learner": user, "kind": Kind.ANSWERED, "zone": "UTC", "concept": item.concept, "item_revision": item.current}
    events = Event.objects.bulk_create(
        Event(**told, uuid=one.client_id, at=one.at, received_at=one.at, day=one.day, document={"steps": []})
        for one in attempts
    )
    reviewed = {"learner": user, "concept": item.concept, "rating": 3, "counted": True, "predicted_recall": 0.9}
    known = {"intercept": 0.0, "evidence": 0.0, "misses": 0}
    Review.objects.bulk_create(
        Review(**reviewed, **known, answers=place, attempt=one, event=event, due_on=one.day, day=one.day, at=one.at)
        for place, (one, event) in enumerate(zip(attempts, events, strict=True))
    )
    LearnerLevel.objects.create(learner=user, answers=len(attempts))
    memory = {"stability": 30, "difficulty": 5, "reviewed_on": attempts[-1].day, "due_on": later(30).date(), "repetitions": 9}
    ConceptMemory.objects.create(learner=user, concept=item.concept, **memory)
    for day in (1, 3, 5):
        answer(user, "dot-which", later(day), right=day < 5)
    return user


def rows_read(act: Callable[[], object]) -> int:
    """How many rows of a learner's history become objects meanwhile."""
    read: Counter[str] = Counter()

    def count(sender: type, **_: Any) -> None:
        read[sender.__name__] += 1

    post_init.connect(count)
    try:
        act()
    finally:
        post_init.disconnect(count)
    return sum(read[name] for name in ("Attempt", "ConceptMemory", "Event", "Review", "StepDone", "XpEntry"))


def undo(user: User) -> None:
    slip = Attempt.objects.filter(learner=user).latest("at").client_id
    services.undo_last(learner=user, answer=slip, now=later(5, minutes=1))


def tell_late(user: User) -> None:
    asked = services.question_for(learner=user, item_slug="dot-which", now=later(5, minutes=9))
    right = next(one["id"] for one in asked.question.public["options"] if one["text"] == "This one")
    act = {"id": str(uuid.uuid4()), "kind": "answered", "at": later(4).isoformat(), "zone": "UTC", "item": "dot-which"}
    act |= {"revision": "dot-which", "number": asked.number, "response": {"choice": right}, "seconds": 20, "hints_used": 0}
    assert services.accept(learner=user, events=[act], now=later(5, minutes=9))[0].state == "accepted"


@pytest.mark.parametrize("act", [undo, tell_late])
def test_an_undo_and_a_late_answer_read_as_much_after_600_reviews_as_after_20(course: None, act: Callable[[User], None]) -> None:
    costs = []
    for count in (FEW, MANY):
        user, sent = lived(count), list[Any]()
        read = rows_read(lambda user=user, sent=sent: sent.extend(statements(lambda: act(user))))
        costs.append((read, len(sent)))
    assert costs[0] == costs[1] and costs[0][0] < 2 * FEW, costs


def test_reviews_from_before_levels_were_kept_with_them_get_theirs(course: None) -> None:
    ada = lived(FEW)
    Review.objects.update(answers=None, evidence=None, misses=None)
    undo(ada)
    leveled = Review.objects.filter(learner=ada, predicted_recall__isnull=False).order_by("at")
    assert [row.answers for row in leveled] == list(range(leveled.count()))
    assert LearnerLevel.objects.get(learner=ada).answers == leveled.count()
