"""Data that go with an exercise's checks: hidden inputs too large to write into checks.py, such as real questions and vectors.

A data file holds plain JSON, or one array of numbers in NumPy's own format (.npy, version 1). All of an exercise's files together
become one frame of the codec, which travels with the job to the box of the checks and to no other; `t.data(name)` reads it.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

import numpy as np

from grading import wire
from grading.contract import MOST_DATA_BYTES

SUFFIXES = (".json", ".npy")


class BadData(ValueError):
    """A file that cannot be data; the message says why."""


def value_of(suffix: str, body: bytes) -> Any:
    """What a file of this suffix holds. Raises BadData."""
    value = _array(body) if suffix == ".npy" else _plain(body)
    try:
        wire.dumps(value)
    except wire.BadValue as problem:
        raise BadData(f"it holds {problem}") from problem
    return value


def packed(values: Mapping[str, Any]) -> bytes:
    """One frame with all values by their names; empty for none. Raises BadData if they are too large together."""
    if not values:
        return b""
    try:
        frame = wire.dumps(dict(values))
    except wire.BadValue as problem:
        raise BadData(f"they are {problem}") from problem
    if len(frame) > MOST_DATA_BYTES:
        raise BadData(f"they are {len(frame) >> 10} KiB, and may be {MOST_DATA_BYTES >> 10}")
    return frame


def opened(frame: bytes) -> dict[str, Any]:
    """The values of a frame by their names. Raises BadData."""
    try:
        values = wire.loads(frame) if frame else {}
    except wire.BadFrame as problem:
        raise BadData(f"they are {problem}") from problem
    if not isinstance(values, dict):
        raise BadData("they have no names")
    return values


def _plain(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as problem:
        raise BadData(f"it is no JSON: {problem}") from problem


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]} is too large a number")
    return value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key stands twice in an object")
    return result


def _array(body: bytes) -> Any:
    """An array of the kinds that the codec takes. Nothing is allocated by what the file says of itself alone."""
    stream = io.BytesIO(body)
    try:
        if np.lib.format.read_magic(stream) != (1, 0):
            raise ValueError("its version is not 1.0")
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream)
    except (ValueError, TypeError, SyntaxError, KeyError, RecursionError, MemoryError) as problem:
        raise BadData(f"it is no NumPy array: {problem}") from problem
    if dtype.str not in wire.DTYPES:
        raise BadData(f"it holds an array of dtype {dtype}")
    if min(shape, default=1) < 0 or math.prod(shape) * dtype.itemsize != len(body) - stream.tell():
        raise BadData("its size is not that of its shape")
    flat = np.frombuffer(body, dtype=dtype, offset=stream.tell())
    array = flat.reshape(shape, order="F" if fortran else "C").copy(order="C")
    if dtype.kind in "fc" and not np.isfinite(array).all():
        raise BadData("it has nan or infinity in it")
    if dtype.kind == "b" and (array.view(np.uint8) > 1).any():
        raise BadData("it holds a bool that is neither")
    return array
