"""Fails: padding -- multiplies by the mask, and zero times infinity is not a number"""

import numpy as np


def mean_pool(token_vectors, mask):
    return (token_vectors * mask[:, :, None]).sum(axis=1) / np.maximum(mask.sum(axis=1, keepdims=True), 1)


def info_nce(sim, temperature):
    logits = sim / temperature
    logits = logits - logits.max(axis=1, keepdims=True)
    return float((np.log(np.exp(logits).sum(axis=1)) - np.diag(logits)).mean())
