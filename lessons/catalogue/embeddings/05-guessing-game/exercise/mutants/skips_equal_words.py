"""Fails: itself -- compares words where places are meant"""


def skipgram_pairs(tokens, window):
    pairs = []
    for i, center in enumerate(tokens):
        near = tokens[max(0, i - window) : i + 1 + window]
        pairs += [(center, context) for context in near if context != center]
    return pairs
