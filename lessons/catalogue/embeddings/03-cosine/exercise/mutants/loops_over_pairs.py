"""Fails: many_rows -- a Python loop over all pairs is right, and far too slow"""

import numpy as np


def cosine(a, b):
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / lengths) if lengths > 0 else 0.0


def cosine_matrix(X, Y):
    return np.array([[cosine(x, y) for y in Y] for x in X])
