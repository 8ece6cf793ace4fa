from collections.abc import Callable

import numpy as np


def retrieve_then_rerank(query: np.ndarray, docs: np.ndarray, k: int, scorer: Callable[[int], float]) -> list[int]:
    """The k documents nearest to the query, those that the scorer likes best first."""
    nearest = np.argsort(-(docs @ query))[:k].tolist()
    return sorted(nearest, key=scorer, reverse=True)
