import json
import struct
from collections import Counter, OrderedDict, defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_np

from benchmarks.wire_trial import try_one
from grading import wire

FRAMES = Path(__file__).with_name("frames")
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**200), 2**200) | st.floats() | st.text() | st.binary(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
arrays = st_np.arrays(
    dtype=st.sampled_from([np.dtype(name) for name in wire.DTYPES]),
    shape=st_np.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)


def same(a, b):
    if isinstance(a, np.ndarray):
        return type(b) is np.ndarray and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, float) and a != a:
        return type(b) is float and b != b
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return type(b) is dict and list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and a == b


@given(plain)
def test_plain_data_comes_back_as_it_was(value):
    try:
        frame = wire.dumps(value)
    except wire.BadValue:
        return  # lone surrogates cannot be written down
    assert same(value, wire.loads(frame))


@given(arrays)
def test_arrays_come_back_bit_for_bit(value):
    assert same(value, wire.loads(wire.dumps(value)))


@pytest.mark.parametrize("dict_of_its_own_kind", [Counter("aba"), OrderedDict(a=2, b=1), defaultdict(int, {"a": 2, "b": 1})])
def test_the_standard_librarys_kinds_of_dict_cross_as_plain_ones(dict_of_its_own_kind):
    arrived = wire.loads(wire.dumps(dict_of_its_own_kind))
    assert type(arrived) is dict
    assert list(arrived.items()) == [("a", 2), ("b", 1)]


@pytest.mark.parametrize("file", sorted(FRAMES.iterdir()), ids=lambda file: file.name)
def test_what_the_fuzzer_tries_holds_for_what_it_starts_from(file):
    frame = file.read_bytes()
    try_one(b"\0" + frame)
    try_one(b"\1" + frame[wire.PREFIX.size :])


@given(st.binary(max_size=300))
def test_any_bytes_are_a_frame_or_refused(data):
    try:
        wire.loads(data)
    except wire.BadFrame:
        pass
    else:
        assert wire.dumps(wire.loads(data)) == data


node = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(st.sampled_from("nbifsyludag"), inner).map(list),
    max_leaves=12,
)


@given(node, st.binary(max_size=40))
def test_any_header_is_understood_or_refused(header, body):
    text = json.dumps(header, separators=(",", ":")).encode()
    frame = struct.pack("<II", len(text), len(body)) + text + body
    try:
        wire.loads(frame)
    except wire.BadFrame as problem:
        assert str(problem)
    else:
        assert wire.dumps(wire.loads(frame)) == frame, "what was read can be handed on as it came"


class Float(float):
    pass


class Tally(Counter):
    pass


class Array(np.ndarray):
    pass


def knot():
    inner = []
    inner.append(inner)
    return inner


@pytest.mark.parametrize(
    "value",
    [
        Float(1),
        Tally(),
        np.zeros(2).view(Array),
        np.array([object()]),
        {1: 2},
        object(),
        1 << 5000,
        knot(),
        set(),
        np.zeros(3, "U3"),
        np.zeros((0, 1 << 30)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_could_lie_or_grow_is_refused_at_the_source(value):
    with pytest.raises(wire.BadValue):
        wire.dumps(value)


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (["a", ["<f8", [1 << 40], 8]], b"\0" * 8),
        (["a", ["|O", [1], 8]], b"\0" * 8),
        (["a", [">f8", [1], 8]], b"\0" * 8),
        (["a", ["|b1", [1], 1]], b"\2"),
        (["d", [["k", ["n", 0]], ["k", ["n", 0]]]], b""),
        (["g", ["<f8", [1], 8]], b"\0" * 8),
        (["n", 0], b"left over"),
        (["n", False], b""),
        (["n", 0.0], b""),
        (["i", "0x" + "f" * 2000], b""),
        (["i", "f" * 1028], b""),
        (["i", "0x1" + "0" * 1024], b""),
        (["i", "0x0_1"], b""),
        (["f", "1"], b""),
        (["f", "-nan"], b""),
        (["y", "FF 00"], b""),
        (["f", "not a number"], b""),
    ],
)
def test_frames_that_claim_what_is_not_so_are_refused(header, body):
    text = json.dumps(header).encode()
    with pytest.raises(wire.BadFrame):
        wire.loads(struct.pack("<II", len(text), len(body)) + text + body)


@pytest.mark.parametrize("file", sorted(FRAMES.iterdir()), ids=lambda file: file.name)
def test_what_the_fuzzer_starts_from_is_read_and_written_down_as_it_was(file):
    frame = file.read_bytes()
    assert wire.dumps(wire.loads(frame)) == frame


def test_a_header_with_spaces_or_bare_letters_that_are_escaped_here_is_refused():
    for text in (b'["s", "a"]', b'["s","\x7f"]', b'["s","\\/"]'):
        with pytest.raises(wire.BadFrame, match="otherwise than here"):
            wire.loads(struct.pack("<II", len(text), 0) + text)


def test_a_frame_that_claims_gigabytes_is_refused_before_anything_is_read():
    with pytest.raises(wire.BadFrame):
        wire.frame_length(struct.pack("<II", 1 << 31, 0))


def test_deep_json_does_not_break_the_reader():
    text = b"[" * 200_000
    with pytest.raises(wire.BadFrame):
        wire.loads(struct.pack("<II", len(text), 0) + text)
