"""Judges of what is in a value, whatever it is: the same, the same in another order, some of these."""

from __future__ import annotations

from typing import Any

import numpy

from grading.forms import form, kind, numeric, same
from grading.judging.base import Failed, Judge


class Members(Judge):
    def equal(self, got: Any, expected: Any, message: str = "", *, tolerate_kinds: bool = False) -> None:
        """Passes if both are the same in value and kind: True is not 1, and 1 is 1.0 only with `tolerate_kinds`.

        >>> t.equal({"a": 1}, {"a": 1})
        >>> t.equal([1, 2], (1, 2))
        Traceback (most recent call last):
        grading.judging.base.Failed: What you returned: a list of 2; expected a tuple.
        """
        self._shows_value(expected)
        if same(got, expected, tolerate_kinds):
            return
        if kind(got) != kind(expected) and not (tolerate_kinds and numeric(got) and numeric(expected)):
            raise Failed(f"What you returned: {form(got)}; expected {kind(expected)}.")
        raise Failed(message or f"What you returned: {form(got)}. The kind is right, the content is not.")

    def permutation(self, got: Any, of: Any, message: str = "") -> None:
        """Passes if `got` has the members of `of` (a list, tuple, array, range or set), each as often, in any order.

        A list may stand for a tuple or an array, as what is returned and as a member.

        >>> t.permutation([2, 0, 1], of=range(3))
        >>> t.permutation([2, 0, 0], of=range(3))
        Traceback (most recent call last):
        grading.judging.base.Failed: Something is missing in what you returned, or is there that should not be.
        """
        wanted = _listed(list(of) if isinstance(of, range | set | frozenset) else of)
        if wanted is None:
            raise Failed(f"This should have the members of a list, and there is {form(of)}.")
        self._shows_value(wanted, "in any order: ")
        members = _listed(got)
        if members is None:
            raise Failed(f"What you returned: {form(got)}; expected a list.")
        if sorted(map(_key, members)) != sorted(map(_key, wanted)):
            raise Failed(message or "Something is missing in what you returned, or is there that should not be.")

    def ids(self, got: Any, n: int, message: str = "") -> list[int]:
        """Passes if `got` is a list (or array) of ids: whole numbers from 0 to n - 1, which may repeat. Returns them as ints.

        >>> t.ids(numpy.array([3, 1, 3]), n=5)
        [3, 1, 3]
        >>> t.ids([-1], n=5)
        Traceback (most recent call last):
        grading.judging.base.Failed: An id in what you returned belongs to nothing: ids go from 0 to n - 1.
        """
        self._shows("ids")
        return _ids_below(n, got, message)

    def subset(self, got: Any, n: int, k: int | None = None, message: str = "") -> list[int]:
        """Passes if `got` is a list (or array) of ids: different whole numbers from 0 to n - 1, at most `k`.

        Returns them as ints.

        >>> t.subset(numpy.array([3, 1]), n=5, k=2)
        [3, 1]
        >>> t.subset([3, 3], n=5)
        Traceback (most recent call last):
        grading.judging.base.Failed: An id comes twice in what you returned.
        """
        self._shows("different ids" + (f", at most {k}" if k is not None else ""))
        ids = _ids_below(n, got, message)
        if k is not None and len(ids) > k:
            raise Failed(message or f"What you returned: {form(got)}; expected fewer.")
        if len(set(ids)) < len(ids):
            raise Failed(message or "An id comes twice in what you returned.")
        return ids


def ids_of(got: Any, what: str, message: str = "") -> list[int]:
    """Whole numbers as ints. Raises Failed, in which `what` names the value, and which ends with the message."""
    members = _listed(got)
    if members is None:
        raise Failed(f"{what}: {form(got)}; expected a list of ids. {message}".strip())
    for one in members:
        if isinstance(one, bool | numpy.bool_) or not isinstance(one, int | numpy.integer):
            said = f"{what}: {form(got)} with {kind(one)} in it; expected ids, which are whole numbers."
            raise Failed(f"{said} {message}".strip())
    return [int(one) for one in members]


def _ids_below(n: int, got: Any, message: str) -> list[int]:
    ids = ids_of(got, "What you returned", message)
    if not all(0 <= one < n for one in ids):
        raise Failed(message or "An id in what you returned belongs to nothing: ids go from 0 to n - 1.")
    return ids


def _listed(value: Any) -> list[Any] | None:
    """The members of a list, tuple or array of one dimension or more (then its rows)."""
    if isinstance(value, numpy.ndarray):
        return list(value.tolist()) if value.ndim else None
    return list(value) if isinstance(value, list | tuple) else None


def _key(value: Any) -> str:
    """A text that two values share if they are the same, up to lists, tuples and arrays of the same members."""
    if isinstance(value, numpy.ndarray | numpy.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_key, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join(sorted(f'{key!r}:{_key(part)}' for key, part in value.items()))}}}"
    return f"{type(value).__name__} {value!r}"
