"""Fails: document_frequency -- rarity is taken from all occurrences, not from documents"""

import math


def tfidf(documents):
    df = {}
    for document in documents:
        for term in document:
            df[term] = df.get(term, 0) + 1
    return [{term: document.count(term) * math.log(len(documents) / df[term]) for term in document} for document in documents]
