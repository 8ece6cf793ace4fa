"""What lesson 1.1 says of the tales is so, and its widget's data is what the builder computes."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from lessons.lab import build, build_concordance, corpus, counts
from tests.lab.told import data, tells, text

LESSON = "01-company"
PATH = "embeddings/01-company/data/concordance.json"
KING_AND_QUEEN = "the king drank wine and the queen drank wine"


@cache
def tales() -> list[list[str]]:
    return [corpus.words(paragraph) for paragraph in corpus.paragraphs("grimm")]


@cache
def known() -> tuple[str, ...]:
    return counts.vocabulary(tales(), least=build_concordance.RARE)


@cache
def company(window: int) -> counts.Matrix:
    return counts.unit_rows(counts.ppmi(np.sum(counts.by_distance(tales(), known(), window), axis=0)))


def ranked(word: str, window: int) -> list[tuple[str, float]]:
    """The words that may be neighbours, by cosine of their company, computed without the builder's list."""
    common = set(counts.vocabulary(tales(), least=build_concordance.COMMON)) - corpus.grammar_words() - {word}
    rows = company(window)
    alike = {other: float(rows[known().index(other)] @ rows[known().index(word)]) for other in common if "'" not in other}
    return sorted(alike.items(), key=lambda found: -found[1])


def test_building_again_gives_the_committed_file() -> None:
    assert (build.CATALOGUE / PATH).read_text(encoding="utf-8") == build.text_of(build.builders()[PATH]())


def test_the_file_is_small_enough_for_a_phone() -> None:
    assert (build.CATALOGUE / PATH).stat().st_size < 250_000


def test_the_size_of_the_corpus_is_told() -> None:
    tells(LESSON, f"{sum(map(len, tales())):,} words")
    tells(LESSON, f"the {len(ranked('wine', 1)) + 1} words that occur {build_concordance.COMMON} times or more")


@pytest.mark.parametrize(
    ("word", "window", "statements"),
    [
        ("wine", 1, ["One word to each side: **{}** ({:.2f})", "one word gives *{}*", "comes first ({1:.2f} in Grimm)"]),
        ("wine", 5, ["Five words: **{}** ({:.2f})", "five give *{}*", "share their company ({1:.2f} in Grimm)"]),
        ("happy", 1, ["*happy* with one word: **{}** comes first", "most like that of *happy* is *{}* ({:.2f})"]),
    ],
)
def test_the_word_of_most_similar_company_is_told_with_its_likeness(word: str, window: int, statements: list[str]) -> None:
    first, alike = ranked(word, window)[0]
    tells(LESSON, *(statement.format(first, alike) for statement in statements))
    shown = next(entry for entry in data(f"{LESSON}/data/concordance.json")["words"] if entry["word"] == word)
    assert shown["near"][window - 1][0][:2] == [first, pytest.approx(alike, abs=5e-4)]


def test_with_five_words_glad_comes_before_sad() -> None:
    tells(LESSON, "With five, *glad* comes before *sad* here")
    order = [word for word, _ in ranked("happy", 5)]
    assert order.index("glad") < order.index("sad")


def test_the_rows_of_king_and_queen_are_those_of_the_sentence() -> None:
    tokens = KING_AND_QUEEN.split()
    columns = ["the", "drank", "wine", "and"]
    rows = np.sum(counts.by_distance([tokens], words := sorted(set(tokens)), 2), axis=0)
    tells(LESSON, f"*{KING_AND_QUEEN}*", "two words to each side")
    for word in ("king", "queen"):
        row = [int(rows[words.index(word), words.index(column)]) for column in columns]
        tells(LESSON, f"| **{word}** | {' | '.join(map(str, row))} |")
    assert rows[words.index("king"), words.index("queen")] == 0, "they never meet in a window"


def test_happy_and_sad_share_the_gaps_that_are_told() -> None:
    entry = next(entry for entry in data(f"{LESSON}/data/concordance.json")["words"] if entry["word"] == "happy")
    shared = set(entry["near"][0][0][2])
    tells(LESSON, "*Felt __*, *very __* and *how __* take either word")
    assert {"felt", "very", "how"} <= shared


def test_every_neighbour_has_lines_that_show_what_it_shares() -> None:
    document = data(f"{LESSON}/data/concordance.json")
    for entry in document["words"]:
        for window, found in enumerate(entry["near"], start=1):
            for other, _, shared in found:
                assert any(near(line, window) & set(shared) for line in document["lines"][other]), (entry["word"], window, other)


def near(line: list[str], window: int) -> set[str]:
    before, _, after = line
    return set(corpus.words(before)[-window:]) | set(corpus.words(after)[:window])


def test_every_line_is_in_the_tales_word_for_word() -> None:
    whole = "\n".join(corpus.paragraphs("grimm"))
    for word, lines in data(f"{LESSON}/data/concordance.json")["lines"].items():
        for line in lines:
            assert "".join(line) in whole
            assert line[1].lower() == word


def test_the_made_up_words_are_in_no_tale_and_no_list() -> None:
    (choice,) = re.findall(r"word: \{choice: \[(.+?)\]", text(LESSON))
    made_up = {"brilm", *re.findall(r"\w+", choice)}
    assert len(made_up) == 5
    assert made_up.isdisjoint(word for tale in tales() for word in tale)
