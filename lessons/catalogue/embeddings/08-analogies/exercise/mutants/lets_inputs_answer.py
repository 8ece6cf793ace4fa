"""Fails: inputs -- every word may answer, and the third word usually does"""

import numpy as np


def analogy(vectors, a, b, c):
    unit = {word: vector / np.linalg.norm(vector) for word, vector in vectors.items()}
    tip = unit[c] - unit[a] + unit[b]
    return max(unit, key=lambda word: unit[word] @ tip)
