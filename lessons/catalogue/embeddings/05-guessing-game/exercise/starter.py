def skipgram_pairs(tokens: list[str], window: int) -> list[tuple[str, str]]:
    """All pairs of a word and a neighbour at most `window` places away, in the order of the text."""
    pairs = []
    for i, center in enumerate(tokens):
        # Add a pair for each neighbour of place i.
        ...
    return pairs
