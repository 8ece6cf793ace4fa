"""Fails: random_batches -- leaves the partner out of the sum below the line"""

import numpy as np


def mean_pool(token_vectors, mask):
    own = np.where(mask[:, :, None] == 1, token_vectors, 0)
    return own.sum(axis=1) / np.maximum(mask.sum(axis=1, keepdims=True), 1)


def info_nce(sim, temperature):
    logits = sim / temperature
    others = np.exp(logits)
    np.fill_diagonal(others, 0)
    return float((np.log(others.sum(axis=1)) - np.diag(logits)).mean())
