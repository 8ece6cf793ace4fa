"""What values look like: whether two are the same, what form one has, and a short text of it for samples."""

from __future__ import annotations

from typing import Any

MOST_SHOWN = 300


def numeric(value: Any) -> bool:
    """Whether it is a number or a full box of numbers; booleans are none."""
    return numbers(value) is not None


def numbers(value: Any) -> Any:
    """A number, an array of numbers, or lists and tuples of equal length of them, as an array; None if it is none of these."""
    import numpy

    if not _only_numbers(value):
        return None
    try:
        array = numpy.asarray(value)
        # Whole numbers of more than 64 bits are objects to numpy.
        array = array.astype(float) if array.dtype == object else array
    except (ValueError, OverflowError):
        return None
    return array if numpy.issubdtype(array.dtype, numpy.number) else None


def _only_numbers(value: Any) -> bool:
    import numpy

    if isinstance(value, list | tuple):
        return all(map(_only_numbers, value))
    if isinstance(value, numpy.ndarray | numpy.generic):
        return bool(numpy.issubdtype(value.dtype, numpy.number))
    return isinstance(value, int | float | complex) and not isinstance(value, bool)


def same(got: Any, expected: Any, tolerate_kinds: bool) -> bool:
    """Equal in value and kind. `tolerate_kinds` lets 1 be 1.0, a tuple a list, and an array of ints one of floats."""
    import numpy

    got, expected = _plain(got), _plain(expected)
    if isinstance(expected, numpy.ndarray):
        return (
            isinstance(got, numpy.ndarray)
            and got.shape == expected.shape
            and (tolerate_kinds or got.dtype.kind == expected.dtype.kind)
            and bool((got == expected).all())
        )
    if isinstance(expected, list | tuple):
        alike = isinstance(got, list | tuple) and (tolerate_kinds or type(got) is type(expected))
        return (
            alike
            and len(got) == len(expected)
            and all(same(one, other, tolerate_kinds) for one, other in zip(got, expected, strict=True))
        )
    if isinstance(expected, dict):
        return (
            isinstance(got, dict)
            and got.keys() == expected.keys()
            and all(same(got[key], expected[key], tolerate_kinds) for key in expected)
        )
    if type(got) is not type(expected) and not (tolerate_kinds and _is_number(got) and _is_number(expected)):
        return False
    return bool(got == expected)


def form(value: Any) -> str:
    """The form of a value without the value: `shape (3,) float64`, `a list of 4`, `a float`."""
    import numpy

    if isinstance(value, numpy.ndarray):
        return f"shape {value.shape} {value.dtype}"
    if value is None:
        return "None (is a return missing?)"
    if isinstance(value, list | tuple | dict):
        return f"a {type(value).__name__} of {len(value)}"
    return kind(value)


def kind(value: Any) -> str:
    """The kind of a value without its size, which may itself be the answer."""
    import numpy

    value = _plain(value)
    if isinstance(value, numpy.ndarray):
        return f"an array of {value.dtype}"
    if value is None:
        return "None"
    return f"{'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}"


def brief(value: Any) -> str:
    """A short, readable form of a value, for samples."""
    import numpy

    if isinstance(value, numpy.ndarray):
        text = numpy.array2string(value, precision=4, threshold=24, edgeitems=2, separator=", ")
        return cut(f"array({' '.join(text.split())})")
    value = _plain(value)
    if isinstance(value, float):
        return f"{value:.6g}" if value % 1 else repr(value)
    if isinstance(value, list | tuple) and len(value) <= 60:
        inner = ", ".join(map(brief, value))
        return cut(f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})")
    return cut(repr(value))


def cut(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def _plain(value: Any) -> Any:
    """A value as the codec would carry it: a scalar of numpy as the number that it is, a Counter as a dict."""
    import numpy

    if isinstance(value, numpy.generic):
        return value.item()
    return dict(value) if isinstance(value, dict) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
