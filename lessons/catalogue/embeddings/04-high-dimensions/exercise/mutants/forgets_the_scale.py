"""Fails: scale -- the factor 1/√d is missing, distances grow with d"""

import numpy as np


def random_projection(X, d, seed):
    return X @ np.random.default_rng(seed).normal(size=(X.shape[1], d))
