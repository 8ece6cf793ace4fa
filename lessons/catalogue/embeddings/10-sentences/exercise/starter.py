import numpy as np


def mean_pool(token_vectors: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """One vector per text: the mean of its own tokens."""
    return token_vectors.mean(axis=1)


def info_nce(sim: np.ndarray, temperature: float) -> float:
    """How surprising the right partners are, on average."""
    return 0.0
