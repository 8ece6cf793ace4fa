import numpy as np


def random_projection(X: np.ndarray, d: int, seed: int) -> np.ndarray:
    """The rows of X in d random coordinates that keep distances."""
    matrix = np.random.default_rng(seed).normal(size=(X.shape[1], d))
    return X @ matrix / np.sqrt(d)
