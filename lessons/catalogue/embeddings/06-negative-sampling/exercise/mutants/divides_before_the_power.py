"""Fails: shares -- brings the counts to a sum of 1 and raises them afterwards"""

import numpy as np


def sgns_loss(center: np.ndarray, context: np.ndarray, negatives: np.ndarray) -> float:
    real = np.logaddexp(0, -(context @ center))
    drawn = np.logaddexp(0, negatives @ center)
    return float(real + drawn.sum())


def noise_distribution(counts: np.ndarray) -> np.ndarray:
    return (counts / counts.sum()) ** 0.75
