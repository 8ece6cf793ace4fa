"""Fails: small_temperature -- exponentiates what is too large for a float"""

import numpy as np


def mean_pool(token_vectors, mask):
    own = np.where(mask[:, :, None] == 1, token_vectors, 0)
    return own.sum(axis=1) / np.maximum(mask.sum(axis=1, keepdims=True), 1)


def info_nce(sim, temperature):
    shares = np.exp(sim / temperature)
    return float(-np.log(np.diag(shares) / shares.sum(axis=1)).mean())
