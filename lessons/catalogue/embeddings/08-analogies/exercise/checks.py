import numpy as np
from grading.checks import check

ROYAL = {
    "man": np.array([5.0, 1.0]),
    "woman": np.array([5.0, -1.0]),
    "king": np.array([3.0, 2.0]),
    "queen": np.array([3.0, 0.5]),
    "apple": np.array([-2.0, 1.0]),
}


def _unit(vector):
    return vector / np.linalg.norm(vector)


def _right(vectors, a, b, c):
    unit = {word: _unit(vector) for word, vector in vectors.items()}
    tip = unit[c] - unit[a] + unit[b]
    return max((word for word in unit if word not in (a, b, c)), key=lambda word: unit[word] @ tip)


def _words(t, count, size):
    """Random vectors of length 1 for w0, w1, …"""
    return {f"w{number}": _unit(vector) for number, vector in enumerate(t.rng.normal(size=(count, size)))}


def _agrees(t, vectors, message, *, times=6):
    """On questions drawn by lot."""
    names = list(vectors)
    for _ in range(times):
        a, b, c = (names[place] for place in t.rng.choice(len(names), size=3, replace=False))
        t.equal(t.call("analogy", vectors, a, b, c), _right(vectors, a, b, c), message)


@check("finds the queen", concept="three-cos-add", sample=True)
def queen(t):
    t.equal(t.call("analogy", ROYAL, "man", "woman", "king"), "queen", "From king, take the step that leads from man to woman.")


@check("lets no input answer", weight=2, concept="inputs-excluded", sample=True)
def inputs(t):
    near = {"a": np.array([1.0, 0.0]), "b": np.array([1.0, 0.1]), "c": np.array([0.0, 1.0]), "far": np.array([-1.0, 0.0]), "farther": np.array([0.0, -1.0])}
    t.equal(t.call("analogy", near, "a", "b", "c"), "far", "c is nearest to the tip, but it may not answer. Nor may a and b.")
    t.equal(t.call("analogy", near, "b", "c", "a"), "far", "Whichever the inputs are, they may not answer.")


@check("takes the step from a to b", weight=2, concept="relation-offset")
def direction(t):
    _agrees(t, _words(t, 30, 8), "The step leads from a to b: b is added, a is taken away, and one begins at c.")


@check("does not care how long a candidate is", weight=2, concept="three-cos-add")
def long_candidates(t):
    # Where no other candidate lies on the tip's side, lengths change nothing: one draw in forty is such.
    for _ in range(5):
        vectors = _words(t, 12, 6)
        answer = _right(vectors, "w0", "w1", "w2")
        for factor in (1000.0, 0.001):
            scaled = {word: vector * (1 if word in ("w0", "w1", "w2") else 1 / factor if word == answer else factor) for word, vector in vectors.items()}
            message = "Candidates were made longer or shorter, and another one won. Rank by cosine, not by the dot product or by distance."
            t.equal(t.call("analogy", scaled, "w0", "w1", "w2"), answer, message)


@check("gives each input the same say", weight=2, concept="three-cos-add")
def long_inputs(t):
    # In three draws of ten the tip of raw inputs has the right answer.
    for _ in range(12):
        vectors = _words(t, 30, 8)
        for word in ("w0", "w1", "w2"):
            vectors[word] = vectors[word] * 10.0 ** t.rng.uniform(-2, 2)
        message = "One input is much longer than another, and took over the tip. Divide each by its norm before you add."
        t.equal(t.call("analogy", vectors, "w0", "w1", "w2"), _right(vectors, "w0", "w1", "w2"), message)


@check("answers when a word is named twice", concept="inputs-excluded")
def twice(t):
    vectors = _words(t, 9, 4)
    for asked in (("w0", "w1", "w0"), ("w0", "w0", "w1"), ("w0", "w1", "w1")):
        t.equal(t.call("analogy", vectors, *asked), _right(vectors, *asked), "A word may stand in the question twice; every other word may answer.")


@check("leaves the vectors as they are")
def untouched(t):
    vectors = {word: 3 * vector for word, vector in _words(t, 6, 4).items()}
    t.unchanged("analogy", vectors, "w0", "w1", "w2", message="Divide copies by their norms: `v / norm`, not `v /= norm`.")
