import numpy as np


def analogy(vectors: dict[str, np.ndarray], a: str, b: str, c: str) -> str:
    """The word that is to c what b is to a, by 3CosAdd."""
    tip = vectors[c] - vectors[a] + vectors[b]
    return max(vectors, key=lambda word: vectors[word] @ tip)
