"""The codec between the judge and a sandbox: plain data in length-prefixed frames, strict and capped both ways, never pickle.

A frame is two little-endian u32 (bytes of header, bytes of body), an ASCII JSON header, and the raw buffers of arrays. A value in
the header is a two-element list [tag, content]:

    n null · b bool · i int (hex) · f float (hex) · s str · y bytes (hex) · l list · u tuple · d dict with str keys
    a array [dtype, shape, bytes] · g numpy scalar [dtype, shape, bytes]

Only exact types are encoded: a subclass could lie about itself, so it is refused where it arises. The standard library's own
kinds of dict (Counter, defaultdict, OrderedDict) cross as the dict that they are. A value has one frame only, so that whatever
was read can be handed on: `dumps(loads(frame)) == frame`.
"""

from __future__ import annotations

import json
import struct
from collections import Counter, OrderedDict, defaultdict
from typing import Any

MOST_HEADER = 1 << 20
MOST_BODY = 16 << 20
MOST_DEPTH = 32
MOST_ITEMS = 100_000
MOST_INT_BITS = 4096
PREFIX = struct.Struct("<II")
DICTS = (dict, Counter, defaultdict, OrderedDict)
DTYPES = {
    "|b1": 1, "|u1": 1, "|i1": 1, "<i2": 2, "<u2": 2, "<i4": 4, "<u4": 4, "<i8": 8, "<u8": 8,
    "<f2": 2, "<f4": 4, "<f8": 8, "<c8": 8, "<c16": 16,
}  # fmt: skip
# Made once: to make them takes longer than to read and write a header.
READER, WRITER = json.JSONDecoder(), json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":"))


class BadValue(ValueError):
    """A value that may not cross, said so that whoever made it understands."""


class BadFrame(ValueError):
    """Bytes that are no frame of this codec."""


def _numpy() -> Any:
    # Plain Python boxes have no numpy; then nothing can be an array either.
    try:
        import numpy
    except ImportError:
        return None
    return numpy


class _Encoder:
    def __init__(self) -> None:
        self.buffers: list[bytes] = []
        self.items = 0
        self.bytes = 0
        self.np = _numpy()

    def encode(self, value: Any, depth: int = 0) -> list[Any]:
        self.items += 1
        if depth > MOST_DEPTH:
            raise BadValue(f"a value nested more than {MOST_DEPTH} deep (or one that contains itself)")
        if self.items > MOST_ITEMS:
            raise BadValue(f"a value with more than {MOST_ITEMS} parts")
        kind = type(value)
        if value is None:
            return ["n", 0]
        if kind is bool:
            return ["b", value]
        if kind is int:
            if value.bit_length() > MOST_INT_BITS:
                raise BadValue(f"an int of {value.bit_length()} bits (at most {MOST_INT_BITS})")
            return ["i", hex(value)]
        if kind is float:
            return ["f", value.hex()]
        if kind is str or kind is bytes:
            # Looked at first, because writing down what is vast takes as much memory again.
            if len(value) > MOST_HEADER:
                raise BadValue(f"a {kind.__name__} of {len(value)}, which is too large")
            return ["s", value] if kind is str else ["y", value.hex()]
        if kind is list or kind is tuple:
            return ["l" if kind is list else "u", [self.encode(part, depth + 1) for part in value]]
        if kind in DICTS:
            if any(type(key) is not str for key in value):
                raise BadValue("a dict whose keys are not all str")
            return ["d", [[key, self.encode(part, depth + 1)] for key, part in value.items()]]
        if self.np is not None and (kind is self.np.ndarray or isinstance(value, self.np.generic)):
            return self._array(value, kind)
        raise BadValue(f"a value of type {kind.__name__}")

    def _array(self, value: Any, kind: type) -> list[Any]:
        scalar = kind is not self.np.ndarray
        if scalar and kind.__module__ != "numpy":
            raise BadValue(f"a value of type {kind.__name__}")
        array = self.np.asarray(value)
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
        if array.dtype.str not in DTYPES:
            raise BadValue(f"an array of dtype {array.dtype}")
        if array.ndim > 8 or max(array.shape, default=0) > MOST_BODY or self.bytes + array.nbytes > MOST_BODY:
            raise BadValue(f"an array of shape {array.shape}, which is too large")
        raw = array.tobytes()
        self.bytes += len(raw)
        self.buffers.append(raw)
        return ["g" if scalar else "a", [array.dtype.str, list(array.shape), len(raw)]]


def dumps(value: Any) -> bytes:
    """One frame. Raises BadValue if the value may not cross."""
    encoder = _Encoder()
    try:
        header = _written(encoder.encode(value)).encode()
    except (RecursionError, UnicodeError) as problem:
        raise BadValue("a value that cannot be written down") from problem
    if len(header) > MOST_HEADER:
        raise BadValue("a value that is too large")
    return b"".join((PREFIX.pack(len(header), encoder.bytes), header, *encoder.buffers))


