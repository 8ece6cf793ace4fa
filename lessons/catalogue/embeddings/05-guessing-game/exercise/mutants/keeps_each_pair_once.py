"""Fails: itself -- takes a set, so pairs that come again are lost"""


def skipgram_pairs(tokens, window):
    pairs = []
    for i, center in enumerate(tokens):
        near = tokens[max(0, i - window) : i] + tokens[i + 1 : i + 1 + window]
        pairs += [(center, context) for context in near if (center, context) not in pairs]
    return pairs
