from grading.checks import check


def _expected(tokens, window):
    places = range(len(tokens))
    return [(tokens[i], tokens[j]) for i in places for j in places if 0 < abs(i - j) <= window]


def _pairs(t, tokens, window):
    got = t.call("skipgram_pairs", tokens, window)
    sound = isinstance(got, list) and all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in got)
    t.that(sound, "Return a list of pairs, each with a center and a context.")
    return [tuple(pair) for pair in got]


@check("makes the pairs of the example", concept="skip-gram-and-cbow", sample=True)
def example(t):
    tokens = ["deep", "dark", "wood"]
    got = _pairs(t, tokens, 1)
    t.expects(repr(_expected(tokens, 1)))
    t.equal(got, _expected(tokens, 1), "Each word is paired with the words next to it, the left one first.")


@check("sees as far as the window", weight=2, concept="skip-gram-and-cbow", sample=True)
def reach(t):
    tokens = ["the", "wolf", "met", "her", "there"]
    got = _pairs(t, tokens, 2)
    t.expects(repr(_expected(tokens, 2)))
    t.equal(got, _expected(tokens, 2), "A window of 2 takes in places 1 and 2 away, and no further.")


@check("asks each meeting from both sides", weight=2, concept="skip-gram-and-cbow")
def both_sides(t):
    tokens = [f"w{number}" for number in t.rng.permutation(9)]
    got = _pairs(t, tokens, 3)
    t.that(all((context, center) in got for center, context in got), "If one word has another as context, the other has the first: neighbours are on both sides.")
    t.equal(len(got), 2 * 3 * 9 - 3 * 4, "The number of pairs is off. At the ends some neighbours are missing, everywhere else there are `window` on either side.")


@check("puts the center first", weight=2, concept="skip-gram-and-cbow")
def center_first(t):
    tokens = [f"w{number}" for number in t.rng.permutation(7)]
    got = _pairs(t, tokens, 2)
    t.equal(sorted(set(tokens), key=tokens.index), list(dict.fromkeys(center for center, _ in got)), "The first of each pair is the center, and centers come in the order of the text.")
    t.equal([context for center, context in got if center == tokens[3]], [tokens[1], tokens[2], tokens[4], tokens[5]], "The contexts of a center come from left to right.")


@check("does not reach around the ends", weight=2, concept="skip-gram-and-cbow")
def ends(t):
    tokens = [f"w{number}" for number in t.rng.permutation(8)]
    got = _pairs(t, tokens, 2)
    t.that((tokens[0], tokens[-1]) not in got, "The last word is not near the first: a negative index counts from the end.")
    t.equal([context for center, context in got if center == tokens[1]], [tokens[0], tokens[2], tokens[3]], "The second word has one neighbour on its left and two on its right.")


@check("pairs a word with its other occurrences", weight=2, concept="skip-gram-and-cbow")
def itself(t):
    tokens = ["very", "very", "good", "very"]
    t.equal(_pairs(t, tokens, 1), _expected(tokens, 1), "Leave out the place itself and not the word. Every meeting makes a pair, also one that was there before.")


@check("makes nothing of a lonely word", concept="skip-gram-and-cbow")
def lonely(t):
    t.equal(_pairs(t, ["once"], 3), [], "A word without neighbours makes no pair.")
    t.equal(_pairs(t, [], 2), [], "A text without words makes no pair.")


@check("agrees on longer texts and wider windows", weight=2, concept="skip-gram-and-cbow")
def longer(t):
    tokens = t.rng.choice(["wolf", "fox", "met", "the", "a", "old"], size=30).tolist()
    for window in (int(t.rng.integers(3, 7)), 40):
        t.equal(_pairs(t, tokens, window), _expected(tokens, window), "Thirty words, and a window of 3 or more, also one that is wider than the text: some pair is off.")
