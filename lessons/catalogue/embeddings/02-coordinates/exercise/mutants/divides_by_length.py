"""Fails: repeats -- the share of the document is taken for the count"""

import math


def tfidf(documents):
    df = {}
    for document in documents:
        for term in set(document):
            df[term] = df.get(term, 0) + 1
    return [
        {term: document.count(term) / len(document) * math.log(len(documents) / df[term]) for term in document}
        for document in documents
    ]
