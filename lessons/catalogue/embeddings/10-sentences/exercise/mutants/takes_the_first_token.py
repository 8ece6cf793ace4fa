"""Fails: padding -- takes the vector of the first token, as CLS pooling does"""

import numpy as np


def mean_pool(token_vectors, mask):
    return np.where(mask[:, :1] == 1, token_vectors[:, 0], 0)


def info_nce(sim, temperature):
    logits = sim / temperature
    logits = logits - logits.max(axis=1, keepdims=True)
    return float((np.log(np.exp(logits).sum(axis=1)) - np.diag(logits)).mean())
