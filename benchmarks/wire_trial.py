"""What must hold for whatever bytes a sandbox writes: for the fuzzer (fuzz_wire.py), and for the tests that keep it working."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grading import messages, replies, wire
from grading.contract import BadJob, BrokenExercise, CheckReport, Job, Limits, Report


def try_one(data: bytes) -> None:
    """The first byte says how the rest is meant: as a frame, or as header and body that still need their lengths."""
    if not data:
        return
    frame = data[1:]
    if data[0] % 4:
        header, _, body = frame.partition(b"\0")
        frame = wire.PREFIX.pack(len(header), len(body)) + header + body
    try:
        value = wire.loads(frame)
    except wire.BadFrame:
        return
    assert wire.dumps(value) == frame, "it is not written down as it came"
    for read, refusals in READERS:
        try:
            read(value)
        except refusals:
            continue


def _of_reply(value: Any) -> None:
    messages.raised(value, "ValueError")
    for open_talk in (False, True):
        messages.of_reply(value, ["f"], "def f():\n    return 1\n", Limits(), open_talk=open_talk)


READERS: tuple[tuple[Callable[[Any], object], tuple[type[Exception], ...]], ...] = (
    (lambda value: replies.listed(value, Limits()), (BrokenExercise,)),
    (lambda value: replies.done(value, "a check"), (BrokenExercise,)),
    (replies.call, (BrokenExercise,)),
    (replies.serves, ()),
    (_of_reply, ()),
    (Report.from_dict, (BadJob,)),
    (CheckReport.from_dict, (BadJob,)),
    (Job.from_dict, (BadJob,)),
)
