"""Data of the concordance: words of the Grimm tales, their lines, and who shares their company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import accumulate

import numpy as np

from lessons.lab import corpus, counts

SHOWN = (
    "wolf",
    "princess",
    "brother",
    "gold",
    "wine",
    "bread",
    "wood",
    "morning",
    "white",
    "old",
    "happy",
    "went",
)
REACH = 5  # the widest window, in words to each side
RARE = 5  # a word that occurs less often is no context
COMMON = 30  # a word that occurs less often is no neighbour: too few contexts to compare
NEIGHBOURS = 6
SHARED = 6  # contexts told for each neighbour
SIDE = 6  # words on each side in a line
LINES, LINES_OF_OTHERS = 18, 8

Line = tuple[list[str], frozenset[tuple[str, int]]]  # before, word, after; the (context, window) it shows
Wanted = dict[str, dict[str, set[int]]]  # word → context → the windows in which the context is told


def build() -> dict[str, object]:
    texts = [corpus.words(paragraph) for paragraph in corpus.paragraphs("grimm")]
    known = counts.vocabulary(texts, least=RARE)
    times = {word: sum(text.count(word) for text in texts) for word in SHOWN}
    near: dict[str, list[list[list[object]]]] = {word: [] for word in SHOWN}
    wanted: Wanted = defaultdict(lambda: defaultdict(set))
    candidates = _candidates(texts, known)
    for window, together in enumerate(accumulate(counts.by_distance(texts, known, REACH)), start=1):
        company = counts.unit_rows(counts.ppmi(together))
        for word in SHOWN:
            found = _neighbours(word, company, known, candidates)
            near[word].append([[other, alike, shared] for other, alike, shared in found])
            for other, _, shared in found:
                for context in shared:
                    wanted[word][context].add(window)
                    wanted[other][context].add(window)
    return {
        "corpus": {"words": sum(map(len, texts)), "compared": len(candidates)},
        "words": [{"word": word, "times": times[word], "near": near[word]} for word in SHOWN],
        "lines": _lines(wanted),
    }


def _candidates(texts: list[list[str]], known: tuple[str, ...]) -> list[int]:
    # Words of grammar share company with everything; as neighbours they would say nothing.
    common = set(counts.vocabulary(texts, least=COMMON)) - corpus.grammar_words()
    return [number for number, word in enumerate(known) if word in common and "'" not in word]


def _neighbours(
    word: str, company: counts.Matrix, known: tuple[str, ...], candidates: list[int]
) -> list[tuple[str, float, list[str]]]:
    """The words whose PPMI rows point most nearly the same way: word, cosine, the contexts they share."""
    own = company[known.index(word)]
    alike = np.round(company[candidates] @ own, 6)
    found = []
    for place in np.argsort(-alike, kind="stable"):
        other = candidates[place]
        if known[other] != word:
            both = np.round(company[other] * own, 9)
            shared = [
                known[context] for context in np.argsort(-both, kind="stable")[:SHARED] if both[context] > 0
            ]
            found.append((known[other], round(float(alike[place]), 3), shared))
        if len(found) == NEIGHBOURS:
            break
    return found


def _lines(wanted: Wanted) -> dict[str, list[list[str]]]:
    """For each word, lines that show its told contexts, chosen one by one: each adds the most."""
    found: dict[str, list[Line]] = {word: [] for word in wanted}
    for paragraph in corpus.paragraphs("grimm"):
        spans = [
            (match.group(), match.start(), match.end()) for match in corpus.WORD.finditer(paragraph.lower())
        ]
        for place, (word, start, end) in enumerate(spans):
            if word in wanted:
                first, last = max(0, place - SIDE), min(len(spans) - 1, place + SIDE)
                line = [
                    paragraph[spans[first][1] : start],
                    paragraph[start:end],
                    paragraph[end : spans[last][2]],
                ]
                found[word].append((line, _told(wanted[word], spans, place)))
    return {
        word: _chosen(lines, LINES if word in SHOWN else LINES_OF_OTHERS)
        for word, lines in sorted(found.items())
    }


def _told(
    contexts: Mapping[str, set[int]], spans: list[tuple[str, int, int]], place: int
) -> frozenset[tuple[str, int]]:
    """Which of the contexts this place shows, and in which windows."""
    around = range(max(0, place - REACH), min(len(spans), place + REACH + 1))
    return frozenset(
        (spans[at][0], window)
        for at in around
        if at != place
        for window in contexts.get(spans[at][0], ())
        if abs(at - place) <= window
    )


def _chosen(lines: list[Line], most: int) -> list[list[str]]:
    chosen: list[list[str]] = []
    shown: set[tuple[str, int]] = set()
    left = list(lines)
    while left and len(chosen) < most:
        best = max(left, key=lambda line: len(line[1] - shown))
        left = [line for line in left if line is not best and line[0] != best[0]]
        chosen.append(best[0])
        shown |= best[1]
    return chosen


BUILDERS = {"embeddings/01-company/data/concordance.json": build}
