"""The checks' side of a sandbox: loads the author's checks and runs them, one at a time, as the judge asks."""

from __future__ import annotations

import random
from typing import Any

from grading import checks, wire
from grading.calls import Ask
from grading.forms import form
from grading.inside import channel


def serve() -> None:
    # Checks should draw from `t.rng`; those that don't shall not draw the same in every grading.
    random.seed()
    data: dict[str, Any] = {}
    while True:
        request = channel.receive()
        if request["op"] == "load":
            data = request.get("data", {})
            channel.send(_load(request["source"]))
        else:
            channel.send(_run(checks.REGISTRY[request["name"]], request["seed"], data))


def rehearse() -> None:
    """Does what will be done in every child of a zygote, so that none of them has to do it for the first time."""
    for sample in (True, False):
        done = _run(checks.Check("rehearsal", "", 1.0, "", sample, _pair), 0, {}, _answered)
        assert done["passed"]
        wire.dumps(done)


def _answered(request: dict[str, Any]) -> dict[str, Any]:
    """By the way that values take, as if a learner's code had been asked."""
    a, b = wire.loads(wire.dumps(request))["args"]
    reply: dict[str, Any] = wire.loads(wire.dumps({"value": float(a @ b)}))
    return reply


def _pair(t: checks.T) -> None:
    a, b = t.rng.normal(size=(2, 8))
    t.close(t.call("pair", a, b), float(a @ b))


def _load(source: str) -> dict[str, Any]:
    try:
        exec(compile(source, "checks.py", "exec"), {"__name__": "checks"})
    except BaseException as problem:
        return {"broken": _reason(problem)}
    return {"checks": checks.declared()}


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    channel.send(request)
    reply: dict[str, Any] = channel.receive()
    return reply


def _run(one: checks.Check, seed: int, data: dict[str, Any], ask: Ask = _ask) -> dict[str, Any]:
    t = checks.T(ask, one.name, seed, data, sample=one.sample)
    message, passed, surprise, ended = "", False, "", False
    try:
        one.run(t)
        passed = True
    except checks.CallEnded:
        ended = True  # what was found before it is of a call that gave nothing
    except checks.Failed as failure:
        message = str(failure)
        surprise = _reason(failure.__cause__) if failure.__cause__ is not None else ""
    except BaseException as problem:
        # Usually a value of a form that the check did not foresee, which is a failed check for the learner all the same. If no
        # value came yet, it is the author's mistake.
        surprise = f"it hands over {problem}" if isinstance(problem, wire.BadValue) else _reason(problem)
        if t.last is checks.NOTHING:
            return {"broken": surprise}
        message = f"{checks.UNFORESEEN}: {form(t.last)}."
    return {
        "passed": passed,
        "message": message[:600],
        "surprise": surprise,
        "sample_io": t.sample_io,
        "findings": t.findings.as_dict() if t.findings is not None and not ended else None,
    }


def _reason(problem: BaseException) -> str:
    try:
        return f"{type(problem).__name__}: {problem}"[:300]
    except BaseException:
        return type(problem).__name__
