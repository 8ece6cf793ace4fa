"""Data of the window walker: a CBOW model trained on the tales, its guesses in sentences it never saw, what it learned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lessons.lab import build, cbow, corpus, counts, skipgram

PLAN = cbow.Plan(reach=3, dimension=32, negatives=5, epochs=20, batch=256, rate=0.1, seed=1)
RARE = 5  # a word that occurs less often has no row and leaves no gap
HELD_OUT, OF = 7, 20  # of 20 paragraphs, the one with this number is not trained on
STEPS = 12  # tables are kept as whole numbers of 8 bits, so many to one
COMMON = 30  # a word that occurs less often is not offered as a neighbour
GUESSES, NEAR = 5, 4
SENTENCES = (
    ("The wolf", "My dear wolf, I can tell you where to get a splendid meal!"),
    ("The straw", "What will you give me if I spin all this straw into gold?"),
    ("The castle", "The man journeyed on day and night till he reached the golden castle of Stromberg."),
    ("The sleep", "The princess shall not die, but fall into a deep sleep for a hundred years."),
    ("The ball", "I weep because my golden ball has fallen into the well."),
    ("The end", "Then was all care at an end, and they lived in great joy together."),
)
TABLES = "embeddings/05-guessing-game/data/tables.npy"


@dataclass(frozen=True, slots=True)
class Text:
    """The tales as numbers of words: what is trained on, and what is kept out."""

    words: tuple[str, ...]  # the most frequent first
    times: NDArray[np.float64]  # how often each of them occurs in what is trained on
    seen: cbow.Questions
    unseen: cbow.Questions


@cache
def text() -> Text:
    lines = [corpus.words(paragraph) for paragraph in corpus.paragraphs("grimm")]
    seen = [line for place, line in enumerate(lines) if place % OF != HELD_OUT]
    words = counts.vocabulary(seen, least=RARE)
    number = {word: place for place, word in enumerate(words)}

    def questions(part: list[list[str]]) -> cbow.Questions:
        known = [np.array([number[word] for word in line if word in number], dtype=np.int64) for line in part]
        return cbow.questions(known, PLAN.reach)

    training = questions(seen)
    times = np.bincount(training.covered, minlength=len(words)).astype(np.float64)
    return Text(words, times, training, questions(lines[HELD_OUT::OF]))


@cache
def run() -> tuple[skipgram.Tables, tuple[float, ...]]:
    """The trained tables, and the mean loss of each epoch. It takes about half a minute."""
    tables = cbow.start(len(text().words), PLAN)
    return tables, tuple(cbow.training(tables, text().seen, skipgram.noise(text().times), PLAN))


def tables() -> NDArray[np.int8]:
    """Both tables, the one for what goes in first."""
    trained, _ = run()
    return np.clip(np.round(STEPS * np.stack([trained.into, trained.out])), -127, 127).astype(np.int8)


def losses() -> list[float]:
    return [round(loss, 5) for loss in run()[1]]


@cache
def committed() -> skipgram.Tables:
    """The tables as they are kept. What is told of the model is told of these."""
    into, out = np.load(build.CATALOGUE / TABLES).astype(np.float32) / STEPS
    return skipgram.Tables(into, out)


def walker() -> dict[str, object]:
    sentences = [{"name": name, **_sentence(sentence)} for name, sentence in SENTENCES]
    asked = sorted({word for _, sentence in SENTENCES for word in corpus.words(sentence)})
    return {
        "reach": PLAN.reach,
        "vocabulary": len(text().words),
        "pairs": [pairs(window) for window in range(1, PLAN.reach + 1)],
        "places": len(text().seen.covered),
        "sentences": sentences,
        "near": {word: [near(table, word) for table in (cbow.start(len(text().words), PLAN), committed())] for word in asked},
    }


def pairs(window: int) -> int:
    """How many skip-gram pairs the text makes that is trained on."""
    return int((cbow.narrowed(text().seen.around, window) >= 0).sum())


def near(tables: skipgram.Tables, word: str) -> list[tuple[str, float]]:
    """The words whose rows for what goes in point most nearly the same way, with their cosines; words of grammar left out."""
    words, unit = text().words, counts.unit_rows(tables.into.astype(np.float64))
    alike = unit @ unit[words.index(word)]
    fit = [place for place, other in enumerate(words) if other != word and _offered(place, other)]
    best = sorted(fit, key=lambda place: -round(alike[place], 6))[:NEAR]
    return [(words[place], round(float(alike[place]), 2) + 0.0) for place in best]


def _offered(place: int, word: str) -> bool:
    return text().times[place] >= COMMON and word not in corpus.grammar_words() and "'" not in word


def _sentence(sentence: str) -> dict[str, object]:
    words = text().words
    line = np.array([words.index(word) for word in corpus.words(sentence)])
    asked = cbow.questions([line], PLAN.reach)
    windows = [_guesses(asked, window) for window in range(1, PLAN.reach + 1)]
    return {"shown": sentence.split(), "words": [words[place] for place in line], "guesses": windows}


def _guesses(asked: cbow.Questions, window: int) -> list[dict[str, object]]:
    """For each covered word: what the model guesses, its own share and its place among all words."""
    shares = cbow.guesses(committed(), cbow.narrowed(asked.around, window), skipgram.noise(text().times))
    found = []
    for share, right in zip(shares, asked.covered, strict=True):
        best = np.argsort(-share, kind="stable")[:GUESSES]
        found.append(
            {
                "first": [[text().words[place], round(float(share[place]), 4)] for place in best],
                "share": round(float(share[right]), 5),
                "place": int((share > share[right]).sum()) + 1,
            }
        )
    return found


BUILDERS = {
    TABLES: tables,
    "embeddings/05-guessing-game/data/training.json": losses,
    "embeddings/05-guessing-game/data/window-walker.json": walker,
}
