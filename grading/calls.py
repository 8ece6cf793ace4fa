"""How a check calls the learner's code: by name, over the judge. Arguments are values, objects that were kept on their side, and
functions that are served from this one.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from grading.forms import brief, cut, form, same
from grading.judging import Failed, Judge

Ask = Callable[[dict[str, Any]], dict[str, Any]]
NOTHING = object()


class CallEnded(BaseException):
    """The learner's code gave no value; the judge knows why, so there is nothing left to check."""


class Handle:
    """An object that stays in the learner's sandbox, such as an index that was built there. Only `create` makes one."""

    def __init__(self, name: str, made_by: str) -> None:
        self.name, self.made_by = name, made_by

    def __repr__(self) -> str:
        return f"<what {self.made_by} returned>"


class Work:
    """Units of work that the learner's code may use up, such as comparisons. `spent` counts them."""

    def __init__(self, most: int, message: str) -> None:
        self.most, self.spent, self._message = most, 0, message

    def spend(self, units: int = 1) -> None:
        """Uses some up; the check fails at once when none are left."""
        if units < 0:
            raise ValueError("work cannot be given back")
        self.spent += units
        if self.spent > self.most:
            raise Failed(self._message)


class Served:
    """A function of the check that the learner's function may call: it runs here, and its `calls` are counted."""

    def __init__(self, function: Callable[..., Any], most: int | None, message: str) -> None:
        self._function, self._most = function, most
        name = getattr(function, "__name__", "")
        self.name = name if name.isidentifier() else "function"
        self._said = f"`{name}`" if name.isidentifier() else "The function that you are given"
        self._over = message or f"{self._said} may be called {'once' if most == 1 else f'{most} times'}; you called it again."
        self.calls = 0

    def run(self, args: list[Any]) -> Any:
        self.calls += 1
        if self._most is not None and self.calls > self._most:
            raise Failed(self._over)
        try:
            return self._function(*args)
        except (Failed, CallEnded):
            raise
        except Exception as problem:
            given = ", ".join(map(form, args)) or "nothing"
            raise Failed(f"{self._said} cannot work with what you gave it: {given}.") from problem


