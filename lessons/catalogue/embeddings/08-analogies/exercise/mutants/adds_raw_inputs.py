"""Fails: long_inputs -- the tip is made of vectors as long as they come"""

import numpy as np


def analogy(vectors, a, b, c):
    tip = vectors[c] - vectors[a] + vectors[b]
    return max(
        (word for word in vectors if word not in (a, b, c)),
        key=lambda word: vectors[word] @ tip / np.linalg.norm(vectors[word]),
    )
