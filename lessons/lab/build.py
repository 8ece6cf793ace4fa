"""Every data file that lessons keep beside their text or for their checks, and the function that computes it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import numpy as np

Builder = Callable[[], object]
CATALOGUE = Path(__file__).parent.parent / "catalogue"


def builders() -> Mapping[str, Builder]:
    """Path below the catalogue → builder, from `BUILDERS` of every module named build_* in this folder."""
    found: dict[str, Builder] = {}
    for module in sorted(info.name for info in iter_modules([str(Path(__file__).parent)])):
        if module.startswith("build_"):
            found.update(import_module(f"lessons.lab.{module}").BUILDERS)
    return found


def bytes_of(path: str, value: object) -> bytes:
    """A file as it is committed: an array where its name ends in .npy, else JSON."""
    if not path.endswith(".npy"):
        return text_of(value).encode()
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asarray(value), version=(1, 0), allow_pickle=False)
    return stream.getvalue()


def text_of(value: object) -> str:
    """JSON as it is committed: compact, the same bytes on every machine."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def write(path: str, catalogue: Path = CATALOGUE) -> Path:
    """Build one data file anew."""
    target = catalogue / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(bytes_of(path, builders()[path]()))
    return target
