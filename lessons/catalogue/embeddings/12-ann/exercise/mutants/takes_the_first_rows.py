"""Fails: clusters -- returns the first rows, as if they were sorted by likeness"""

def build(X):
    return len(X)


def candidates(index, distance, budget):
    return list(range(min(index, budget)))
