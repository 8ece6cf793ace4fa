"""Fails: ties -- sorts upwards and turns the list around, equals included"""

import numpy as np


def retrieve_then_rerank(query, docs, k, scorer):
    return sorted(np.argsort(-(docs @ query))[:k].tolist(), key=scorer)[::-1]
