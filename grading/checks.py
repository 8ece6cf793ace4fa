"""What an author imports to write an exercise's checks.

    from grading.checks import check

    @check("is symmetric", weight=2, concept="cosine")
    def is_symmetric(t):
        a, b = t.rng.normal(size=(2, 16))
        t.close(t.call("cosine", a, b), t.call("cosine", b, a), message="cos(a, b) and cos(b, a) are the same angle.")

A check runs in a sandbox of its own, apart from the learner's code: `t.call` asks the judge to run the learner's function
elsewhere and gives back plain data (numbers, text, lists, dicts, arrays). What is expected never comes near the learner's code.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from grading.forms import brief, cut, form, kind, numeric, same

Judge = Callable[[dict[str, Any]], dict[str, Any]]
NOTHING = object()
# Said when a check itself breaks over a value; the form of that value follows.
UNFORESEEN = "This check cannot work with what you returned"


@dataclass(frozen=True)
class Check:
    name: str
    title: str
    weight: float
    concept: str
    sample: bool
    run: Callable[[T], None]


REGISTRY: dict[str, Check] = {}


def check(
    title: str, *, weight: float = 1, concept: str = "", sample: bool = False
) -> Callable[[Callable[[T], None]], Callable[[T], None]]:
    """Makes a function a check. Its name is the check's name; learners see `title`.

    Args:
        weight: its share of the score, relative to the others.
        concept: slug of the concept it is evidence of.
        sample: whether the learner sees the call, what was expected and what came back, and Run includes it.
    """

    def register(run: Callable[[T], None]) -> Callable[[T], None]:
        name = run.__name__
        if name in REGISTRY:
            raise ValueError(f"two checks are named {name}")
        if not title or not weight > 0:
            raise ValueError(f"the check {name} needs a title and a positive weight")
        REGISTRY[name] = Check(name, title, float(weight), concept, sample, run)
        return run

    return register


class Failed(Exception):
    """The check is not passed; the message is for the learner."""


class CallEnded(BaseException):
    """The learner's code gave no value; the judge knows why, so there is nothing left to check."""


@dataclass(frozen=True)
class Handle:
    """An object that stays in the learner's sandbox, such as an index that was built there. Use it with `call_on`."""

    name: str


class Served:
    """A function of the check that the learner's function may call: it runs here, and its calls are counted."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.calls = 0


class T:
    """What a check gets: a random generator (`rng`), seeded for every grading and check, calls, and ways to judge."""

    def __init__(self, judge: Judge, check_name: str, seed: int, data: Mapping[str, Any] | None = None) -> None:
        import numpy

        self.rng = numpy.random.default_rng([abs(seed), zlib.crc32(check_name.encode())])
        self._judge = judge
        self._data = data or {}
        self._handles = 0
        self.last: Any = NOTHING
        self.sample_io: dict[str, str] | None = None

    def data(self, name: str) -> Any:
        """What the file `name` of the exercise's data/ folder holds (without its ending), a copy of its own each time."""
        if name not in self._data:
            raise LookupError(f"the exercise has no data named {name}")
        return copy.deepcopy(self._data[name])

    def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """The value of the learner's function `name` for these arguments. Ends the check if there is none."""
        return self._call(name, args, kwargs)

    def create(self, name: str, *args: Any, **kwargs: Any) -> Handle:
        """Calls `name` and keeps what it returns on the learner's side, under a handle."""
        self._handles += 1
        handle = f"h{self._handles}"
        self._call(name, args, kwargs, keep=handle)
        return Handle(handle)

    def call_on(self, handle: Handle, method: str, *args: Any, **kwargs: Any) -> Any:
        """The value of a method of an object that was kept."""
        return self._call(method, args, kwargs, handle=handle.name)

    def serve(self, function: Callable[..., Any]) -> Served:
        """Makes a function of this check one that may be handed to the learner's; `calls` counts how often it was used."""
        return Served(function)

    def _call(self, name: str, args: Any, kwargs: Any, *, handle: str = "", keep: str = "") -> Any:
        shown = ", ".join([*map(_shown, args), *(f"{key}={_shown(value)}" for key, value in kwargs.items())])
        self.sample_io = {"call": cut(f"{name}({shown})"), "expected": "", "got": ""}
        served: dict[str, Served] = {}
        request = {
            "op": "call",
            "name": name,
            "args": [_sent(value, served) for value in args],
            "kwargs": {key: _sent(value, served) for key, value in kwargs.items()},
            "served": list(served),
            "handle": handle,
            "keep": keep,
        }
        reply = self._judge(request)
        while "wants" in reply:
            one = served[reply["wants"]]
            one.calls += 1
            self.last = reply["args"]
            reply = self._judge({"op": "serve", "value": one.function(*reply["args"])})
        if "value" not in reply:
            raise CallEnded
        self.last = reply["value"]
        self.sample_io["got"] = brief(self.last)
        return self.last

    def fail(self, message: str) -> NoReturn:
        raise Failed(message)

    def that(self, condition: Any, message: str) -> None:
        """Passes if `condition` is true."""
        if not bool(condition):
            raise Failed(message)

    def equal(self, got: Any, expected: Any, message: str = "", *, tolerate_kinds: bool = False) -> None:
        """Passes if both are the same in value and kind: True is not 1, and 1 is 1.0 only with `tolerate_kinds`."""
        self._expects(expected)
        if same(got, expected, tolerate_kinds):
            return
        if kind(got) != kind(expected) and not (tolerate_kinds and numeric(got) and numeric(expected)):
            raise Failed(f"What you returned: {form(got)}; expected {kind(expected)}.")
        raise Failed(message or f"What you returned: {form(got)}. The kind is right, the content is not.")

    def close(self, got: Any, expected: Any, *, rtol: float = 1e-6, atol: float = 1e-9, message: str = "") -> None:
        """Passes if all numbers are finite and within atol + rtol·|expected|, in the same shape."""
        import numpy

        self._expects(expected)
        if not numeric(got):
            raise Failed(f"What you returned: {form(got)}; expected {_numbers(expected)}.")
        got_array, expected_array = numpy.asarray(got), numpy.asarray(expected)
        if got_array.shape != expected_array.shape:
            raise Failed(f"What you returned: {form(got)}; expected {_numbers(expected)}.")
        if not numpy.isfinite(got_array).all():
            raise Failed("What you returned has nan or infinity in it." + (f" {message}" if message else ""))
        if not (numpy.abs(got_array - expected_array) <= atol + rtol * numpy.abs(expected_array)).all():
            raise Failed(message or "The shape is right, the numbers are not.")

    def shape(self, got: Any, shape: tuple[int, ...], message: str = "") -> None:
        """Passes if `got` is an array (or nested lists) of numbers of this shape."""
        import numpy

        if not numeric(got) or numpy.asarray(got).shape != tuple(shape):
            raise Failed(f"What you returned: {form(got)}; expected shape {tuple(shape)}." + (f" {message}" if message else ""))

    def _expects(self, expected: Any) -> None:
        if self.sample_io is not None:
            self.sample_io["expected"] = brief(expected)


def _numbers(expected: Any) -> str:
    import numpy

    shape = numpy.asarray(expected).shape
    return f"shape {shape}" if shape else "a number"


def _shown(value: Any) -> str:
    return getattr(value.function, "__name__", "function") if isinstance(value, Served) else brief(value)


def _sent(value: Any, served: dict[str, Served]) -> Any:
    """The value, or for a served function a name that no text of a check will be."""
    if not isinstance(value, Served):
        return value
    name = f"\x00served-{len(served)}"
    served[name] = value
    return name
