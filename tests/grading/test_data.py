"""Data of the checks: what a file may hold, how it travels, and that the learner's code never meets it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading import wire
from grading.contract import MOST_DATA_BYTES, BadJob, BrokenExercise, Job, Verdict
from grading.data import BadData, opened, packed, value_of
from grading.engine import judge
from tests.grading.bench import job

HEAD = "from grading.checks import check\n@check('t', sample=True)\ndef first(t):\n    "
DOT = "def dot(a, b):\n    return float(a @ b)\n"
SECRET = "a sentence that only the checks may know"


def npy(array: Any, version: tuple[int, int] = (1, 0)) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asarray(array), version=version)
    return stream.getvalue()


def header(text: str, body: bytes = b"") -> bytes:
    """A .npy file that says this of itself."""
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode() + body


def with_data(values: dict[str, Any], checks: str, source: str = DOT) -> Job:
    return replace(job(source, checks=checks), data=packed(values))


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12, dtype=np.int8).reshape(3, 4),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.zeros((0, 5), dtype=np.float32),
        np.array([True, False]),
        np.float16(1.5),
    ],
    ids=["int8", "columns first", "empty", "bool", "scalar"],
)
def test_an_array_is_read_as_it_was_written(array: Any) -> None:
    read = value_of(".npy", npy(array))
    assert read.dtype == np.asarray(array).dtype and read.shape == np.shape(array) and (read == array).all()
    assert wire.dumps(opened(packed({"x": read}))["x"]) == wire.dumps(np.asarray(array))


def test_json_is_read_as_plain_values() -> None:
    value = {"questions": ["wie geht’s?", "x"], "group": [1, -2, 10**30], "share": 0.5, "none": None}
    assert value_of(".json", json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("suffix", "body", "says"),
    [
        (".json", b"{", "no JSON"),
        (".json", b"\xff\xfe", "no JSON"),
        (".json", b"[NaN]", "NaN is no number"),
        (".json", b"[1e999]", "too large a number"),
        (".json", b'{"a": 1, "a": 2}', "stands twice"),
        (".json", b"[" * 5000 + b"]" * 5000, "."),
        (".json", b"[" * 40 + b"]" * 40, "nested"),
        (".npy", b"", "no NumPy array"),
        (".npy", npy([1.0])[:-1], "size is not that"),
        (".npy", npy([1.0]) + b"x", "size is not that"),
        (".npy", npy([1.0], (2, 0)), "version"),
        (".npy", npy([float("nan")]), "nan or infinity"),
        (".npy", npy(np.array([1j * float("inf")])), "nan or infinity"),
        (".npy", npy(np.array(["text"])), "dtype"),
        (".npy", npy(np.zeros(2, dtype=[("a", "f4")])), "."),
        (".npy", npy(np.zeros(2, dtype=">f4")), "dtype"),
        (".npy", npy(np.array([2], dtype=np.uint8)).replace(b"'|u1'", b"'|b1'"), "neither"),
        (".npy", header("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n", b"12345678"), "."),
        (".npy", header("{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999,), }\n"), "size is not that"),
        (".npy", header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -1), }\n", b"12345678"), "."),
        (".npy", header("__import__('os').abort()\n"), "no NumPy array"),
    ],
)
def test_a_file_that_holds_no_data_is_refused_with_the_reason(suffix: str, body: bytes, says: str) -> None:
    with pytest.raises(BadData, match=says):
        value_of(suffix, body)


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_data_or_are_refused(body: bytes, array: bool) -> None:
    try:
        value = value_of(".npy" if array else ".json", (npy([1.0])[:10] if array else b"") + body)
    except BadData:
        return
    assert wire.dumps(opened(packed({"x": value}))["x"]) == wire.dumps(value)


def test_data_that_are_too_large_together_are_refused() -> None:
    half = np.zeros(MOST_DATA_BYTES // 2, dtype=np.int8)
    assert packed({"one": half})
    with pytest.raises(BadData, match="may be 1024"):
        packed({"one": half, "two": half})


def test_no_data_are_nothing() -> None:
    assert packed({}) == b"" and opened(b"") == {}


@pytest.mark.parametrize("frame", [b"x", wire.dumps([1]), wire.dumps({"a": 1})[:-1]])
def test_a_frame_that_is_not_ours_is_refused(frame: bytes) -> None:
    with pytest.raises(BadData):
        opened(frame)
    with pytest.raises(BrokenExercise, match="the data of the checks"):
        judge(replace(job(DOT), data=frame))


def test_data_travel_in_the_job_as_text() -> None:
    sent = with_data({"words": [SECRET]}, HEAD + "pass\n")
    assert Job.from_dict(json.loads(json.dumps(sent.as_dict()))) == sent


def test_a_job_from_before_there_were_data_has_none() -> None:
    given = job(DOT).as_dict()
    del given["data"]
    assert Job.from_dict(given).data == b""


@pytest.mark.parametrize("text", ["?", "abc", "ä", "A" * (MOST_DATA_BYTES * 4 // 3 + 8), 3, None])
def test_a_job_with_something_else_in_place_of_data_is_refused(text: Any) -> None:
    with pytest.raises(BadJob, match=r"job\.data"):
        Job.from_dict(job(DOT).as_dict() | {"data": text})


def test_a_check_reads_its_data_by_name_and_each_time_anew() -> None:
    checks = HEAD + (
        "one = t.data('vectors')\n"
        "    one[:] = 0\n"
        "    t.data('words').append('more')\n"
        "    t.equal(t.data('words'), ['a', 'b'])\n"
        "    t.close(t.call('dot', *t.data('vectors')), 11.0)\n"
    )
    report = judge(with_data({"vectors": np.array([[1.0, 2.0], [3.0, 4.0]]), "words": ["a", "b"]}, checks))
    assert report.verdict is Verdict.PASSED, report.checks


def test_a_check_that_asks_for_data_there_are_not_is_the_authors_mistake() -> None:
    with pytest.raises(BrokenExercise, match="no data named nothing"):
        judge(with_data({"words": []}, HEAD + "t.data('nothing')\n"))


def test_nothing_of_the_data_comes_near_the_learners_code() -> None:
    source = f"""
import gc, sys

def dot(a, b):
    texts = [one for one in gc.get_objects() if isinstance(one, (list, dict))]
    seen = any({SECRET[:20]!r} + {SECRET[20:]!r} in map(str, one if isinstance(one, list) else one.values()) for one in texts)
    names = [name for name, module in sys.modules.items() if "checking" in name and getattr(module, "data", None)]
    return "seen" if seen or names else 11.0
"""
    checks = HEAD + "t.equal(t.call('dot', 1, 2), 11.0); t.that(len(t.data('words')) == 2, 'both')\n"
    report = judge(with_data({"words": [SECRET, "b"]}, checks, source))
    assert report.verdict is Verdict.PASSED, report.checks
