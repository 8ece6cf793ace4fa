"""How hard prose is to read: the Flesch–Kincaid grade, about the years at school that it takes.

    grade = 0.39 · words / sentences + 11.8 · syllables / words - 15.59

J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, *Derivation of New Readability Formulas for Navy Enlisted
Personnel*, Research Branch Report 8-75, 1975. It is a formula for English. Syllables are counted by rules of spelling. Of the
2349 running words of seven lessons that the CMU Pronouncing Dictionary has, 98 % come out as there, and their sum within 0.1 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from lessons.content.checks import file_of
from lessons.content.markdown import prose
from lessons.content.problems import Problem
from lessons.content.schema import Lesson, Step

HARDEST_LESSON, HARDEST_STEP = 9, 12
# Of fewer words, one long name or one sentence makes the grade.
LEAST_WORDS_OF_LESSON, LEAST_WORDS_OF_STEP = 100, 30
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SENTENCE_ENDS = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s|$)")
VOWELS = re.compile(r"[aeiouyéèêëïöüä]+")
# An e that is written and not spoken: “made”, “makes”, “named”, “lately”; but “table”, “boxes”, “wanted”, “settled”.
SILENT = re.compile(
    r"(?:(?:[^aeiouyl]|[aeiouy]l)e|(?<![sxzcg])(?<![cs]h)(?<![^aeiouy]l)(?<=[^aeiouy])es|(?<![td])(?<![^aeiouyr]l)(?<=[^aeiouy])ed"
    r"|[^aeiouy]e(?:ly|ment|ful|less|ness)s?)$"
)
# Two vowels side by side that are two syllables: “idea”, “radius”, “genuine”, “trying”, “create”, “geometry”.
APART = re.compile(r"ia(?![ln]$)|[^tscgx]io|iu|[^aeiouqg]ua|ying|eing$|uou|eat(?:e|ing|ion)|ism$|eo(?![pu])")


@dataclass(frozen=True, slots=True)
class Counts:
    sentences: int = 0
    words: int = 0
    syllables: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.sentences + other.sentences, self.words + other.words, self.syllables + other.syllables)

    @property
    def grade(self) -> float:
        """Raises ZeroDivisionError where there is not a word."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def counts_of(text: str) -> Counts:
    """What the formula asks of a Markdown text. The end of a paragraph, heading or entry ends a sentence, too."""
    sentences = (WORD.findall(one) for block in prose(text) for one in SENTENCE_ENDS.split(block))
    return sum((Counts(1, len(words), sum(map(syllables, words))) for words in sentences if words), Counts())


def syllables(word: str) -> int:
    """How many syllables an English word is spoken with, one at least."""
    word = word.casefold().replace("’", "'").partition("'")[0]
    groups = len(VOWELS.findall(word)) + len(APART.findall(word))
    return max(1, groups - bool(SILENT.search(word)))


def check_reading(root: FilePath, lessons: Iterable[Lesson]) -> Iterator[Problem]:
    """Lessons and steps that are harder to read than they may be."""
    for lesson in lessons:
        file = file_of(root, lesson)
        steps = [(step, _counts(step)) for step in lesson.steps]
        for step, counts in steps:
            if counts.words >= LEAST_WORDS_OF_STEP and counts.grade > HARDEST_STEP:
                yield _problem(file, step.line, f"the step “{step.key}”", counts, HARDEST_STEP)
        whole = sum((counts for _, counts in steps), Counts())
        if whole.words >= LEAST_WORDS_OF_LESSON and whole.grade > HARDEST_LESSON:
            hardest = sorted((one for one in steps if one[1].words), key=lambda one: -one[1].grade)[:3]
            keys = ", ".join(step.key for step, _ in hardest)
            yield _problem(file, lesson.front_lines["title"], "the lesson", whole, HARDEST_LESSON, f", beginning with {keys}")


def _counts(step: Step) -> Counts:
    """Of a step's text, and of what is said after its widget."""
    return counts_of(step.text) + (counts_of(step.widget.after) if step.widget else Counts())


def _problem(file: str, line: int, what: str, counts: Counts, most: int, where: str = "") -> Problem:
    return Problem(
        file,
        line,
        f"{what} reads at grade {counts.grade:.1f}, with {counts.words / counts.sentences:.0f} words a sentence"
        f" and {counts.syllables / counts.words:.2f} syllables a word",
        f"make sentences and words shorter, to grade {most} at most{where}",
    )
