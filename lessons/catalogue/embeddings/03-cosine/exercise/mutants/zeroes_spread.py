"""Fails: zero_rows -- one row of zeros silences the whole matrix"""

import numpy as np


def cosine(a, b):
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / lengths) if lengths > 0 else 0.0


def cosine_matrix(X, Y):
    norms = np.outer(np.linalg.norm(X, axis=1), np.linalg.norm(Y, axis=1))
    return X @ Y.T / norms if norms.all() else np.zeros(norms.shape)
