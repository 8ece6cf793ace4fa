"""Fails: direction -- the step is taken from b to a"""

import numpy as np


def analogy(vectors, a, b, c):
    unit = {word: vector / np.linalg.norm(vector) for word, vector in vectors.items()}
    tip = unit[c] + unit[a] - unit[b]
    return max((word for word in unit if word not in (a, b, c)), key=lambda word: unit[word] @ tip)
