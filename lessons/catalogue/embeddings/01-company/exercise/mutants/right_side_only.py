"""Fails: example -- company is only what follows"""


def cooccurrence(tokens, window):
    counts = {word: {} for word in tokens}
    for i, word in enumerate(tokens):
        for other in tokens[i + 1 : i + window + 1]:
            counts[word][other] = counts[word].get(other, 0) + 1
    return counts
