"""The checks' side of a sandbox: loads the author's checks and runs them, one at a time, as the judge asks."""

from __future__ import annotations

from typing import Any

from grading import checks
from grading.inside import channel


def serve() -> None:
    while True:
        request = channel.receive()
        if request["op"] == "load":
            channel.send(_load(request["source"]))
        elif request["op"] == "check":
            channel.send(_run(checks.REGISTRY[request["name"]], request["seed"]))


def _load(source: str) -> dict[str, Any]:
    try:
        exec(compile(source, "checks.py", "exec"), {"__name__": "checks"})
    except BaseException as problem:
        return {"broken": f"{type(problem).__name__}: {problem}"[:500]}
    return {
        "checks": [
            {"name": one.name, "title": one.title, "weight": one.weight, "concept": one.concept, "sample": one.sample}
            for one in checks.REGISTRY.values()
        ]
    }


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    channel.send(request)
    reply: dict[str, Any] = channel.receive()
    return reply


def _run(one: checks.Check, seed: int) -> dict[str, Any]:
    t = checks.T(_ask, seed)
    message, passed, surprise = "", False, ""
    try:
        one.run(t)
        passed = True
    except checks.CallEnded:
        pass
    except checks.Failed as failure:
        message = str(failure)
    except BaseException as problem:
        # Usually a value of a form that the check did not foresee. It is a failed check for the learner all the same; the
        # author sees the reason when the exercise is validated.
        message = "What you returned has not the form that this check can work with."
        surprise = f"{type(problem).__name__}: {problem}"[:300]
    return {
        "op": "done",
        "passed": passed,
        "message": message[:600],
        "surprise": surprise,
        "sample_io": t.sample_io if one.sample else None,
    }
