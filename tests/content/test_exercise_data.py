"""An exercise's data/ folder: read whole, part of its digest, and refused with file and mend where it is not what it seems."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest

from grading.contract import MOST_DATA_BYTES
from grading.data import opened
from tests.content.conftest import Copy

FOLDER = "ground/01-first/exercise/data"
MEND = "see “Data of the checks” in docs/authoring.md"
NAME = "files with such a name are not read; name it in small letters, and end it in .json or .npy"


def npy(array: object) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def test_files_are_read_under_their_names(copy: Copy) -> None:
    copy.write(f"{FOLDER}/questions.json", '["one", "two"]')
    copy.write(f"{FOLDER}/vectors.npy", npy(np.eye(2, dtype=np.int8)))
    copy.write(f"{FOLDER}/SOURCE.md", "Where they are from.")
    assert copy.problems() == []
    values = opened(copy.load().exercises["first"].data)
    assert values["questions"] == ["one", "two"]
    assert values["vectors"].dtype == np.int8 and sorted(values) == ["questions", "vectors"]


def test_data_are_part_of_the_digest_and_none_leave_it_as_it_was(copy: Copy) -> None:
    without = copy.load().exercises["first"].digest
    (copy.root / FOLDER).mkdir()
    assert copy.load().exercises["first"].digest == without
    copy.write(f"{FOLDER}/x.json", "[1]")
    one = copy.load().exercises["first"].digest
    copy.write(f"{FOLDER}/x.json", "[2]")
    assert len({without, one, copy.load().exercises["first"].digest}) == 3
    copy.write(f"{FOLDER}/x.json", "[ 1 ]")
    assert copy.load().exercises["first"].digest == one, "only what it says counts"


@pytest.mark.parametrize(
    ("name", "body", "problem"),
    [
        ("x.json", "[NaN]", f"it is no JSON: NaN is no number; {MEND}"),
        ("x.json", "[" * 50 + "]" * 50, f"it holds a value nested more than 32 deep (or one that contains itself); {MEND}"),
        ("x.npy", b"\x93NUMPY", None),
        ("x.npy", npy(np.array([np.inf])), f"it has nan or infinity in it; {MEND}"),
        ("x.npy", npy(np.array(["text"])), f"it holds an array of dtype <U4; {MEND}"),
        ("x.pickle", b"\x80\x04N.", NAME),
        ("X.json", "1", NAME),
        (".json", "1", NAME),
        ("x.json", "1" + " " * MOST_DATA_BYTES, f"this file has more than {MOST_DATA_BYTES >> 10} KiB; make it smaller"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(copy: Copy, name: str, body: str | bytes, problem: str | None) -> None:
    copy.write(f"{FOLDER}/{name}", body)
    (found,) = copy.problems()
    assert found.startswith(f"{FOLDER}/{name}:1: ") and (problem is None or found.endswith(problem))


def test_an_array_of_objects_is_not_unpickled(copy: Copy) -> None:
    stream = io.BytesIO()
    np.save(stream, np.array([{}], dtype=object), allow_pickle=True)
    copy.write(f"{FOLDER}/x.npy", stream.getvalue())
    assert copy.problems() == [f"{FOLDER}/x.npy:1: it holds an array of dtype object; {MEND}"]


def test_two_files_of_one_name_are_refused(copy: Copy) -> None:
    copy.write(f"{FOLDER}/x.json", "[1]")
    copy.write(f"{FOLDER}/x.npy", npy(np.zeros(2)))
    assert copy.problems() == [f"{FOLDER}/x.npy:1: two files are named x; rename one"]


def test_files_that_are_too_large_together_are_refused(copy: Copy) -> None:
    for name in ("one", "two"):
        copy.write(f"{FOLDER}/{name}.npy", npy(np.zeros(600 << 10, dtype=np.int8)))
    assert copy.problems() == [f"{FOLDER}:1: they are 1200 KiB, and may be 1024; leave some away"]


def test_links_and_what_is_no_file_are_not_followed(copy: Copy, tmp_path: Path) -> None:
    (copy.root / FOLDER / "folder.json").mkdir(parents=True)
    os.mkfifo(copy.root / FOLDER / "pipe.json")
    secret = tmp_path / "secret.json"
    secret.write_text("[1]")
    (copy.root / FOLDER / "link.json").symlink_to(secret)
    assert copy.problems() == [
        f"{FOLDER}/folder.json:1: this is no file; put a file in its place",
        f"{FOLDER}/link.json:1: this is a link that leads elsewhere; copy the file here",
        f"{FOLDER}/pipe.json:1: this is no file; put a file in its place",
    ]


def test_a_folder_that_is_none_or_leads_elsewhere_is_refused(copy: Copy, tmp_path: Path) -> None:
    folder = copy.root / FOLDER
    folder.write_text("")
    assert copy.problems() == [f"{FOLDER}:1: this is no folder; put its files in a folder of this name"]
    folder.unlink()
    folder.symlink_to(tmp_path / "nowhere")
    assert copy.problems() == [f"{FOLDER}:1: this is no folder; put its files in a folder of this name"]
    folder.unlink()
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    assert copy.problems() == [f"{FOLDER}:1: this is a link that leads elsewhere; copy the folder here"]
