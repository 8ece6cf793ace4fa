"""Fails: example -- only one of the two lengths is divided out"""

import numpy as np


def cosine(a, b):
    norm = np.linalg.norm(a)
    return float(a @ b / norm) if norm > 0 else 0.0


def cosine_matrix(X, Y):
    norms = np.linalg.norm(X, axis=1, keepdims=True)
    return X / np.where(norms > 0, norms, 1) @ Y.T
