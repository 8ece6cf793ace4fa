"""Fails: small_temperature -- takes the logarithm of a share that has rounded to zero"""

import numpy as np


def mean_pool(token_vectors, mask):
    own = np.where(mask[:, :, None] == 1, token_vectors, 0)
    return own.sum(axis=1) / np.maximum(mask.sum(axis=1, keepdims=True), 1)


def info_nce(sim, temperature):
    logits = sim / temperature
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return float(-np.log(np.diag(shares) / shares.sum(axis=1)).mean())
