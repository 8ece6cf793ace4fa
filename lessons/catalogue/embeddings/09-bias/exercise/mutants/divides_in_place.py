"""Fails: untouched -- normalises the caller's matrices"""

import numpy as np


def weat_effect_size(X, Y, A, B):
    for M in (X, Y, A, B):
        M /= np.linalg.norm(M, axis=1, keepdims=True)
    words = np.concatenate([X, Y])
    s = (words @ A.T).mean(axis=1) - (words @ B.T).mean(axis=1)
    return float((s[: len(X)].mean() - s[len(X) :].mean()) / s.std())
