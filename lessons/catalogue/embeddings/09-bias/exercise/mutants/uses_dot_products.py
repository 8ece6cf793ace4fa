"""Fails: lengths -- dot products are taken for cosines"""

import numpy as np


def weat_effect_size(X, Y, A, B):
    words = np.concatenate([X, Y])
    s = (words @ A.T).mean(axis=1) - (words @ B.T).mean(axis=1)
    return float((s[: len(X)].mean() - s[len(X) :].mean()) / s.std())
