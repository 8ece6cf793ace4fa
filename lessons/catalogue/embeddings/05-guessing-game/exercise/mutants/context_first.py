"""Fails: center_first -- the pairs are turned round"""


def skipgram_pairs(tokens, window):
    pairs = []
    for i, center in enumerate(tokens):
        near = tokens[max(0, i - window) : i] + tokens[i + 1 : i + 1 + window]
        pairs += [(context, center) for context in near]
    return pairs
