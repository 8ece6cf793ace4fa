"""The learner's side of a sandbox: loads the code, calls its functions, and sends back plain data. It judges nothing, and nothing
that it says is believed: once a learner's code is in here, this code is theirs to change.
"""

from __future__ import annotations

import os
import random
import sys
import types
from functools import partial
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
            _reply(partial(_load, module, request["source"], request["entry"], request["seed"]))
        else:
            _reply(partial(_call, module, handles, request))


def rehearse() -> None:
    """Does what will be done in every child of a zygote, so that none of them has to do it for the first time."""
    module = types.ModuleType("rehearsal")
    values = sys.modules["numpy"].ones((2, 8)) if "numpy" in sys.modules else [0.5, 1.0]
    request = {"name": "pair", "args": [values, 3], "kwargs": {}, "handle": "", "keep": ""}
    _load(module, "def pair(values, number):\n    return values", ["pair"], 0)
    wire.dumps({"value": _call(module, {}, wire.loads(wire.dumps(request)))})
    del sys.modules["submission"]


def _load(module: types.ModuleType, source: str, entry: list[str], seed: int) -> None:
    sys.modules["submission"] = module
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
    exec(compile(source, FILE, "exec"), module.__dict__)
    for name in entry:
        _named(module, name)


def _call(module: types.ModuleType, handles: dict[str, Any], request: dict[str, Any]) -> Any:
    """Calls a function, or a method of an object that was kept on this side under a handle."""
    target = _named(handles[request["handle"]] if request["handle"] else module, request["name"])
    given = [request["args"], request["kwargs"]]
    before = wire.dumps(given) if request.get("compare") else b""
    for path, kind, name in request.get("places", ()):
        given = _placed(given, path, handles[name] if kind == "handle" else _Served(name))
    args, kwargs = given
    value = target(*args, **kwargs)
    if request["keep"]:
        handles[request["keep"]] = value
        return None
    return [value, _is_still(before, given, request["places"])] if request.get("compare") else value


def _placed(value: Any, path: list[Any], thing: Any) -> Any:
    """The value with a thing at a place in it: lists and dicts are filled, tuples made anew."""
    if not path:
        return thing
    if isinstance(value, tuple):
        return tuple(_placed(part, path[1:], thing) if place == path[0] else part for place, part in enumerate(value))
    value[path[0]] = _placed(value[path[0]], path[1:], thing)
    return value


def _is_still(before: bytes, given: Any, places: list[Any]) -> bool:
    """Whether arguments are after a call what they were when they came, whatever was done to them."""
    try:
        for path, _, _ in places:
            given = _placed(given, path, None)
        return wire.dumps(given) == before
    except Exception:
        return False


class _Served:
    """Stands for a function that lives on the checks' side: calling it asks there."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *args: Any) -> Any:
        channel.send({"wants": self._name, "args": list(args)})
        return channel.receive()["value"]


class _Missing(Exception):
    pass


def _named(owner: Any, name: str) -> Any:
    found = getattr(owner, name, None)
    if not callable(found):
        raise _Missing(name)
    return found


def _reply(work: Any) -> None:
    try:
        answer = {"value": work()}
    except _Missing as missing:
        answer = {"missing": str(missing)}
    except BaseException as error:
        answer = {"error": _described(error)}
    try:
        sys.stdout.flush()
        channel.send(answer)
    except wire.BadValue as problem:
        channel.send({"bad_value": str(problem)})
    except BaseException:
        os._exit(1)


def _described(error: BaseException) -> dict[str, Any]:
    """The error as plain data; whatever it is, describing it must not fail."""
    try:
        lines = []
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == FILE:
                lines.append(trace.tb_lineno)
            trace = trace.tb_next
        if isinstance(error, SyntaxError) and error.filename == FILE and error.lineno:
            lines.append(error.lineno)
        # An error of a library's own kind is told as the builtin one that it is, such as numpy's of memory.
        name = next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")
        return {"type": name, "message": str(error)[:500], "lines": lines[-MOST_LINES:]}
    except BaseException:
        return {"type": "Exception", "message": "", "lines": []}
