"""Fails: each_negative -- adds the negatives up before they are scored"""

import numpy as np


def sgns_loss(center: np.ndarray, context: np.ndarray, negatives: np.ndarray) -> float:
    real = np.logaddexp(0, -(context @ center))
    drawn = np.logaddexp(0, negatives.sum(axis=0) @ center)
    return float(real + drawn.sum())


def noise_distribution(counts: np.ndarray) -> np.ndarray:
    weights = counts**0.75
    return weights / weights.sum()
