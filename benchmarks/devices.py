"""Learners with devices and some days behind them, and what their devices ask of the API."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from django.utils import timezone

from benchmarks.wire import request
from exercises import marking
from exercises.marking.responses import right_response
from exercises.models import Item
from lessons.models import Lesson
from lessons.models import Path as LearningPath
from tutor import services
from tutor.models import User
from tutor.services.asking import seed_for

ITEMS = 12
A_DAY = 6
BATCH = 100
EXERCISE, SOURCE = "cosine-and-matrix", "def cosine(a, b):\n    return 0.0\n"


class Device:
    """A learner's only device, signed in; `days` of answers lie behind them, the last `ago` days before now."""

    def __init__(self, *, days: int, ago: int) -> None:
        now = timezone.now()
        self.learner: User = services.begin_as_guest(zone="UTC", now=now)
        self._items = list(Item.objects.filter(current__isnull=False).select_related("current").order_by("pk")[:ITEMS])
        self._next, self._numbers = cycle(self._items), Counter[str]()
        path = max(LearningPath.objects.all(), key=lambda one: one.lessons.count())
        lesson = Lesson.objects.filter(path=path).order_by("position").first()
        assert lesson is not None
        first = now - timedelta(days=days + ago)
        self._told([_act("enrolled", first, path=path.slug), _act("lesson_begun", first, lesson=lesson.slug)])
        for n in range(days):
            self._told(self._offline(first + timedelta(days=n), A_DAY))
        self._since = first + timedelta(days=days)
        services.open_day(learner=self.learner, now=now)
        self._token = services.sign_in_device(learner=self.learner, name="A phone", seen_by="IPv4", now=now).access

    def _told(self, events: list[dict[str, Any]]) -> None:
        refused = [one for one in services.accept(learner=self.learner, events=events, now=timezone.now()) if one.reason]
        if refused:
            raise SystemExit(f"the history of a learner is refused: {refused[0]}")

    def _offline(self, since: datetime, count: int) -> list[dict[str, Any]]:
        answers = islice(self._answers(), count)
        return [_act("answered", since + timedelta(minutes=3 * n), **one) for n, one in enumerate(answers)]

    def _answers(self) -> Iterator[dict[str, Any]]:
        """The right answers to the next askings, question after question."""
        for item in self._next:
            assert item.current is not None
            self._numbers[item.slug] += 1
            number = self._numbers[item.slug]
            question = marking.generate(item.current.document, seed_for(item.slug, self.learner.pk, number))
            response = right_response(question)
            told = {"item": item.slug, "revision": item.current.digest, "number": number, "response": response}
            yield {**told, "seconds": 20, "hints_used": 0}

    def today(self) -> bytes:
        return request("GET", "/api/v1/today/", self._token)

    def answer(self) -> bytes:
        told = next(self._answers())
        return request("POST", f"/api/v1/items/{told.pop('item')}/answers/", self._token, {"id": str(uuid.uuid4()), **told})

    def submit(self) -> bytes:
        told = {"id": str(uuid.uuid4()), "mode": "submit", "source": SOURCE}
        return request("POST", f"/api/v1/exercises/{EXERCISE}/submissions/", self._token, told)

    def verdict(self, submission: str) -> bytes:
        return request("GET", f"/api/v1/submissions/{submission}/", self._token)

    def sync(self) -> bytes:
        """The next day without a network: many answers, five hours in a row."""
        events = self._offline(self._since, BATCH)
        self._since += timedelta(days=1)
        return request("POST", "/api/v1/sync/events/", self._token, {"events": events})


def taken(answer: bytes) -> int:
    """How many events of a batch were taken."""
    return sum(one["state"] == "accepted" for one in json.loads(answer)["results"])


def _act(kind: str, at: datetime, **told: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "kind": kind, "at": at.isoformat(), "zone": "UTC", **told}
