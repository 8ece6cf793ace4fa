"""Fails: other_seed -- a fixed seed is used instead of the one that was given"""

import numpy as np


def random_projection(X, d, seed):
    return X @ np.random.default_rng(42).normal(size=(X.shape[1], d)) / np.sqrt(d)
