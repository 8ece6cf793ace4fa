from grading.checks import check


def _expected(tokens, window):
    rows = {word: {} for word in tokens}
    for distance in range(1, window + 1):
        for left, right in zip(tokens, tokens[distance:]):
            for word, context in ((left, right), (right, left)):
                rows[word][context] = rows[word].get(context, 0) + 1
    return rows


def _rows(t, tokens, window):
    got = t.call("cooccurrence", tokens, window)
    sound = isinstance(got, dict) and all(isinstance(row, dict) for row in got.values())
    t.that(sound, "Return a dict that has a dict for each word.")
    return got


@check("counts the neighbours of the example", concept="cooccurrence-counts", sample=True)
def example(t):
    tokens = ["deep", "dark", "wood"]
    t.equal(t.call("cooccurrence", tokens, 1), _expected(tokens, 1), "Each word counts the words next to it, on both sides.")


@check("sees as far as the window", weight=2, concept="context-window", sample=True)
def reach(t):
    tokens = ["the", "wolf", "met", "her", "there"]
    t.equal(t.call("cooccurrence", tokens, 2), _expected(tokens, 2), "A window of 2 takes in places 1 and 2 away, and no further.")


@check("counts both sides", weight=2, concept="context-window")
def both_sides(t):
    tokens = [f"w{number}" for number in t.rng.permutation(9)]
    got = _rows(t, tokens, 3)
    lopsided = [(a, b) for a in tokens for b in tokens if got.get(a, {}).get(b, 0) != got.get(b, {}).get(a, 0)]
    t.that(not lopsided, "If one word stands near another, the other stands near the first: both rows must say so.")
    t.that(got.get(tokens[4], {}).get(tokens[5]) == 1, "Two words side by side have met once.")


@check("adds up when words meet again", weight=2, concept="cooccurrence-counts")
def adds_up(t):
    times = int(t.rng.integers(3, 7))
    tokens = ["red", "rose", "and"] * times
    got = t.call("cooccurrence", tokens, 1)
    t.equal(got, _expected(tokens, 1), "The same two words meet several times in this text; every meeting counts.")


@check("does not reach around the ends", weight=2, concept="context-window")
def ends(t):
    tokens = [f"w{number}" for number in t.rng.permutation(8)]
    got = _rows(t, tokens, 2)
    t.that(tokens[-1] not in got.get(tokens[0], {}), "The last word is not near the first: a negative index counts from the end.")
    t.equal(sorted(got.get(tokens[0], {})), sorted(tokens[1:3]), "The first word has company on one side only.")


@check("lets a word keep company with itself", weight=1, concept="cooccurrence-counts")
def itself(t):
    tokens = ["very", "very", "good"]
    got = t.call("cooccurrence", tokens, 1)
    t.equal(
        got, _expected(tokens, 1), "Leave out the position itself, not the word: each “very” stands beside the other one."
    )


@check("gives a lonely word an empty row", weight=1, concept="cooccurrence-counts")
def lonely(t):
    t.equal(t.call("cooccurrence", ["once"], 3), {"once": {}}, "A word without company still has a row, an empty one.")
    t.equal(t.call("cooccurrence", [], 2), {}, "A text without words has no rows.")


@check("agrees on a longer text", weight=2, concept="cooccurrence-counts")
def longer(t):
    tokens = t.rng.choice(["wolf", "fox", "met", "the", "a", "old"], size=60).tolist()
    window = int(t.rng.integers(2, 6))
    t.equal(t.call("cooccurrence", tokens, window), _expected(tokens, window), "Sixty words and a window of 2 to 5: some count is off.")
