"""Fails: twice -- only c is kept from answering"""

import numpy as np


def analogy(vectors, a, b, c):
    unit = {word: vector / np.linalg.norm(vector) for word, vector in vectors.items()}
    tip = unit[c] - unit[a] + unit[b]
    return max((word for word in unit if word != c), key=lambda word: unit[word] @ tip)
