"""Fails: real_pair -- turns the sign of the wrong term"""

import numpy as np


def sgns_loss(center: np.ndarray, context: np.ndarray, negatives: np.ndarray) -> float:
    real = np.logaddexp(0, context @ center)
    drawn = np.logaddexp(0, negatives @ center)
    return float(real + drawn.sum())


def noise_distribution(counts: np.ndarray) -> np.ndarray:
    weights = counts**0.75
    return weights / weights.sum()
