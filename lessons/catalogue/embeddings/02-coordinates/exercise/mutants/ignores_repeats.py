"""Fails: repeats -- a word is there or not, how often does not matter"""

import math


def tfidf(documents):
    df = {}
    for document in documents:
        for term in set(document):
            df[term] = df.get(term, 0) + 1
    return [{term: math.log(len(documents) / df[term]) for term in set(document)} for document in documents]
