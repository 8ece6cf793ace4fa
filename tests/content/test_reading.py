"""How hard a text is to read, and that lessons may not be harder than the page says."""

from __future__ import annotations

import pytest

from lessons.content.reading import HARDEST_LESSON, HARDEST_STEP, Counts, check_reading, counts_of, syllables
from tests.content.conftest import Copy

LESSON = "ground/01-first/lesson.md"
HARD = (
    "Notwithstanding considerable dissimilarities characterising individual representations, multidimensional geometrical "
    "configurations occasionally necessitate extraordinarily sophisticated mathematical investigations. "
)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "a cat made makes named boxed don’t length the through Ann’s"),
        (2, "table tables boxes wanted little lately movement being settled zero vector's create trying"),
        (3, "radius embedding syllable multiplier"),
        (4, "geometry dictionary"),
        (5, "similarity"),
        (6, "dimensionality"),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(count: int, words: str) -> None:
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    counts = counts_of("The cat sat on the mat. It did not move.")
    assert counts == Counts(sentences=2, words=10, syllables=10)
    assert counts.grade == pytest.approx(0.39 * 5 + 11.8 * 1 - 15.59)


def test_only_prose_is_counted() -> None:
    plain = counts_of("The norm is seen at once here.")
    assert counts_of("The **norm** `is_what(1)` is [seen](lesson:somewhere-complicated) $x^2$ at once here.") == plain
    code = "```python\nnotwithstanding = representations\n```\n\n$$extraordinarily$$\n\n| dissimilarities |\n|---|\n| three |\n"
    assert counts_of(f"The norm is seen at once here.\n\n{code}") == plain
    assert counts_of("![a complicated representation](images/arrow.svg)") == Counts()


def test_the_end_of_a_block_ends_a_sentence_and_a_point_in_a_number_does_not() -> None:
    assert counts_of("## One head\n\nIt is 3.5 or so\n\n- one\n- two").sentences == 4


def test_a_lesson_that_reads_easily_is_left_alone(copy: Copy) -> None:
    bundle = copy.load()
    assert list(check_reading(bundle.root, bundle.paths[0].lessons)) == []


def test_a_hard_step_and_a_hard_lesson_are_told_with_what_makes_them_hard(copy: Copy) -> None:
    copy.change(LESSON, "An arrow of 3 east", f"{HARD * 6}\n\nAn arrow of 3 east")
    bundle = copy.load()
    lesson, step = sorted(check_reading(bundle.root, bundle.paths[0].lessons))
    assert (lesson.file, lesson.line) == (LESSON, copy.line_of(LESSON, "title: One of everything"))
    assert lesson.what.startswith("the lesson reads at grade ")
    assert lesson.mend.startswith(f"make sentences and words shorter, to grade {HARDEST_LESSON} at most, beginning with opening")
    assert (step.file, step.line) == (LESSON, copy.line_of(LESSON, "# read opening"))
    assert step.what.startswith("the step “opening” reads at grade ")
    assert "words a sentence" in step.what and "syllables a word" in step.what
    assert step.mend == f"make sentences and words shorter, to grade {HARDEST_STEP} at most"


def test_what_is_said_after_a_widget_counts_too(copy: Copy) -> None:
    copy.change(LESSON, "It was **two**.", HARD * 3)
    bundle = copy.load()
    assert any("the step “walk”" in problem.what for problem in check_reading(bundle.root, bundle.paths[0].lessons))


def test_a_few_words_have_no_grade(copy: Copy) -> None:
    copy.change(LESSON, "Now write it.", "Characterise multidimensional representations.")
    bundle = copy.load()
    assert list(check_reading(bundle.root, bundle.paths[0].lessons)) == []
