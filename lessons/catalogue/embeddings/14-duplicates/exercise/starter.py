import numpy as np


def find_duplicates(questions, vectors, same_intent, budget):
    """Groups of questions that want the same, as lists of places."""
    n = len(questions)
    left, right = np.triu_indices(n, k=1)  # all pairs: left[p] and right[p]
    likeness = (vectors @ vectors.T)[left, right]
    group = list(range(n))  # the group that each question is in
    for pair in np.flatnonzero(likeness >= 0.60):
        i, j = left[pair], right[pair]
        a, b = group[i], group[j]
        if a != b:
            group = [a if one == b else one for one in group]
    members = [[place for place in range(n) if group[place] == one] for one in set(group)]
    return [places for places in members if len(places) > 1]
