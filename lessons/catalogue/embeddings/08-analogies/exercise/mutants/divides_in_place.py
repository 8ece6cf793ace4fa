"""Fails: untouched -- normalises the caller's arrays"""

import numpy as np


def analogy(vectors, a, b, c):
    for vector in vectors.values():
        vector /= np.linalg.norm(vector)
    tip = vectors[c] - vectors[a] + vectors[b]
    return max((word for word in vectors if word not in (a, b, c)), key=lambda word: vectors[word] @ tip)
