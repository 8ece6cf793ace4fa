"""Fails: lengths -- the norm of the whole matrix is taken instead of one for each row"""

import numpy as np


def cosine(a, b):
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / lengths) if lengths > 0 else 0.0


def cosine_matrix(X, Y):
    return X @ Y.T / (np.linalg.norm(X) * np.linalg.norm(Y))
