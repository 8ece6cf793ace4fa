import math
from collections import Counter


def tfidf(documents: list[list[str]]) -> list[dict[str, float]]:
    """The weight of every word of every document: its count times log(N / df)."""
    df = Counter(term for document in documents for term in set(document))
    return [
        {term: count * math.log(len(documents) / df[term]) for term, count in Counter(document).items()}
        for document in documents
    ]
