"""Fails: ends -- a negative index is taken for a place before the text, but it counts from the end"""


def cooccurrence(tokens, window):
    counts = {word: {} for word in tokens}
    for i, word in enumerate(tokens):
        for step in range(-window, window + 1):
            if step != 0 and i + step < len(tokens):
                other = tokens[i + step]
                counts[word][other] = counts[word].get(other, 0) + 1
    return counts
