import numpy as np


def analogy(vectors: dict[str, np.ndarray], a: str, b: str, c: str) -> str:
    """The word that is to c what b is to a, by 3CosAdd."""
    unit = {word: vector / np.linalg.norm(vector) for word, vector in vectors.items()}
    tip = unit[c] - unit[a] + unit[b]
    return max((word for word in unit if word not in (a, b, c)), key=lambda word: unit[word] @ tip)
