"""Data of the encoder bench: six pairs of words, as id, one-hot, counts, TF-IDF and dense vectors."""

from __future__ import annotations

import random

import numpy as np

from lessons.lab import corpus, counts, glove

PAIRS = (
    ("king", "queen"),
    ("wolf", "fox"),
    ("bread", "wine"),
    ("gold", "silver"),
    ("forest", "wood"),
    ("morning", "evening"),
)
WORDS = tuple(word for pair in PAIRS for word in pair)
WINDOW = 3
RARE = 5  # a word that occurs less often is no context


def company() -> tuple[tuple[str, ...], counts.Matrix]:
    """The known words of the tales, the most frequent first, and how often they stand near each other."""
    texts = [corpus.words(paragraph) for paragraph in corpus.paragraphs("grimm")]
    known = counts.vocabulary(texts, least=RARE)
    return known, np.sum(counts.by_distance(texts, known, WINDOW), axis=0)


def build() -> dict[str, object]:
    known, together = company()
    lot = list(range(1, len(known) + 1))
    random.Random("ids by lot").shuffle(lot)
    alphabet = {word: number for number, word in enumerate(sorted(known), start=1)}
    weight = counts.rarity(together)
    rows = [together[known.index(word)] for word in WORDS]
    used = sorted({int(place) for row in rows for place in row.nonzero()[0]})
    return {
        "size": len(known),
        "window": WINDOW,
        "words": [
            {
                "word": word,
                "kind": number // 2,
                "place": known.index(word),
                "ids": {
                    "alphabet": alphabet[word],
                    "frequency": known.index(word) + 1,
                    "lot": lot[known.index(word)],
                },
                "counts": [
                    [used.index(int(place)), int(rows[number][place])] for place in rows[number].nonzero()[0]
                ],
                "dense": [round(float(value), 4) for value in glove.vectors([word])[0]],
            }
            for number, word in enumerate(WORDS)
        ],
        "contexts": [[known[place], place, round(float(weight[place]), 4)] for place in used],
    }


BUILDERS = {"embeddings/02-coordinates/data/encoder-bench.json": build}
