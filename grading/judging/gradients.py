"""A judge of gradients, by the slope of the loss itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from grading.forms import form, numbers
from grading.judging.base import Failed, Judge

Array = Any


class Gradients(Judge):
    def matches_gradient(
        self,
        gradient: Any,
        loss: Callable[[Array], float],
        at: Any,
        *,
        step: float = 1e-5,
        rtol: float = 1e-4,
        atol: float = 1e-6,
        message: str = "",
    ) -> None:
        """Passes if `gradient` is that of `loss` at the array `at`, by central differences computed here.

        Args:
            loss: the author's own; it is called with arrays like `at`, twice for each number in it.
            step: how far each number is moved, times its size where that is above 1.
            rtol: of the largest slope.

        >>> t.matches_gradient([2.0, 4.0], lambda x: float(x @ x), [1.0, 2.0])
        >>> t.matches_gradient([-2.0, -4.0], lambda x: float(x @ x), [1.0, 2.0])
        Traceback (most recent call last):
        grading.judging.base.Failed: Your gradient points the opposite way: look at its sign.
        >>> t.matches_gradient([1.0, 2.0], lambda x: float(x @ x), [1.0, 2.0])
        Traceback (most recent call last):
        grading.judging.base.Failed: Your gradient has the right direction and the wrong length: look for a factor.
        """
        place = numbers(at)
        if place is None:
            raise Failed(f"The slope should be taken at numbers, and there is {form(at)}.")
        slopes = _slopes(loss, place.astype(float), step)
        self._shows_value(slopes)
        array = numbers(gradient)
        if array is None or array.shape != slopes.shape or array.dtype.kind == "c":
            wanted = f"shape {slopes.shape}" if slopes.shape else "a number"
            raise Failed(f"What you returned as gradient: {form(gradient)}; expected {wanted}, as what it is the gradient of.")
        if not numpy.isfinite(array).all():
            raise Failed("Your gradient has nan or infinity in it." + (f" {message}" if message else ""))
        tolerance = atol + rtol * float(numpy.abs(slopes).max(initial=0.0))
        array = array.astype(float)
        if not _within(array, slopes, tolerance):
            raise Failed(message or _diagnosis(array, slopes, tolerance))


def _slopes(loss: Callable[[Array], float], at: Array, step: float) -> Array:
    slopes = numpy.zeros(at.shape)
    for index in numpy.ndindex(*at.shape):
        by = step * max(1.0, abs(float(at[index])))
        sides = []
        for sign in (1, -1):
            moved = at.copy()
            moved[index] += sign * by
            sides.append(float(loss(moved)))
        slopes[index] = (sides[0] - sides[1]) / (2 * by)
    return slopes


def _diagnosis(array: Array, slopes: Array, tolerance: float) -> str:
    if _within(-array, slopes, tolerance):
        return "Your gradient points the opposite way: look at its sign."
    with numpy.errstate(all="ignore"):
        factor = float((array * slopes).sum() / (array * array).sum())
        if factor > 0 and _within(factor * array, slopes, tolerance):
            return "Your gradient has the right direction and the wrong length: look for a factor."
    return "Your gradient is not the slope of the loss: moving a little along each coordinate changes the loss otherwise."


def _within(array: Array, slopes: Array, tolerance: float) -> bool:
    with numpy.errstate(all="ignore"):
        return bool((numpy.abs(array - slopes) <= tolerance).all())
