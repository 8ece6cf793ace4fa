import numpy as np


def unit_rows(M: np.ndarray) -> np.ndarray:
    return M / np.linalg.norm(M, axis=1, keepdims=True)


def weat_effect_size(X: np.ndarray, Y: np.ndarray, A: np.ndarray, B: np.ndarray) -> float:
    """How far apart X and Y are associated with A rather than B, in standard deviations."""
    words = unit_rows(np.concatenate([X, Y]))
    s = (words @ unit_rows(A).T).mean(axis=1) - (words @ unit_rows(B).T).mean(axis=1)
    return float((s[: len(X)].mean() - s[len(X) :].mean()) / s.std())
