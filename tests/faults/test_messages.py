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
from tests.helpers import SOLUTION, WRONG
from tests.services.visitor import submission_in

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("faults")]
# As kombu names the steps of a queue: what was run first, then what was submitted.
RUNS, SUBMITS, DEFAULT = "grading", "grading\x06\x163", "default"
# The last of its three checks ends a second after the others, and they are told of long before that.
SLOWER = SLOW.replace("0.4", "1")


def test_each_message_three_times_and_in_any_order_has_one_effect(rig: Rig) -> None:
    for name in ("grading worker", "default worker"):
        rig.stop(name)
    rig.broker.flushall()
    slow = rig.visitor().begin().submit(SLOWER)
    expected = rig.learners_submit(SOLUTION, WRONG) | {slow: "passed"}
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
    # Of quick gradings no check is told by itself.
    news = told_of(rig.broker, slow)
    assert news.count("tutor.note_check") >= 3 and news.count("tutor.settle_submission") == 3
    assert deliver_thrice(rig.broker, DEFAULT) >= 3 * (4 * 3 + 1 + 3)
    shuffled = told_of(rig.broker, slow)
    assert len(shuffled) == 3 * len(news)
    verdict = shuffled.index("tutor.settle_submission")
    assert verdict > 0 and "tutor.note_check" in shuffled[verdict:], "of some checks it is told before the verdict, of some after"

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


def told_of(broker: redis.Redis, submission: uuid.UUID) -> list[str]:
    """What the settling worker will hear of it, in this order."""
    messages = [json.loads(message) for message in broker.lrange(DEFAULT, 0, -1)]
    return [one["headers"]["task"] for one in reversed(messages) if arguments(one)[:1] == [str(submission)]]


def arguments(message: dict[str, Any]) -> list[Any]:
    return list(json.loads(b64decode(message["body"]))[0])


def with_arguments(message: dict[str, Any], given: list[Any]) -> dict[str, Any]:
    _, keywords, embedded = json.loads(b64decode(message["body"]))
    return message | {"body": b64encode(json.dumps([given, keywords, embedded]).encode()).decode()}
