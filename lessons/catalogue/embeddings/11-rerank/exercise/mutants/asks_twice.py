"""Fails: budget -- asks for the best, then sorts, and pays twice"""

import numpy as np


def retrieve_then_rerank(query, docs, k, scorer):
    nearest = np.argsort(-(docs @ query))[:k].tolist()
    best = max(nearest, key=scorer)
    return [best] + sorted((one for one in nearest if one != best), key=scorer, reverse=True)
