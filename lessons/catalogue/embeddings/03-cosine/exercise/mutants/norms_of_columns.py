"""Fails: small_matrix -- axis 0 scales the columns instead of the rows"""

import numpy as np


def cosine(a, b):
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / lengths) if lengths > 0 else 0.0


def unit(X):
    norms = np.linalg.norm(X, axis=0, keepdims=True)
    return X / np.where(norms > 0, norms, 1)


def cosine_matrix(X, Y):
    return unit(X) @ unit(Y).T
