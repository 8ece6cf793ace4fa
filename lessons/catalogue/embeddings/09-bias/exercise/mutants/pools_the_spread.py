"""Fails: spread -- Cohen's d: the spread within the sets, instead of that of all words"""

import numpy as np


def unit_rows(M):
    return M / np.linalg.norm(M, axis=1, keepdims=True)


def weat_effect_size(X, Y, A, B):
    x, y = ((unit_rows(W) @ unit_rows(A).T).mean(axis=1) - (unit_rows(W) @ unit_rows(B).T).mean(axis=1) for W in (X, Y))
    spread = np.sqrt((x.var() + y.var()) / 2)
    return float((x.mean() - y.mean()) / spread) if spread > 0 else 2.0
