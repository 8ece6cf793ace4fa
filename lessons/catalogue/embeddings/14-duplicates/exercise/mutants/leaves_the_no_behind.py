"""Fails: kitchen_and_home -- what was apart from a group is forgotten once the group is merged into another"""

import numpy as np


def find_duplicates(questions, vectors, same_intent, budget):
    """Groups of questions that want the same, as lists of places."""
    n = len(questions)
    left, right = np.triu_indices(n, k=1)  # all pairs: left[p] and right[p]
    likeness = (vectors @ vectors.T)[left, right]
    group = list(range(n))  # the group that each question is in
    apart = set()  # pairs of groups that are known to differ
    for pair in np.argsort(-likeness):
        if budget == 0:
            break
        i, j = left[pair], right[pair]
        a, b = group[i], group[j]
        if a == b or (a, b) in apart:
            continue
        budget -= 1
        if same_intent(i, j):
            group = [a if one == b else one for one in group]
        else:
            apart |= {(a, b), (b, a)}
    members = [[place for place in range(n) if group[place] == one] for one in set(group)]
    return [places for places in members if len(places) > 1]
