"""Fails: large_scores -- adds a small number so that the logarithm does not meet 0"""

import numpy as np


def sgns_loss(center: np.ndarray, context: np.ndarray, negatives: np.ndarray) -> float:
    real = -np.log(1 / (1 + np.exp(-(context @ center))) + 1e-10)
    drawn = np.logaddexp(0, negatives @ center)
    return float(real + drawn.sum())


def noise_distribution(counts: np.ndarray) -> np.ndarray:
    weights = counts**0.75
    return weights / weights.sum()
