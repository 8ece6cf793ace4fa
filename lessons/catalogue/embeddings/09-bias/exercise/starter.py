import numpy as np


def weat_effect_size(X: np.ndarray, Y: np.ndarray, A: np.ndarray, B: np.ndarray) -> float:
    """How far apart X and Y are associated with A rather than B, in standard deviations."""
    x = (X @ A.T).mean(axis=1) - (X @ B.T).mean(axis=1)
    return float(x.mean())
