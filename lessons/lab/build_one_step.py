"""Data of the one-step stage: a small map in two dimensions, before, during and after its training on the tales."""

from __future__ import annotations

import numpy as np

from lessons.lab import corpus, counts, skipgram

WORDS = (
    "king",
    "queen",
    "daughter",
    "wife",
    "mother",
    "father",
    "wolf",
    "fox",
    "cat",
    "bird",
    "tree",
    "gold",
    "silver",
    "castle",
    "night",
    "morning",
)
REACH = 8  # words to each side that count as company
NEGATIVES = 3
STEPS = 40_000
AFTER = (0, 1000, STEPS)
RATE, SPREAD, SEED = 0.1, 0.5, 1
PAIRS = (("queen", "king"), ("silver", "gold"), ("bird", "tree"), ("fox", "cat"), ("father", "mother"), ("night", "morning"))
DRAWS = 4  # sets of negatives for each pair
DIGITS = 4


def build() -> dict[str, object]:
    met = company()
    kept = skipgram.trained(start(), met, negatives=NEGATIVES, steps=STEPS, rate=RATE, seed=SEED, keep=AFTER)
    rng = np.random.default_rng(SEED)
    return {
        "words": WORDS,
        "reach": REACH,
        "counts": met.astype(int).tolist(),
        "noise": np.round(skipgram.noise(met.sum(axis=0)), 6).tolist(),
        "rate": RATE,
        "maps": [{"steps": steps, "into": _rounded(kept[steps].into), "out": _rounded(kept[steps].out)} for steps in AFTER],
        "pairs": [
            {"center": WORDS.index(center), "context": WORDS.index(context), "draws": _draws(rng, met, WORDS.index(context))}
            for center, context in PAIRS
        ],
    }


def company() -> counts.Matrix:
    """How often the words meet within reach. Of all the other words only the places count."""
    texts = [corpus.words(paragraph) for paragraph in corpus.paragraphs("grimm")]
    return np.asarray(np.sum(counts.by_distance(texts, WORDS, REACH), axis=0))


def start(*, single: bool = False) -> skipgram.Tables:
    return skipgram.random_tables(len(WORDS), 2, SPREAD, SEED, single=single)


def _draws(rng: np.random.Generator, met: counts.Matrix, context: int) -> list[list[int]]:
    """Negatives by the noise distribution, all different and none the context, so that each arrow can be told apart."""
    likely = skipgram.noise(met.sum(axis=0))
    likely[context] = 0
    return [rng.choice(len(WORDS), size=NEGATIVES, replace=False, p=likely / likely.sum()).tolist() for _ in range(DRAWS)]


def _rounded(table: counts.Matrix) -> list[list[float]]:
    return [[round(float(number), DIGITS) + 0.0 for number in row] for row in table]


BUILDERS = {"embeddings/07-one-step/data/one-step-stage.json": build}
