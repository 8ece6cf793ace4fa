"""Fails: long_candidates -- nearest by distance in the raw space"""

import numpy as np


def analogy(vectors, a, b, c):
    tip = sum(sign * vectors[word] / np.linalg.norm(vectors[word]) for sign, word in ((1, c), (-1, a), (1, b)))
    return min((word for word in vectors if word not in (a, b, c)), key=lambda word: np.linalg.norm(vectors[word] - tip))
