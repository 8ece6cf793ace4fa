"""The texts that lessons count words in."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

CORPORA = Path(__file__).parent / "corpora"
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


@cache
def paragraphs(corpus: str) -> tuple[str, ...]:
    """Every paragraph of every book of a corpus, in the order of the books' names."""
    books = sorted((CORPORA / corpus).glob("*.txt"))
    return tuple(line for book in books for line in book.read_text(encoding="utf-8").splitlines())


def words(text: str) -> list[str]:
    """The words of a text in small letters; an apostrophe inside a word belongs to it."""
    return WORD.findall(text.lower())


@cache
def grammar_words() -> frozenset[str]:
    """Articles, pronouns, prepositions, auxiliaries and their like."""
    return frozenset((CORPORA / "grammar-words.txt").read_text(encoding="utf-8").split())
