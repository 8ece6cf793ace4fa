def skipgram_pairs(tokens: list[str], window: int) -> list[tuple[str, str]]:
    """All pairs of a word and a neighbour at most `window` places away, in the order of the text."""
    pairs = []
    for i, center in enumerate(tokens):
        near = tokens[max(0, i - window) : i] + tokens[i + 1 : i + 1 + window]
        pairs += [(center, context) for context in near]
    return pairs
