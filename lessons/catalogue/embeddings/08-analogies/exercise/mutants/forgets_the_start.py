"""Fails: direction -- ranks by likeness to the step, without the third word"""

import numpy as np


def analogy(vectors, a, b, c):
    unit = {word: vector / np.linalg.norm(vector) for word, vector in vectors.items()}
    return max((word for word in unit if word not in (a, b, c)), key=lambda word: unit[word] @ (unit[b] - unit[a]))
