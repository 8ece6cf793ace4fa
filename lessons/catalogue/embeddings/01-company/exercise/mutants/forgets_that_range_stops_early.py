"""Fails: reach -- the end of a range is taken to be inside it"""


def cooccurrence(tokens, window):
    counts = {word: {} for word in tokens}
    for i, word in enumerate(tokens):
        for j in range(max(0, i - window), min(len(tokens), i + window)):
            if j != i:
                counts[word][tokens[j]] = counts[word].get(tokens[j], 0) + 1
    return counts
