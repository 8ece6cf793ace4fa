"""Fails: empty -- an empty document is dropped, so rows and documents no longer go together"""

import math


def tfidf(documents):
    documents = [document for document in documents if document]
    df = {}
    for document in documents:
        for term in set(document):
            df[term] = df.get(term, 0) + 1
    return [{term: document.count(term) * math.log(len(documents) / df[term]) for term in document} for document in documents]
