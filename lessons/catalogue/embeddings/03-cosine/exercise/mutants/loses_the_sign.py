"""Fails: opposite -- similarity is thought never to be negative"""

import numpy as np


def cosine(a, b):
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    return float(abs(a @ b) / lengths) if lengths > 0 else 0.0


def unit(X):
    norms = np.linalg.norm(X, axis=1, keepdims=True)
    return X / np.where(norms > 0, norms, 1)


def cosine_matrix(X, Y):
    return np.abs(unit(X) @ unit(Y).T)
