"""Fails: clusters -- asks about random rows and hopes"""

import numpy as np


def build(X):
    return len(X)


def candidates(index, distance, budget):
    return np.random.default_rng().permutation(index)[:budget].tolist()
