"""The vectors of texts from the sentence model, kept in the data folder: only texts that were never seen load the model."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from lessons.lab import sentences
from lessons.lab.counts import Matrix

# 1.5 KiB each; beyond them, those that were embedded first are forgotten.
MOST_KEPT = 4000


def vectors_of(texts: Sequence[str], cache: Path, *, embed: Callable[[Sequence[str]], Matrix] = sentences.embed) -> Matrix:
    """One row for each text. `cache` is a file that may be there or not, and may be deleted at any time."""
    digests = [_digest(text) for text in texts]
    kept = _read(cache)
    unknown = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in kept}
    if unknown:
        rows = embed(list(unknown.values())).astype(np.float32)
        kept |= dict(zip(unknown, rows, strict=True))
        _write(cache, dict(list(kept.items())[-MOST_KEPT:]))
    return np.array([kept[digest] for digest in digests], dtype=np.float64)


def _digest(text: str) -> str:
    """Of a text and the model that reads it."""
    return hashlib.sha256(f"{sentences.weights()}\n{text}".encode()).hexdigest()


def _read(cache: Path) -> dict[str, Matrix]:
    try:
        with np.load(cache, allow_pickle=False) as file:
            return dict(zip(file["digests"].tolist(), file["rows"], strict=True))
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):  # none yet, or half a one
        return {}


def _write(cache: Path, kept: dict[str, Matrix]) -> None:
    """In one move, so that who validates at the same time reads a whole file."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=cache.parent, suffix=".npz")
    with os.fdopen(handle, "wb") as file:
        np.savez(file, digests=np.array(list(kept)), rows=np.array(list(kept.values())))
    os.replace(name, cache)
