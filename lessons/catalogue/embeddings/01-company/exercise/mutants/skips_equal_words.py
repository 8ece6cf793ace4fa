"""Fails: itself -- words are compared where positions should be"""


def cooccurrence(tokens, window):
    counts = {word: {} for word in tokens}
    for i, word in enumerate(tokens):
        for j in range(max(0, i - window), min(len(tokens), i + window + 1)):
            if tokens[j] != word:
                counts[word][tokens[j]] = counts[word].get(tokens[j], 0) + 1
    return counts
