"""Fails: large_scores -- takes the logarithm of a rounded sigmoid"""

import numpy as np


def sgns_loss(center: np.ndarray, context: np.ndarray, negatives: np.ndarray) -> float:
    real = -np.log(1 / (1 + np.exp(-(context @ center))))
    drawn = -np.log(1 / (1 + np.exp(negatives @ center)))
    return float(real + drawn.sum())


def noise_distribution(counts: np.ndarray) -> np.ndarray:
    weights = counts**0.75
    return weights / weights.sum()
