"""Fails: reach -- forgets that a slice stops before its end"""


def skipgram_pairs(tokens, window):
    pairs = []
    for i, center in enumerate(tokens):
        near = tokens[max(0, i - window) : i] + tokens[i + 1 : i + window]
        pairs += [(center, context) for context in near]
    return pairs
