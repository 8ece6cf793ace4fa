import math


def tfidf(documents: list[list[str]]) -> list[dict[str, float]]:
    """The weight of every word of every document: its count times log(N / df)."""
    weights: list[dict[str, float]] = []
    for document in documents:
        weights.append({term: float(document.count(term)) for term in document})  # counts so far; weigh them with math.log
    return weights
