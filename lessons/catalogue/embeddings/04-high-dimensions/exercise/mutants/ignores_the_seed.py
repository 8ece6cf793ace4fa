"""Fails: same_seed -- the matrix is drawn afresh at each call, whatever the seed"""

import numpy as np


def random_projection(X, d, seed):
    return X @ np.random.default_rng().normal(size=(X.shape[1], d)) / np.sqrt(d)
