"""What an author imports to write an exercise's checks.

    from grading.checks import check

    @check("is symmetric", weight=2, concept="cosine")
    def is_symmetric(t):
        a, b = t.rng.normal(size=(2, 16))
        t.close(t.call("cosine", a, b), t.call("cosine", b, a), message="cos(a, b) and cos(b, a) are the same angle.")

A check runs in a sandbox of its own, apart from the learner's code: `t.call` asks the judge to run the learner's function elsewhere
and gives back plain data (numbers, text, lists, dicts, arrays). What is expected therefore never comes near the learner's code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

Judge = Callable[[dict[str, Any]], dict[str, Any]]
MOST_SHOWN = 300


@dataclass(frozen=True)
class Check:
    name: str
    title: str
    weight: float
    concept: str
    sample: bool
    run: Callable[[T], None]


REGISTRY: dict[str, Check] = {}


def check(title: str, *, weight: float = 1, concept: str = "", sample: bool = False) -> Callable[[Callable[[T], None]], Callable[[T], None]]:
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


class CallEnded(Exception):
    """The learner's code gave no value; the judge knows why, so there is nothing left to check."""


@dataclass(frozen=True)
class Handle:
    """An object that stays in the learner's sandbox, such as an index that was built there. `call` its methods."""

    name: str


class T:
    """What a check gets: a random generator (`rng`) seeded afresh for every grading, calls, and ways to judge."""

    def __init__(self, judge: Judge, seed: int) -> None:
        import numpy

        self.rng = numpy.random.default_rng(seed)
        self._judge = judge
        self._handles = 0
        self.sample_io: dict[str, str] | None = None

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

    def _call(self, name: str, args: Any, kwargs: Any, *, handle: str = "", keep: str = "") -> Any:
        shown = ", ".join([*map(brief, args), *(f"{key}={brief(value)}" for key, value in kwargs.items())])
        self.sample_io = {"call": _cut(f"{name}({shown})"), "expected": "", "got": ""}
        reply = self._judge(
            {"op": "call", "name": name, "args": list(args), "kwargs": kwargs, "handle": handle, "keep": keep}
        )
        if "value" not in reply:
            raise CallEnded
        self.sample_io["got"] = brief(reply["value"])
        return reply["value"]

    def fail(self, message: str) -> NoReturn:
        raise Failed(message)

    def that(self, condition: Any, message: str) -> None:
        """Passes if `condition` is true."""
        if not bool(condition):
            raise Failed(message)

    def equal(self, got: Any, expected: Any, message: str = "", *, tolerate_kinds: bool = False) -> None:
        """Passes if both are the same in value and kind: True is not 1, and 1 is 1.0 only with `tolerate_kinds`."""
        self._expects(expected)
        if not _same(got, expected, tolerate_kinds):
            raise Failed(message or f"What you returned is {shape_of(got)}, and it is not the right value.")

    def close(self, got: Any, expected: Any, *, rtol: float = 1e-6, atol: float = 1e-9, message: str = "") -> None:
        """Passes if all numbers are finite and within atol + rtol·|expected|, in the same shape."""
        import numpy

        self._expects(expected)
        if not _numeric(got):
            raise Failed(f"What you returned is {shape_of(got)}; a number or an array of numbers belongs there.")
        got_array, expected_array = numpy.asarray(got), numpy.asarray(expected)
        if got_array.shape != expected_array.shape:
            raise Failed(f"What you returned has shape {got_array.shape}; the shape should be {expected_array.shape}.")
        if not numpy.isfinite(got_array).all():
            raise Failed(message or "What you returned has nan or infinity in it.")
        if not (numpy.abs(got_array - expected_array) <= atol + rtol * numpy.abs(expected_array)).all():
            raise Failed(message or "The shape is right, the numbers are not.")

    def shape(self, got: Any, shape: tuple[int, ...], message: str = "") -> None:
        """Passes if `got` is an array of numbers of this shape."""
        import numpy

        if not _numeric(got) or numpy.asarray(got).shape != tuple(shape):
            raise Failed(message or f"What you returned: {shape_of(got)}; expected shape {tuple(shape)}.")

    def _expects(self, expected: Any) -> None:
        if self.sample_io is not None:
            self.sample_io["expected"] = brief(expected)


def _numeric(value: Any) -> bool:
    import numpy

    try:
        return bool(numpy.issubdtype(numpy.asarray(value).dtype, numpy.number))
    except ValueError:
        return False


def _same(got: Any, expected: Any, tolerate_kinds: bool) -> bool:
    import numpy

    if isinstance(expected, numpy.ndarray):
        return isinstance(got, numpy.ndarray) and got.shape == expected.shape and bool((got == expected).all())
    if isinstance(got, numpy.generic):
        got = got.item()
    if isinstance(expected, numpy.generic):
        expected = expected.item()
    if tolerate_kinds and isinstance(got, list | tuple) and isinstance(expected, list | tuple):
        return len(got) == len(expected) and all(_same(g, e, True) for g, e in zip(got, expected, strict=True))
    if tolerate_kinds and _plain_number(got) and _plain_number(expected):
        return bool(got == expected)
    if type(got) is not type(expected):
        return False
    if isinstance(expected, list | tuple):
        return len(got) == len(expected) and all(_same(g, e, tolerate_kinds) for g, e in zip(got, expected, strict=True))
    if isinstance(expected, dict):
        return got.keys() == expected.keys() and all(_same(got[key], expected[key], tolerate_kinds) for key in expected)
    return bool(got == expected)


def _plain_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def shape_of(value: Any) -> str:
    """The form of a value without the value: `shape (3,) float64`, `a list of 4`, `a dict of 2`, `a str`."""
    import numpy

    if isinstance(value, numpy.ndarray):
        return f"shape {value.shape} {value.dtype}"
    if value is None:
        return "None (is a return missing?)"
    if isinstance(value, list | tuple | dict | str | bytes):
        return f"a {type(value).__name__} of {len(value)}"
    return f"a {type(value).__name__}"


def brief(value: Any) -> str:
    """A short, readable form of a value, for samples."""
    import numpy

    if isinstance(value, numpy.ndarray):
        text = numpy.array2string(value, precision=4, threshold=24, edgeitems=2, separator=", ")
        return _cut(f"array({' '.join(text.split())})")
    if isinstance(value, numpy.generic):
        value = value.item()
    if isinstance(value, float):
        return f"{value:.6g}"
    return _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