def _written(node: list[Any]) -> str:
    return WRITER.encode(node)


def frame_length(prefix: bytes) -> int:
    """Bytes that follow an eight-byte prefix. Raises BadFrame beyond the caps, before anything is allocated."""
    header, body = PREFIX.unpack(prefix)
    if header > MOST_HEADER or body > MOST_BODY:
        raise BadFrame("a frame that is too large")
    return int(header + body)


def loads(frame: bytes | bytearray) -> Any:
    """The value of one whole frame: exact builtins and base-class arrays only. Raises BadFrame for anything else."""
    if len(frame) < PREFIX.size:
        raise BadFrame("a frame that is too short")
    header_bytes, body_bytes = PREFIX.unpack_from(frame)
    if header_bytes > MOST_HEADER or body_bytes > MOST_BODY or len(frame) != PREFIX.size + header_bytes + body_bytes:
        raise BadFrame("a frame whose length is not what it says")
    try:
        header = frame[PREFIX.size : PREFIX.size + header_bytes].decode("ascii")
        node, _ = READER.raw_decode(header)
    except (ValueError, RecursionError) as problem:
        raise BadFrame("a header that is no JSON") from problem
    decoder = _Decoder(frame, PREFIX.size + header_bytes)
    value = decoder.decode(node)
    if decoder.position != len(frame):
        raise BadFrame("bytes that belong to nothing")
    if _written(node) != header:
        raise BadFrame("a header that is written otherwise than here")
    return value


class _Decoder:
    def __init__(self, frame: bytes | bytearray, position: int) -> None:
        self.frame, self.position, self.items = frame, position, 0

    def decode(self, node: Any, depth: int = 0) -> Any:
        self.items += 1
        if depth > MOST_DEPTH or self.items > MOST_ITEMS:
            raise BadFrame("too deep or too many parts")
        if type(node) is not list or len(node) != 2 or type(node[0]) is not str:
            raise BadFrame("a node that is no [tag, content]")
        tag, content = node
        try:
            return self._decoded(tag, content, depth)
        except BadFrame:
            raise
        except (ValueError, TypeError, OverflowError, KeyError) as problem:
            raise BadFrame(f"a bad “{tag[:4]}”") from problem

    def _decoded(self, tag: str, content: Any, depth: int) -> Any:
        if tag == "n" and type(content) is int and content == 0:
            return None
        if tag == "b" and type(content) is bool:
            return content
        if type(content) is str:
            if tag == "s":
                return content
            if tag in {"i", "f", "y"}:
                return self._from_hex(tag, content)
        if type(content) is list:
            if tag == "l":
                return [self.decode(part, depth + 1) for part in content]
            if tag == "u":
                return tuple(self.decode(part, depth + 1) for part in content)
            if tag == "d":
                return self._dict(content, depth)
            if tag in {"a", "g"}:
                return self._array(tag, content)
        raise BadFrame(f"an unknown or bad “{tag[:4]}”")

    def _from_hex(self, tag: str, content: str) -> Any:
        value: int | float | bytes
        if tag == "y":
            value = bytes.fromhex(content)
            again = value.hex()
        elif tag == "f":
            value = float.fromhex(content)
            again = value.hex()
        else:
            # Not longer than the greatest int with its sign and `0x`, as reading it takes time.
            value = int(content[: MOST_INT_BITS // 4 + 4], 16)
            again = hex(value)
        if content != again or (type(value) is int and value.bit_length() > MOST_INT_BITS):
            raise BadFrame(f"a “{tag}” that is written otherwise than here")
        return value

    def _dict(self, content: list[Any], depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for pair in content:
            if type(pair) is not list or len(pair) != 2 or type(pair[0]) is not str or pair[0] in result:
                raise BadFrame("a bad dict")
            result[pair[0]] = self.decode(pair[1], depth + 1)
        return result

    def _array(self, tag: str, content: list[Any]) -> Any:
        np = _numpy()
        dtype, shape, size = content
        if tag == "g" and shape != []:
            raise BadFrame("a scalar with a shape")
        if np is None or dtype not in DTYPES or type(shape) is not list or len(shape) > 8 or type(size) is not int:
            raise BadFrame("a bad array")
        count = 1
        for length in shape:
            if type(length) is not int or not 0 <= length <= MOST_BODY:
                raise BadFrame("a bad shape")
            count *= length
        if count * DTYPES[dtype] != size or not 0 <= size <= len(self.frame) - self.position:
            raise BadFrame("an array whose size is not what it says")
        if dtype == "|b1" and set(self.frame[self.position : self.position + size]) - {0, 1}:
            raise BadFrame("a bool that is neither")
        array = np.frombuffer(self.frame, dtype=dtype, count=count, offset=self.position).reshape(shape).copy()
        self.position += size
        return array if tag == "a" else array[()]
