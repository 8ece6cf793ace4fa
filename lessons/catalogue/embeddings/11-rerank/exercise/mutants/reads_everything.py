"""Fails: budget -- reads every document, as a cross-encoder alone does"""

import numpy as np


def retrieve_then_rerank(query, docs, k, scorer):
    return sorted(range(len(docs)), key=scorer, reverse=True)[:k]
