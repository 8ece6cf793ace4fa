"""Fails: lonely -- a row is made only when somebody is met"""


def cooccurrence(tokens, window):
    counts = {}
    for i, word in enumerate(tokens):
        for j in range(max(0, i - window), min(len(tokens), i + window + 1)):
            if j != i:
                row = counts.setdefault(word, {})
                row[tokens[j]] = row.get(tokens[j], 0) + 1
    return counts
