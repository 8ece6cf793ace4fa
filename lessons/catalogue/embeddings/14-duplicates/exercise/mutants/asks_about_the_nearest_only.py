"""Fails: thousand -- compares each question with its nearest neighbour and with no other"""

import numpy as np


def find_duplicates(questions, vectors, same_intent, budget):
    """Groups of questions that want the same, as lists of places."""
    n = len(questions)
    left, right = np.triu_indices(n, k=1)  # all pairs: left[p] and right[p]
    likeness = (vectors @ vectors.T)[left, right]
    table = vectors @ vectors.T - 3 * np.eye(n)
    nearest = table.argmax(axis=1) if n else []
    group = list(range(n))  # the group that each question is in
    apart = set()  # pairs of groups that are known to differ
    for pair in np.argsort(-likeness):
        if budget == 0:
            break
        i, j = left[pair], right[pair]
        if nearest[i] != j and nearest[j] != i:
            continue
        a, b = group[i], group[j]
        if a == b or (a, b) in apart:
            continue
        budget -= 1
        if same_intent(i, j):
            group = [a if one == b else one for one in group]
            apart = {(a if x == b else x, a if y == b else y) for x, y in apart}
        else:
            apart |= {(a, b), (b, a)}
    members = [[place for place in range(n) if group[place] == one] for one in set(group)]
    return [places for places in members if len(places) > 1]
