"""Fails: longer -- asks for the place of a word by its name"""


def skipgram_pairs(tokens, window):
    pairs = []
    for center in tokens:
        i = tokens.index(center)
        near = tokens[max(0, i - window) : i] + tokens[i + 1 : i + 1 + window]
        pairs += [(center, context) for context in near]
    return pairs
