"""Fails: adds_up -- having met is noted, not how often"""


def cooccurrence(tokens, window):
    counts = {word: {} for word in tokens}
    for i, word in enumerate(tokens):
        for j in range(max(0, i - window), min(len(tokens), i + window + 1)):
            if j != i:
                counts[word][tokens[j]] = 1
    return counts
