import numpy as np


def sgns_loss(center: np.ndarray, context: np.ndarray, negatives: np.ndarray) -> float:
    """The loss of a real pair and its drawn negatives, in nats."""
    score = context @ center
    return float(-np.log(1 / (1 + np.exp(-score))))


def noise_distribution(counts: np.ndarray) -> np.ndarray:
    """How likely each word is to be drawn as a negative."""
    return counts / counts.sum()
