"""How checks judge values and what they say by themselves."""

from collections import Counter, defaultdict
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.checks import CallEnded, Failed, T
from grading.forms import brief, form, same


def replying(*values):
    replies = iter(values)
    return T(lambda request: next(replies), "a check", 1)


T_ = replying()


@pytest.mark.parametrize(
    ("got", "expected", "tolerate", "equal"),
    [
        (1, 1, False, True),
        (True, 1, False, False),
        (True, 1, True, False),
        (1, 1.0, False, False),
        (1, 1.0, True, True),
        (np.int64(3), 3, False, True),
        ([1, 2], (1, 2), False, False),
        ([1, 2], (1, 2), True, True),
        ([1, [2.0]], [1, [2]], True, True),
        ({"a": 1}, {"a": 1}, False, True),
        ({"a": 1}, {"b": 1}, False, False),
        ({"a": 1}, Counter("a"), False, True),
        ({"a": 1}, defaultdict(int), False, False),
        ("1", 1, True, False),
        (None, 0, True, False),
        (np.array([1, 2]), np.array([1, 2]), False, True),
        (np.array([1, 2]), np.array([1.0, 2.0]), False, False),
        (np.array([1, 2]), np.array([1.0, 2.0]), True, True),
        (np.zeros((2, 1)), np.zeros(2), True, False),
        ([1, 2], np.array([1, 2]), False, False),
        (float("nan"), float("nan"), False, False),
    ],
)
def test_values_are_the_same_in_value_and_kind(got, expected, tolerate, equal):
    assert same(got, expected, tolerate) is equal


plain = st.recursive(
    st.integers() | st.text(max_size=5) | st.booleans() | st.none(),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3),
    max_leaves=8,
)


@given(plain)
def test_whatever_is_plain_is_the_same_as_itself(value):
    assert same(value, value, False)
    assert same(value, value, True)


@pytest.mark.parametrize(
    ("judge", "says"),
    [
        (lambda: T_.equal(None, 3), "None (is a return missing?); expected an int"),
        (lambda: T_.equal([1], (1,)), "What you returned: a list of 1; expected a tuple."),
        (lambda: T_.equal([1], [2]), "The kind is right, the content is not."),
        (lambda: T_.equal([1], Counter("a")), "What you returned: a list of 1; expected a dict."),
        (lambda: T_.equal([1], [2], "Count both sides."), "Count both sides."),
        (lambda: T_.close(np.zeros(3), np.zeros((3, 4))), "What you returned: shape (3,) float64; expected shape (3, 4)."),
        (lambda: T_.close("three", 3.0), "What you returned: a str; expected a number."),
        (lambda: T_.close([[1], [1, 2]], np.zeros(2)), "a list of 2; expected shape (2,)"),
        (lambda: T_.close(float("inf"), 3.0), "nan or infinity"),
        (lambda: T_.close(2.0, 3.0), "This is not the number."),
        (lambda: T_.close([2.0], [3.0]), "The shape is right, the numbers are not."),
        (lambda: T_.close(2.0, 3.0, message="Divide by the norms."), "Divide by the norms."),
        (lambda: T_.shape(np.zeros(3), (3, 4)), "What you returned: shape (3,) float64; expected shape (3, 4)."),
        (lambda: T_.that(False, "Not so."), "Not so."),
        (lambda: T_.fail("No."), "No."),
    ],
)
def test_default_messages_tell_the_form_and_not_the_value(judge, says):
    with pytest.raises(Failed) as failed:
        judge()
    assert says in str(failed.value)


def test_what_is_right_passes_in_silence():
    T_.equal([1, "a"], [1, "a"])
    T_.close([1.0, 2.0], np.array([1.0, 2.0 + 1e-9]))
    T_.shape([[1, 2]], (1, 2))
    T_.that(np.bool_(True), "")


def test_a_call_shows_itself_for_samples_and_gives_the_value():
    t = replying({"value": 7})
    assert t.call("add", 3, other=[1.5]) == 7
    assert t.sample_io == {"call": "add(3, other=[1.5])", "expected": "", "got": "7"}


def test_a_call_without_a_value_ends_the_check_even_if_it_catches_exceptions():
    t = replying({"ended": True})
    with pytest.raises(CallEnded), suppress(Exception):
        t.call("add")


@given(st.lists(st.floats()) | st.text() | st.integers())
def test_short_forms_are_short(value):
    assert len(brief(value)) <= 300
    assert len(form(value)) <= 300
    assert len(brief(np.zeros((300, 300)))) <= 300


def test_texts_of_values_are_made_for_samples_alone(monkeypatch):
    written = []
    for place in ("grading.calls.brief", "grading.judging.base.brief"):
        monkeypatch.setattr(place, lambda value: written.append(value) or "text")
    for sample, shown in ((True, {"call": "norm(text)", "expected": "text", "got": "text"}), (False, None)):
        t = T(lambda request: {"value": 5.0}, "a check", 1, sample=sample)
        t.close(t.call("norm", [3.0, 4.0]), 5.0)
        assert t.sample_io == shown
        assert written == ([[3.0, 4.0], 5.0, 5.0] if sample else [])
        written.clear()
