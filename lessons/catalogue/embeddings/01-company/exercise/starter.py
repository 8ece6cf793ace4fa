def cooccurrence(tokens: list[str], window: int) -> dict[str, dict[str, int]]:
    """How often each word stands at most `window` places from each other word."""
    counts: dict[str, dict[str, int]] = {}
    for i, word in enumerate(tokens):
        counts.setdefault(word, {})
        # Count the words near position i into counts[word].
    return counts
