"""Fails: power -- leaves the power out"""

import numpy as np


def sgns_loss(center: np.ndarray, context: np.ndarray, negatives: np.ndarray) -> float:
    real = np.logaddexp(0, -(context @ center))
    drawn = np.logaddexp(0, negatives @ center)
    return float(real + drawn.sum())


def noise_distribution(counts: np.ndarray) -> np.ndarray:
    weights = counts
    return weights / weights.sum()
