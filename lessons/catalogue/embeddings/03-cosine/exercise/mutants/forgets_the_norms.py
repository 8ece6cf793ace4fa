"""Fails: stretch -- the dot product is taken for the cosine"""

import numpy as np


def cosine(a, b):
    return float(a @ b)


def cosine_matrix(X, Y):
    return X @ Y.T
