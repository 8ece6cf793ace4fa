"""Fails: mean_of_cosines -- the cosine with the mean of A, instead of the mean of the cosines"""

import numpy as np


def unit_rows(M):
    return M / np.linalg.norm(M, axis=1, keepdims=True)


def weat_effect_size(X, Y, A, B):
    words = unit_rows(np.concatenate([X, Y]))
    a, b = (unit_rows(unit_rows(M).mean(axis=0, keepdims=True))[0] for M in (A, B))
    s = words @ a - words @ b
    return float((s[: len(X)].mean() - s[len(X) :].mean()) / s.std())
