"""Fails: scale -- divides by d where its root belongs"""

import numpy as np


def random_projection(X, d, seed):
    return X @ np.random.default_rng(seed).normal(size=(X.shape[1], d)) / d
