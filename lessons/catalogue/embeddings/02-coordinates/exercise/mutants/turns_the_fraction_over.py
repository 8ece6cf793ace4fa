"""Fails: rarer -- df / N instead of N / df: every weight is negative"""

import math


def tfidf(documents):
    df = {}
    for document in documents:
        for term in set(document):
            df[term] = df.get(term, 0) + 1
    return [{term: document.count(term) * math.log(df[term] / len(documents)) for term in document} for document in documents]
