"""Fails: ends -- a negative start counts from the end"""


def skipgram_pairs(tokens, window):
    pairs = []
    for i, center in enumerate(tokens):
        near = [tokens[j] for j in range(i - window, min(len(tokens), i + window + 1)) if j != i and abs(j) < len(tokens)]
        pairs += [(center, context) for context in near]
    return pairs
