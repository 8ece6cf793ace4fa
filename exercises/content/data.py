"""An exercise's data/ folder: what its checks read by name, and learners never see."""

from __future__ import annotations

import re
from pathlib import Path as FilePath
from typing import Any

from grading.contract import MOST_DATA_BYTES
from grading.data import SUFFIXES, BadData, packed, value_of
from lessons.content.problems import Problem
from lessons.content.textfile import Unusable, is_inside, read_bytes

NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}", re.ASCII)
MEND = "see “Data of the checks” in docs/authoring.md"


def load_data(root: FilePath, exercise: FilePath, found: list[Problem]) -> bytes:
    """All files of the folder as one frame; empty without a folder, or with files that cannot be used."""
    folder = exercise / "data"
    here = folder.relative_to(root).as_posix()
    if not folder.is_dir():
        if folder.exists() or folder.is_symlink():
            found.append(Problem(here, 1, "this is no folder", "put its files in a folder of this name"))
        return b""
    if not is_inside(folder, root):
        found.append(Problem(here, 1, "this is a link that leads elsewhere", "copy the folder here"))
        return b""
    values: dict[str, Any] = {}
    # Notes on where the data are from stay behind.
    for file in sorted(one for one in folder.iterdir() if one.suffix != ".md"):
        try:
            values |= _named(root, file, values)
        except Unusable as problem:
            found.append(Problem(f"{here}/{file.name}", 1, problem.what, problem.mend))
    try:
        return packed(values)
    except BadData as problem:
        found.append(Problem(here, 1, str(problem), "leave some away"))
        return b""


def _named(root: FilePath, file: FilePath, known: dict[str, Any]) -> dict[str, Any]:
    if file.suffix not in SUFFIXES or not NAME.fullmatch(file.stem):
        raise Unusable("files with such a name are not read", f"name it in small letters, and end it in {' or '.join(SUFFIXES)}")
    if file.stem in known:
        raise Unusable(f"two files are named {file.stem}", "rename one")
    try:
        return {file.stem: value_of(file.suffix, read_bytes(root, file, MOST_DATA_BYTES))}
    except BadData as problem:
        raise Unusable(str(problem), MEND) from problem
