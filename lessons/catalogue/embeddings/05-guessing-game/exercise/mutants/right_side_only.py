"""Fails: both_sides -- neighbours on the left are forgotten"""


def skipgram_pairs(tokens, window):
    pairs = []
    for i, center in enumerate(tokens):
        pairs += [(center, context) for context in tokens[i + 1 : i + 1 + window]]
    return pairs
