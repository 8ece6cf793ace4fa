"""Fails: example -- forgets that argsort sorts upwards"""

import numpy as np


def retrieve_then_rerank(query, docs, k, scorer):
    return sorted(np.argsort(docs @ query)[:k].tolist(), key=scorer, reverse=True)
