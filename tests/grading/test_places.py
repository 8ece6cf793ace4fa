"""Handles and served functions arrive where they stood in the arguments, whatever stands around them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from grading import wire
from grading.checks import Handle, T
from grading.inside.submission import _is_still, _placed

THINGS = st.sampled_from(["handle", "served"]).map(lambda kind: ("thing", kind))
PLAIN = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3)
ARGUMENTS = st.recursive(
    PLAIN | THINGS,
    lambda one: st.lists(one, max_size=3) | st.tuples(one, one) | st.dictionaries(st.text(max_size=2), one, max_size=3),
    max_leaves=10,
)


class Kept:
    """Stands on the learner's side for whatever was put in."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and other.kind == self.kind

    __hash__ = None  # type: ignore[assignment]


def filled(value: Any, things: dict[str, Any]) -> Any:
    """The value with something else for each thing."""
    if isinstance(value, tuple) and value[:1] == ("thing",):
        return things[value[1]]
    if isinstance(value, list | tuple):
        return type(value)(filled(part, things) for part in value)
    if isinstance(value, dict):
        return {key: filled(part, things) for key, part in value.items()}
    return value


@given(st.lists(ARGUMENTS, max_size=3), st.dictionaries(st.sampled_from(["a", "b"]), ARGUMENTS))
def test_what_is_sent_is_plain_and_what_arrives_has_everything_in_its_place(args: list[Any], kwargs: dict[str, Any]) -> None:
    requests: list[dict[str, Any]] = []
    t = T(lambda request: requests.append(request) or {"value": None}, "a check", 1)
    ours = {"handle": t.create("build"), "served": t.serve(abs)}
    assert isinstance(ours["handle"], Handle)
    t.call("f", *filled(args, ours), **filled(kwargs, ours))

    request = wire.loads(wire.dumps(requests[-1]))
    given_ = [request["args"], request["kwargs"]]
    before = wire.dumps(given_)
    for path, kind, _ in request["places"]:
        given_ = _placed(given_, path, Kept(kind))
    assert given_ == filled([args, kwargs], {"handle": Kept("handle"), "served": Kept("served")})
    assert _is_still(before, given_, request["places"])
    given_[0].append(0)
    assert not _is_still(before, given_, request["places"])
