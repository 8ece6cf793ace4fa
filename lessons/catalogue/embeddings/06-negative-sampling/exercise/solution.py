import numpy as np


def sgns_loss(center: np.ndarray, context: np.ndarray, negatives: np.ndarray) -> float:
    """The loss of a real pair and its drawn negatives, in nats."""
    real = np.logaddexp(0, -(context @ center))
    drawn = np.logaddexp(0, negatives @ center)
    return float(real + drawn.sum())


def noise_distribution(counts: np.ndarray) -> np.ndarray:
    """How likely each word is to be drawn as a negative."""
    weights = counts**0.75
    return weights / weights.sum()
