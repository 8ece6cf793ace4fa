import numpy as np


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    """The cosine of two vectors; 0.0 if one of them is zero."""
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / lengths) if lengths > 0 else 0.0


def unit_rows(X: np.ndarray) -> np.ndarray:
    norms = np.linalg.norm(X, axis=1, keepdims=True)
    return X / np.where(norms > 0, norms, 1)


def cosine_matrix(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """All cosines of rows of X with rows of Y."""
    return unit_rows(X) @ unit_rows(Y).T
