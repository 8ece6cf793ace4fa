def cooccurrence(tokens: list[str], window: int) -> dict[str, dict[str, int]]:
    """How often each word stands at most `window` places from each other word."""
    counts: dict[str, dict[str, int]] = {}
    for i, word in enumerate(tokens):
        row = counts.setdefault(word, {})
        for j in range(max(0, i - window), min(len(tokens), i + window + 1)):
            if j != i:
                row[tokens[j]] = row.get(tokens[j], 0) + 1
    return counts
