"""Two devices of one learner, on trains and in tunnels: whatever is lost, sent twice or overtaken, they end in the same state."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.models import HintTaken
from tests.api.caller import Api
from tests.flows.test_any_order import SYNC, ZONES, answered, state_of
from tests.helpers import ITEMS, LESSONS, MONDAY, learner, publish_course
from tutor import services
from tutor.models import DayPlan, Enrolment, Event, LearnerDay, LessonProgress, StepDone, User
from tutor.services.log import note_plan

# Lessons in the order in which they are taken, up to the code.
ORDER = [("lengths", "sight"), ("lengths", "which"), *(("angles", step["key"]) for step in LESSONS["angles"])]
STEPS = {(lesson, step["key"]): step for lesson in LESSONS for step in LESSONS[lesson]}
Act = dict[str, Any]


@dataclass
class Device:
    """A client: what it has yet to tell, what it was refused, and what it has heard."""

    api: Api
    outbox: list[Act] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    events: dict[str, Act] = field(default_factory=dict)
    memories: dict[str, Act] = field(default_factory=dict)
    steps: dict[tuple[str, str], Act] = field(default_factory=dict)
    days: dict[str, Act] = field(default_factory=dict)
    cursor: str = ""

    def push(self, count: int, chance: random.Random | None = None) -> None:
        """Sends the oldest so many; on the way there or back they may be lost, and in between they may be mixed up."""
        sent = self.outbox[:count]
        if chance:
            chance.shuffle(sent)
            if chance.random() < 0.2:
                return
        told = self.api.post("/sync/events/", {"events": sent}).json()["results"]
        if chance and chance.random() < 0.3:
            return
        # What needs something that is still to be told is told again.
        done = {one["id"] for one in told if one["code"] not in {"not_found", "stale_question"}}
        self.refused += [one["code"] for one in told if one["code"] and one["id"] in done]
        self.outbox = [one for one in self.outbox if one["id"] not in done]

    def pull(self) -> None:
        more = True
        while more:
            told = self.api.get(f"/sync/changes/?since={self.cursor}").json()
            self.events |= {one["id"]: one for one in told["events"]}
            kept = {concept: one for concept, one in self.memories.items() if concept not in told["concepts"]}
            self.memories = kept | {one["concept"]: one for one in told["memories"]}
            done = {step: one for step, one in self.steps.items() if step[0] not in told["lessons"]}
            self.steps = done | {(one["lesson"], one["step"]): one for one in told["steps"]}
            finished = {day: one for day, one in self.days.items() if day < (told["days_since"] or "9")}
            self.days = finished | {one["day"]: one for one in told["days"]}
            self.cursor, more = told["cursor"], told["more"]


def lived(user: User, chance: random.Random) -> list[tuple[int, Act]]:
    """Three days on two devices: which device, and what was done on it, in the order of time."""
    acts: list[tuple[int, Act]] = []
    numbers, steps, zones = dict[str, int](), iter(ORDER), chance.choice([["UTC"], ZONES])

    def do(at: Any, device: int | None = None, **told: Any) -> Act:
        act = {"id": str(uuid.UUID(int=chance.getrandbits(128), version=4)), "at": at.isoformat(), "zone": chance.choice(zones)}
        acts.append((chance.randrange(2) if device is None else device, act | told))
        return acts[-1][1]

    def answer(at: Any, item: str, **where: str) -> None:
        for again in (False, True):
            numbers[item] = numbers.get(item, 0) + 1
            given = do(at + timedelta(seconds=20 * again), **answered(user, item, numbers[item], chance), **where)
            if again or chance.random() < 0.7:
                return
            # A slip, taken back on the same device, and answered again.
            do(at + timedelta(seconds=3), acts[-1][0], kind="undone", answer=given["id"])
            numbers[item] -= 1

    for day in range(3):
        moment = MONDAY + timedelta(days=day, minutes=chance.randrange(60))
        for _ in range(chance.randrange(2, 4)):
            moment += timedelta(seconds=chance.randrange(60, 4000), microseconds=chance.randrange(10**6))
            lesson, step = next(steps, ("", "")) if chance.random() < 0.7 else ("", "")
            if not step:
                answer(moment, chance.choice(list(ITEMS)))
            elif STEPS[lesson, step]["item"]:
                answer(moment, STEPS[lesson, step]["item"], lesson=lesson, step=step)
            else:
                # The other device has not heard of it, and does it later as well.
                for late in range(chance.choice([1, 2])):
                    do(moment + timedelta(seconds=30 * late), late, kind="step_done", lesson=lesson, step=step)
                do(moment + timedelta(seconds=40), kind="lesson_begun", lesson=lesson)
        do(moment + timedelta(seconds=50), kind="hint_taken", exercise="norm", number=1)
    return acts


def plan(user: User, chance: random.Random) -> None:
    """The site has planned each day before, with the same for every way of telling."""
    for day in range(3):
        picks = [{"kind": "review", "item": item, "lesson": "", "concept": ITEMS[item]} for item in chance.sample(list(ITEMS), 2)]
        at = MONDAY + timedelta(days=day, hours=-4)
        note_plan(
            user, DayPlan.objects.create(learner=user, day=at.date(), minutes=3, document={"picks": picks}, composed_at=at), at
        )


def all_of(user: User) -> dict[str, object]:
    lessons = LessonProgress.objects.filter(learner=user).order_by("lesson__slug")
    return state_of(user) | {
        "lessons": list(lessons.values_list("lesson__slug", "revision__digest", "started_at", "finished_at")),
        "paths": list(Enrolment.objects.filter(learner=user).values_list("path__slug", "at")),
        "hints": list(HintTaken.objects.filter(learner=user).values_list("number", "at")),
    }


def online(user: User, acts: list[tuple[int, Act]]) -> dict[str, object]:
    """Each act is told when it is done."""
    for _, act in acts:
        told = services.accept(learner=user, events=[act], now=timezone.datetime.fromisoformat(act["at"]))
        assert told[0].state == "accepted" or told[0].code == "already_done", told
    return all_of(user)


def away(user: User, acts: list[tuple[int, Act]], chance: random.Random) -> dict[str, object]:
    """Each device keeps what is done on it, and tells of it days later, by and by."""
    devices = [Device(Api(Client())) for _ in range(2)]
    for device in devices:
        device.api.client.force_login(user)
    for place, act in acts:
        devices[place].outbox.append(act)
    for _ in range(6):
        device = chance.choice(devices)
        device.push(chance.randrange(1, 8), chance)
        if chance.random() < 0.3:
            device.pull()
    for _ in range(3):
        for device in chance.sample(devices, 2):
            device.push(500)
    for device in devices:
        assert device.outbox == [] and set(device.refused) <= {"already_done"}, (device.refused, device.outbox)
        device.pull()
    first, second = devices
    assert (first.events, first.memories) == (second.events, second.memories)
    assert (first.steps, first.days) == (second.steps, second.days)
    assert first.days.keys() == {str(day) for day in LearnerDay.objects.values_list("day", flat=True)}
    done = StepDone.objects.filter(learner=user).values_list("lesson__slug", "step_key", "at")
    assert {(*step, one["at"]) for step, one in first.steps.items()} == {(*step, moment(at)) for *step, at in done}
    assert len(first.events) == Event.objects.filter(learner=user).count()
    return all_of(user)


def moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


@pytest.fixture
def ada(db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    publish_course()
    ada = learner("ada", daily_minutes=3)
    monkeypatch.setattr(timezone, "now", lambda: SYNC)
    return ada


# An example is lived three times, in about a second; it is drawn by a seed, so none is like another.
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_two_devices_come_to_the_state_of_the_online_run_whatever_is_lost_twice_or_overtaken(ada: User, seed: int) -> None:
    acts, states = lived(ada, random.Random(seed)), []
    for turn in range(3):
        # Days that nobody has planned, and acts in other zones than the learner's, are as they are only on devices.
        at_home = {act["zone"] for _, act in acts} == {"UTC"}
        with transaction.atomic():
            if at_home:
                plan(ada, random.Random(seed))
            if turn:
                states.append(away(ada, acts, random.Random(seed + turn)))
                services.refold_all(learner=ada)
                states.append(all_of(ada))
            elif at_home:
                states.append(online(ada, acts))
            transaction.set_rollback(True)
    for other in states[1:]:
        assert other == states[0]
