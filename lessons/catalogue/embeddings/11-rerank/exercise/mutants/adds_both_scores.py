"""Fails: believes -- adds the dot product to the score"""

import numpy as np


def retrieve_then_rerank(query, docs, k, scorer):
    likeness = docs @ query
    nearest = np.argsort(-likeness)[:k].tolist()
    return sorted(nearest, key=lambda place: scorer(place) + 3 * likeness[place], reverse=True)
