"""Fails: example -- the place itself is left in"""


def skipgram_pairs(tokens, window):
    pairs = []
    for i, center in enumerate(tokens):
        near = tokens[max(0, i - window) : i + 1 + window]
        pairs += [(center, context) for context in near]
    return pairs
