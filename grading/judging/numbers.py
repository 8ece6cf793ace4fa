"""Judges of numbers: alone, in arrays, or in lists and tuples of equal length. Booleans are no numbers, and nan and infinity are
never right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from grading.forms import brief, form, numbers
from grading.judging.base import Failed, Judge

Array = Any
# Of which kind of number the letters are that numpy has for it.
KINDS = {"int": "iu", "float": "f", "complex": "c"}


class Numbers(Judge):
    def close(self, got: Any, expected: Any, *, rtol: float = 1e-6, atol: float = 1e-9, message: str = "") -> None:
        """Passes if all numbers are finite and within atol + rtol·|expected|, in the same shape.

        >>> t.close([0.1 + 0.2, 1.0], [0.3, 1.0])
        >>> t.close(numpy.zeros(3), numpy.zeros((3, 4)))
        Traceback (most recent call last):
        grading.judging.base.Failed: What you returned: shape (3,) float64; expected shape (3, 4).
        """
        self._shows_value(expected)
        array, wanted = numbers(got), numbers(expected)
        if wanted is None and array is None:  # both came from calls
            raise Failed(f"What you returned: {form(got)}; expected numbers.")
        if wanted is None:
            raise Failed(f"This should be compared with numbers, and there is {form(expected)}.")
        if array is None or array.shape != wanted.shape:
            raise Failed(f"What you returned: {form(got)}; expected {_of_shape(wanted.shape)}.")
        if not (numpy.isfinite(array).all() and numpy.isfinite(wanted).all()):
            raise Failed(_with(message, "What you returned has nan or infinity in it."))
        if not _near(array, wanted, atol + rtol * numpy.abs(_wide(wanted))):
            raise Failed(message or ("The shape is right, the numbers are not." if wanted.shape else "This is not the number."))

    def shape(self, got: Any, shape: Sequence[int], message: str = "", *, kind: str | None = None) -> None:
        """Passes if `got` is an array, or nested lists, of numbers in this shape, and of this kind: `int`, `float`, `complex`.

        >>> t.shape([[1.0, 2.0]], (1, 2), kind="float")
        >>> t.shape(numpy.zeros((3, 4), dtype=int), (3, 4), kind="float")
        Traceback (most recent call last):
        grading.judging.base.Failed: What you returned: shape (3, 4) int64; expected shape (3, 4) of float.
        """
        wanted = f"shape {tuple(shape)}" + (f" of {kind}" if kind else "")
        self._shows(wanted)
        letters = "iufc" if kind is None else KINDS[kind]
        array = numbers(got)
        if array is None or array.shape != tuple(shape) or array.dtype.kind not in letters:
            raise Failed(_with(message, f"What you returned: {form(got)}; expected {wanted}."))

    def finite(self, got: Any, message: str = "") -> None:
        """Passes if all numbers are finite.

        >>> t.finite([1.0, float("nan")])
        Traceback (most recent call last):
        grading.judging.base.Failed: What you returned has nan or infinity in it.
        """
        self._shows("finite numbers")
        _finite(got, "numbers", message)

    def between(self, got: Any, low: float, high: float, message: str = "") -> None:
        """Passes if all numbers are from `low` to `high`, both included; `-math.inf` and `math.inf` leave an end open.

        >>> t.between([-1.0, 0.5], -1, 1)
        >>> t.between(1.5, -1, 1)
        Traceback (most recent call last):
        grading.judging.base.Failed: What you returned is too large.
        """
        self._shows(f"from {brief(low)} to {brief(high)}")
        array = _real(got, "numbers", message)
        least, most = numbers(low), numbers(high)
        ends = [end for end in (least, most) if end is not None and end.shape == () and not numpy.isnan(end) and _is_real(end)]
        if least is None or most is None or len(ends) < 2:
            raise Failed(f"This should lie between two numbers, and there are {form(low)} and {form(high)}.")
        what = "What you returned is" if array.ndim == 0 else "Some number in what you returned is"
        if not (array >= _wide(least)).all():
            raise Failed(message or f"{what} too small.")
        if not (array <= _wide(most)).all():
            raise Failed(message or f"{what} too large.")

    def unit_rows(self, got: Any, message: str = "", *, atol: float = 1e-6) -> None:
        """Passes if each row of a matrix, or a vector, has length 1.

        >>> t.unit_rows([[0.6, 0.8], [0.0, 2.0]])
        Traceback (most recent call last):
        grading.judging.base.Failed: Some row of what you returned does not have length 1.
        """
        self._shows("rows of length 1")
        array = _real(got, "rows of numbers", message)
        if array.ndim not in {1, 2}:
            raise Failed(_with(message, f"What you returned: {form(got)}; expected rows of numbers."))
        with numpy.errstate(all="ignore"):
            lengths = numpy.linalg.norm(array, axis=-1)
        if not (numpy.abs(lengths - 1) <= atol).all():
            raise Failed(message or "Some row of what you returned does not have length 1.")

    def symmetric(self, got: Any, message: str = "", *, rtol: float = 1e-6, atol: float = 1e-9) -> None:
        """Passes if `got` is a square matrix that is its own transpose.

        >>> t.symmetric([[1.0, 2.0], [3.0, 1.0]])
        Traceback (most recent call last):
        grading.judging.base.Failed: What you returned is not symmetric: entry (i, j) should be that at (j, i).
        """
        self._shows("a symmetric matrix")
        array = _real(got, "a square matrix", message)
        if array.ndim != 2 or array.shape[0] != array.shape[1]:
            raise Failed(_with(message, f"What you returned: {form(got)}; expected a square matrix."))
        if not _near(array, array.T, atol + rtol * numpy.abs(array)):
            raise Failed(message or "What you returned is not symmetric: entry (i, j) should be that at (j, i).")

    def increasing(self, got: Any, message: str = "", *, strictly: bool = False) -> None:
        """Passes if no number is less than the one before it; `strictly` if each is greater.

        >>> t.increasing([1, 1, 2])
        >>> t.increasing([1, 1, 2], strictly=True)
        Traceback (most recent call last):
        grading.judging.base.Failed: What you returned does not always increase.
        """
        self._shows("increasing numbers")
        _ordered(got, 1, strictly, message or "What you returned does not always increase.")

    def decreasing(self, got: Any, message: str = "", *, strictly: bool = False) -> None:
        """Passes if no number is greater than the one before it; `strictly` if each is less.

        >>> t.decreasing([0.9, 0.7, 0.8])
        Traceback (most recent call last):
        grading.judging.base.Failed: What you returned does not always decrease.
        """
        self._shows("decreasing numbers")
        _ordered(got, -1, strictly, message or "What you returned does not always decrease.")


def _ordered(got: Any, sign: int, strictly: bool, message: str) -> None:
    array = _real(got, "a list of numbers", "")
    if array.ndim != 1:
        raise Failed(f"What you returned: {form(got)}; expected a list of numbers.")
    left, right = (array[:-1], array[1:]) if sign > 0 else (array[1:], array[:-1])
    if not (left < right if strictly else left <= right).all():
        raise Failed(message)


def _finite(got: Any, what: str, message: str) -> Array:
    array = numbers(got)
    if array is None:
        raise Failed(_with(message, f"What you returned: {form(got)}; expected {what}."))
    if not numpy.isfinite(array).all():
        raise Failed(_with(message, "What you returned has nan or infinity in it."))
    return array


def _real(got: Any, what: str, message: str) -> Array:
    """Finite real numbers, as float64."""
    array = _finite(got, what, message)
    if not _is_real(array):
        raise Failed(_with(message, f"What you returned: {form(got)}; expected {what} that are not complex."))
    return _wide(array)


def _is_real(array: Array) -> bool:
    return bool(array.dtype.kind != "c")


def _wide(array: Array) -> Array:
    """In the widest kind, as the difference of two small integers may not be one of their kind."""
    return array.astype(numpy.complex128 if array.dtype.kind == "c" else numpy.float64)


def _near(array: Array, wanted: Array, tolerance: Array) -> bool:
    with numpy.errstate(all="ignore"):
        return bool((numpy.abs(_wide(array) - _wide(wanted)) <= tolerance).all())


def _of_shape(shape: tuple[int, ...]) -> str:
    return f"shape {shape}" if shape else "a number"


def _with(message: str, first: str) -> str:
    return f"{first} {message}" if message else first
