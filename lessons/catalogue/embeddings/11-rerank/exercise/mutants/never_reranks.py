"""Fails: believes -- asks the scorer and goes by the dot product after all"""

import numpy as np


def retrieve_then_rerank(query, docs, k, scorer):
    nearest = np.argsort(-(docs @ query))[:k].tolist()
    for place in nearest:
        scorer(place)
    return nearest
