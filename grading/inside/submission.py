"""The learner's side of a sandbox: loads the code, calls its functions, and sends back plain data. It judges nothing."""

from __future__ import annotations

import linecache
import os
import random
import sys
import types
from typing import Any

from grading import wire
from grading.inside import channel

FILE = "submission.py"
MOST_LINES = 12


def serve() -> None:
    module = types.ModuleType("submission")
    handles: dict[str, Any] = {}
    while True:
        request = channel.receive()
        if request["op"] == "load":
            _reply(lambda: _load(module, request["source"], request["seed"]))
        elif request["op"] == "call":
            _reply(lambda: _call(module, handles, request))


def _load(module: types.ModuleType, source: str, seed: int) -> None:
    sys.modules["submission"] = module
    module.__dict__["__name__"] = "submission"
    linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed % 2**32)
    exec(compile(source, FILE, "exec"), module.__dict__)


def _call(module: types.ModuleType, handles: dict[str, Any], request: dict[str, Any]) -> Any:
    """Calls a function, or a method of an object that was kept on this side under a handle."""
    owner = handles[request["handle"]] if request["handle"] else module
    target = getattr(owner, request["name"], None)
    if target is None:
        raise _Missing(request["name"])
    value = target(*request["args"], **request["kwargs"])
    if request["keep"]:
        handles[request["keep"]] = value
        return None
    return value


class _Missing(Exception):
    pass


def _reply(work: Any) -> None:
    try:
        value = work()
        sys.stdout.flush()
    except _Missing as missing:
        channel.send({"missing": str(missing)})
        return
    except BaseException as error:
        channel.send({"error": _described(error)})
        return
    try:
        channel.send({"value": value})
    except wire.BadValue as problem:
        channel.send({"bad_value": str(problem)})
    except BaseException as error:
        channel.send({"error": _described(error)})
    try:
        sys.stdout.flush()
    except BaseException:
        os._exit(1)


def _described(error: BaseException) -> dict[str, Any]:
    """The error as plain data; whatever it is, describing it must not fail."""
    try:
        lines = []
        if isinstance(error, SyntaxError) and error.filename == FILE:
            lines.append([error.lineno or 0, "", (error.text or "").strip()[:200]])
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename == FILE:
                lines.append([trace.tb_lineno, code.co_name[:80], linecache.getline(FILE, trace.tb_lineno).strip()[:200]])
            trace = trace.tb_next
        return {"type": type(error).__name__[:80], "message": str(error)[:500], "lines": lines[-MOST_LINES:]}
    except BaseException:
        return {"type": "Exception", "message": "", "lines": []}
