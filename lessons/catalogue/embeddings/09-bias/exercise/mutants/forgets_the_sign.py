"""Fails: signs -- only the size of the difference is returned"""

import numpy as np


def unit_rows(M):
    return M / np.linalg.norm(M, axis=1, keepdims=True)


def weat_effect_size(X, Y, A, B):
    words = unit_rows(np.concatenate([X, Y]))
    s = (words @ unit_rows(A).T).mean(axis=1) - (words @ unit_rows(B).T).mean(axis=1)
    return float(abs(s[: len(X)].mean() - s[len(X) :].mean()) / s.std())
