"""Exact nearest neighbours by inner product, which of rows of length 1 is their cosine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lessons.lab.counts import Matrix

if TYPE_CHECKING:
    import faiss


def build_index(rows: Matrix) -> faiss.IndexFlatIP:
    """An index over `rows` (one vector each, of length 1)."""
    import faiss  # only the index worker needs it in memory

    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(np.ascontiguousarray(rows, dtype=np.float32))
    return index


def search(index: faiss.IndexFlatIP, vector: Matrix, k: int) -> list[tuple[int, float]]:
    """The `k` rows nearest to `vector` as (row number, cosine), nearest first; fewer where the index has fewer."""
    scores, rows = index.search(np.ascontiguousarray(vector.reshape(1, -1), dtype=np.float32), min(k, index.ntotal))
    return [(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]
