"""Messages that come three times, in any order, late or for nothing; and two workers over the same jobs."""

from __future__ import annotations

import json
import random
import uuid
from base64 import b64decode, b64encode
from typing import Any

import pytest
import redis

from tests.faults.rig import SLOW, Rig
from tests.faults.visitor import submission_in
from tests.helpers import SOLUTION, WRONG

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("faults")]
# As kombu names the steps of a queue: what was run first, then what was submitted.
RUNS, SUBMITS, DEFAULT = "grading", "grading\x06\x163", "default"


def test_each_message_three_times_and_in_any_order_has_one_effect(rig: Rig) -> None:
    for name in ("grading worker", "default worker"):
        rig.stop(name)
    rig.broker.flushall()
    expected = rig.learners_submit(SOLUTION, WRONG, SLOW)
    learner = rig.visitor().begin()
    replaced, ran = (submission_in(learner.hand_in(SOLUTION, mode="run")) for _ in range(2))
    # Of one learner one is sent at a time: what replaces the first run goes out when the sweep finds it.
    assert deliver_thrice(rig.broker, SUBMITS) + deliver_thrice(rig.broker, RUNS) == 4 * 3

    for name in ("grading worker", "grading worker 2"):
        rig.start(name)
    rig.until(lambda: len(told(rig.broker, "tutor.settle_submission")) == 4 * 3)
    for name in ("grading worker", "grading worker 2"):
        rig.stop(name)
    for_nobody = told(rig.broker, "tutor.settle_submission")[0]
    rig.broker.rpush(DEFAULT, json.dumps(with_arguments(for_nobody, [str(uuid.uuid4()), arguments(for_nobody)[1]])))
    # Of gradings as quick as these no check is told by itself.
    assert deliver_thrice(rig.broker, DEFAULT) >= 3 * (4 * 3 + 1)

    for name in ("default worker", "grading worker"):
        rig.start(name)
    rig.every_verdict_came_once(expected)
    rig.until(lambda: not told(rig.broker, "tutor.settle_submission") and not told(rig.broker, "tutor.note_check"))
    rig.until(lambda: not rig.broker.exists("unacked"))
    rows = rig.rows("SELECT public_id, state, verdict FROM exercises_submission WHERE mode = 'run'")
    ends = {uuid.UUID(str(public_id)): end for public_id, *end in rows}
    assert (ends[replaced], ends[ran]) == (["superseded", ""], ["done", "passed"])
    rig.every_verdict_came_once(expected)
    assert "Traceback" not in rig.said_by("default worker")


def deliver_thrice(broker: redis.Redis, queue: str) -> int:
    """Makes three of each message that waits in a queue, in an order of their own; how many there are then."""
    messages = [json.loads(message) for message in broker.lrange(queue, 0, -1) for _ in range(3)]
    random.Random(7).shuffle(messages)
    for message in messages:
        message["properties"]["delivery_tag"] = str(uuid.uuid4())
    broker.delete(queue)
    return int(broker.rpush(queue, *map(json.dumps, messages)))


def told(broker: redis.Redis, name: str) -> list[dict[str, Any]]:
    messages = [json.loads(message) for message in broker.lrange(DEFAULT, 0, -1)]
    return [message for message in messages if message["headers"]["task"] == name]


def arguments(message: dict[str, Any]) -> list[Any]:
    return list(json.loads(b64decode(message["body"]))[0])


def with_arguments(message: dict[str, Any], given: list[Any]) -> dict[str, Any]:
    _, keywords, embedded = json.loads(b64decode(message["body"]))
    return message | {"body": b64encode(json.dumps([given, keywords, embedded]).encode()).decode()}