class Calls(Judge):
    """The calls of one check. `last` is the last value that came from the learner's code."""

    def __init__(self, ask: Ask, *, sample: bool) -> None:
        self._ask, self._sample = ask, sample
        self._handles: list[Handle] = []
        # The learner's code may keep a function, and call it when another one is asked for.
        self._lent: dict[str, Served] = {}
        self._serving = False
        self.last: Any = NOTHING

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """The value of the learner's function `name` for these arguments. Ends the check if there is none.

        Arguments are plain data, handles, and served functions, also inside lists, tuples and dicts.
        """
        return self._value(name, args, kwargs)

    def create(self, name: str, *args: Any, on: Handle | None = None, **kwargs: Any) -> Handle:
        """Calls `name` and keeps what it returns on the learner's side, whatever it is, under a handle.

        Args:
            on: the object whose method is called, as in `call_on`; here and in what follows.
        """
        handle = Handle(f"h{len(self._handles)}", name)
        self._value(name, args, kwargs, handle=self._of(on), keep=handle.name)
        self._handles.append(handle)
        return handle

    def call_on(self, handle: Handle, method: str, *args: Any, **kwargs: Any) -> Any:
        """The value of a method of an object that was kept."""
        return self._value(method, args, kwargs, handle=self._known(handle))

    def unchanged(self, name: str, *args: Any, on: Handle | None = None, message: str = "", **kwargs: Any) -> Any:
        """The value of a call that has to leave its arguments as they were. Handles and served functions are not looked at.

        The learner's side compares, and could lie. It gains nothing: what it says of is its own copy.
        """
        value, kept = self._value(name, args, kwargs, handle=self._of(on), compare=True)
        if kept is not True:
            raise Failed(message or f"{name} changed what it was given: work on a copy.")
        return value

    def repeatable(self, name: str, *args: Any, on: Handle | None = None, message: str = "", **kwargs: Any) -> Any:
        """The value of a call that has to give the same, to the last digit, when it is made again."""
        first = self._value(name, args, kwargs, handle=self._of(on))
        if not same(self._value(name, args, kwargs, handle=self._of(on)), first, False):
            raise Failed(message or f"The same call of {name} gave another result the second time.")
        return first

    def raises(
        self, name: str, *args: Any, error: str = "ValueError", on: Handle | None = None, message: str = "", **kwargs: Any
    ) -> None:
        """Passes if the call raises this builtin error, or one that is a kind of it. Of the error only its type is known."""
        kind = getattr(builtins, error, None)
        if not (isinstance(kind, type) and issubclass(kind, Exception)):
            raise ValueError(f"{error} is no builtin error")
        value = self._value(name, args, kwargs, handle=self._of(on), may_raise=error)
        self._shows(error)
        if value is not RAISED:
            raise Failed(message or f"{name} returned {form(value)} where it has to raise {error}.")

    def serve(self, function: Callable[..., Any], most: int | None = None, message: str = "") -> Served:
        """Makes a function of this check one that may be handed to the learner's: it runs here, and `calls` counts.

        Args:
            most: how often it may be called; the call after that fails the check at once.
            message: what is said then.
        """
        return Served(function, most, message)

    def work(self, most: int, message: str = "", *, unit: str = "steps") -> Work:
        """Units of work for served functions to `spend`, where some calls of one cost more than others."""
        return Work(most, message or f"You may use {most} {unit}, and wanted more.")

    def _value(
        self,
        name: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        handle: str = "",
        keep: str = "",
        compare: bool = False,
        may_raise: str = "",
    ) -> Any:
        if self._serving:
            raise RuntimeError("a served function cannot call the learner's code, which waits for it")
        if self._sample:
            shown = ", ".join([*map(_shown, args), *(f"{key}={_shown(value)}" for key, value in kwargs.items())])
            self.sample_io = {"call": cut(f"{name}({shown})"), "expected": "", "got": ""}
        sending = _Sending(self._known, self._lent)
        request = {
            "op": "call",
            "name": name,
            "args": [sending.plain(value, (0, place)) for place, value in enumerate(args)],
            "kwargs": {key: sending.plain(value, (1, key)) for key, value in kwargs.items()},
            "places": sending.places,
            "served": list(self._lent),
            "handle": handle,
            "keep": keep,
            "compare": compare,
            "may_raise": may_raise,
        }
        reply = self._ask(request)
        while "wants" in reply:
            self.last = reply["args"]
            reply = self._ask({"op": "serve", "value": self._serve(self._lent[reply["wants"]], reply["args"])})
        return self._taken(reply, compare)

    def _serve(self, one: Served, args: list[Any]) -> Any:
        self._serving = True
        try:
            return one.run(args)
        finally:
            self._serving = False

    def _taken(self, reply: dict[str, Any], compare: bool) -> Any:
        if "raised" in reply:
            self.last = None
            self._got(str(reply["raised"]))
            return RAISED
        if "value" not in reply:
            raise CallEnded
        given = reply["value"]
        if compare and (type(given) is not list or len(given) != 2):
            raise Failed("Your code wrote into the grader's own channel.")
        self.last = given[0] if compare else given
        if self._sample:
            self._got(brief(self.last))
        return given

    def _got(self, shown: str) -> None:
        if self.sample_io is not None:
            self.sample_io["got"] = shown

    def _of(self, handle: Handle | None) -> str:
        return "" if handle is None else self._known(handle)

    def _known(self, handle: Any) -> str:
        if not any(handle is one for one in self._handles):
            raise ValueError(f"{_shown(handle)} is no handle of this check: pass on what t.create returned here")
        return str(handle.name)


RAISED = object()
LOOKED_INTO = {Handle, Served, list, tuple, dict}


class _Sending:
    """Takes handles and served functions out of arguments, and notes their places, which are filled on the learner's side."""

    def __init__(self, known: Callable[[Any], str], lent: dict[str, Served]) -> None:
        self._known, self._lent = known, lent
        self.places: list[list[Any]] = []

    def plain(self, value: Any, path: tuple[int | str, ...]) -> Any:
        if isinstance(value, Handle):
            return self._out(path, "handle", self._known(value))
        if isinstance(value, Served):
            name = next((name for name, one in self._lent.items() if one is value), f"s{len(self._lent)}")
            self._lent[name] = value
            return self._out(path, "served", name)
        if type(value) in {list, tuple}:
            # Most are long rows of numbers or words, in which there is nothing to look for.
            return type(value)(
                self.plain(part, (*path, place)) if type(part) in LOOKED_INTO else part for place, part in enumerate(value)
            )
        if type(value) is dict:
            return {key: self.plain(part, (*path, key)) for key, part in value.items()}
        return value

    def _out(self, path: tuple[int | str, ...], kind: str, name: str) -> None:
        self.places.append([list(path), kind, name])


def _shown(value: Any) -> str:
    if isinstance(value, Served):
        return value.name
    return repr(value) if isinstance(value, Handle) else brief(value)
