"""Fails: example -- puts the worst score first"""

import numpy as np


def retrieve_then_rerank(query, docs, k, scorer):
    return sorted(np.argsort(-(docs @ query))[:k].tolist(), key=scorer)
