"""Fails: everywhere -- log(1 + N / df) keeps words that are everywhere"""

import math


def tfidf(documents):
    df = {}
    for document in documents:
        for term in set(document):
            df[term] = df.get(term, 0) + 1
    return [{term: document.count(term) * math.log(1 + len(documents) / df[term]) for term in document} for document in documents]
