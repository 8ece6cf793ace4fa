import numpy as np


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    """The cosine of two vectors; 0.0 if one of them is zero."""
    return float(a @ b)


def cosine_matrix(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """All cosines of rows of X with rows of Y."""
    return X @ Y.T
