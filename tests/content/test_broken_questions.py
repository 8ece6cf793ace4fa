"""Small mistakes in items.yaml and exercise/: each is one problem, at its line."""

from __future__ import annotations

import pytest

from tests.content.conftest import Copy

LESSON, ITEMS, EXERCISE = "ground/01-first/lesson.md", "ground/01-first/items.yaml", "ground/01-first/exercise"
YAML, CHECKS = f"{EXERCISE}/exercise.yaml", f"{EXERCISE}/checks.py"
PROMPT = "Write `norm(a)`: the length of the arrow $a$, for any number of coordinates.\n"
LIMITS = "write {cpu_seconds: 2, wall_seconds: 5, memory_mib: 512}"

QUESTIONS = {
    "an option without a why": (', why: "That is one of them alone."}', "}", "10: `options.0.why` is missing; write it as text"),
    "no right option": (
        'right: true, why: "Counting',
        'why: "Counting',
        "9: `options` has 0 right options; mark exactly one with right: true",
    ),
    "a kind that there is not": (
        "kind: order",
        "kind: sort",
        "55: `kind` “sort” is not a kind of item; "
        "use one of choice, choices, number, order, match, fill, output, point, text, card, design",
    ),
    "an unknown field": (
        "kind: order",
        "kind: order\n    colour: red",
        "56: `colour` is not a field here; known are ask, concept, entries, hint, kind, let, parameters, seconds, slug, why",
    ),
    "a concept of no lesson": (
        "which-are-even\n    concept: sums",
        "which-are-even\n    concept: primes",
        "35: `concept` “primes” is no concept of this lesson; name one of its concepts",
    ),
    "a slug that is taken": (
        "slug: which-are-even",
        "slug: add-two",
        "34: the slug “add-two” is taken at ground/01-first/items.yaml:2; choose another",
    ),
    "a slug with capitals": (
        "slug: name-it",
        "slug: Name It",
        "94: `slug` “Name It” is no slug; use small letters, digits and single hyphens",
    ),
    "a formula that cannot be read": (
        "$\\\\sqrt{9+16}=5$",
        "$\\\\frac{9}$",
        "43: “length-of-arrow”: the formula “\\frac{9}” cannot be read: a part of frac is missing; mend its LaTeX",
    ),
    "HTML in a question": (
        "What does it print?",
        "What does <b>it</b> print?",
        "25: “printed-sum”: HTML is not taken; write Markdown, or put <what is meant to be seen> between `backticks`",
    ),
    "a name that is not drawn": (
        "[[5*k]]",
        "[[5*j]]",
        "48: `why` “5*j” cannot be computed: the name “j” is not known (with seed 0); "
        "mend the expression or narrow the parameters",
    ),
    "a text in place of an item": ("items:\n", "items:\n  - just text\n", "2: is no mapping; write the item's fields"),
}

SETTINGS = {
    "no slug": ("slug: measure\n", "", "1: `slug` is missing; write it"),
    "a concept of another lesson": (
        "concept: lengths",
        "concept: weights",
        "3: `concept` “weights” is no concept of this lesson; name one of its concepts",
    ),
    "a language that cannot be run": (
        "runtime: python",
        "runtime: fortran",
        "5: `runtime` is not known; write one of python, python-base, python-faiss",
    ),
    "hours of work": ("minutes: 1.5", "minutes: 90", "4: `minutes` is not a number from 0.5 to 30; say how long it takes"),
    "an unknown limit": ("memory_mib", "memory", f"8: `limits` memory: unknown; {LIMITS}"),
    "a limit below zero": ("cpu_seconds: 2", "cpu_seconds: -2", f"8: `limits` cpu_seconds: -2 is not from 0.1 to 60; {LIMITS}"),
    "no function to call": (
        "{name: norm,",
        "{name: the norm,",
        "7: `name` “the norm” is no name of a function; write the function's name",
    ),
    "no hints": (
        "hints:\n  - Square each number first.\n",
        "others:\n  - Square each number first.\n",
        "1: `hints` are 0; write 1 to 3, from a nudge to nearly the answer",
        "9: `others` is not a known field; known are slug, title, concept, minutes, runtime, entry, limits, hints, certificate",
    ),
    "a formula that cannot be read in a hint": (
        "- Square each number first.",
        "- |\n    Square\n    $\\frac{1}$.",
        "12: the formula “\\frac{1}” cannot be read: a part of frac is missing; mend its LaTeX",
    ),
}

PROGRAMS = {
    "no Python": ("def zero(t):", "def zero(t)", "25: this is no Python: expected ':'; mend it"),
    "four checks": ('@check("knows the arrow without length", weight=1)\n', "", "1: there are 4 checks; write 5 or more"),
    "no sample": (", sample=True", "", "1: 0 checks are samples; let learners see 1 to 2 of them"),
    "a weight that is computed": (
        "weight=2, concept",
        "weight=one(), concept",
        '10: the decorator of no_sign is not check("title", weight=, concept=, sample=, cpu_seconds=, …); write its values out',
    ),
    "limits of a check that nobody may have": (
        "weight=2, concept",
        "cpu_seconds=61, wall_seconds=None, memory_mib=32, concept",
        "9: cpu_seconds of the check is 61; write a number from 0.1 to 60, or leave it out",
        "9: memory_mib of the check is 32; write a number from 64 to 4096, or leave it out",
    ),
    "a limit that is no number": (
        "weight=2, concept",
        "cpu_seconds=True, concept",
        '10: the decorator of no_sign is not check("title", weight=, concept=, sample=, cpu_seconds=, …); write its values out',
    ),
    "a check of an unknown concept": (
        'weight=2, concept="lengths"',
        'weight=2, concept="weights"',
        "10: the check no_sign names no concept of this lesson; mend it",
    ),
}


@pytest.mark.parametrize(
    ("file", "old", "new", "problems"),
    [
        pytest.param(file, *case[:2], case[2:], id=f"{file}: {name}")
        for file, cases in ((ITEMS, QUESTIONS), (YAML, SETTINGS), (CHECKS, PROGRAMS))
        for name, case in cases.items()
    ],
)
def test_a_mistake_is_reported_at_its_line_and_nothing_else_is(
    copy: Copy, file: str, old: str, new: str, problems: tuple[str, ...]
) -> None:
    copy.change(file, old, new)
    assert sorted(copy.problems()) == sorted(f"{file}:{problem}" for problem in problems)


@pytest.mark.parametrize(
    ("part", "old", "new", "problem"),
    [
        ("solution.py", "def norm(a):", "def norm(a)", "4: this is no Python: expected ':'; mend it"),
        ("prompt.md", PROMPT, "", "1: there is no text; write it"),
        ("starter.py", "def norm(a):", "def length(a):", "1: it does not define norm; define it"),
        ("mutants/adds_up.py", "def norm(a):", "def length(a):", "1: it does not define norm; define it"),
        (
            "prompt.md",
            "Write",
            "Write ![this](images/arrow.svg)",
            "1: a picture has no place here; show it in a step of the lesson",
        ),
        (
            "prompt.md",
            "Write",
            "[Write](lesson:first)",
            "1: a link to a lesson has no place here; put it into a step of the lesson",
        ),
    ],
)
def test_the_other_files_of_an_exercise_are_read_too(copy: Copy, part: str, old: str, new: str, problem: str) -> None:
    copy.change(f"{EXERCISE}/{part}", old, new)
    assert copy.problems() == [f"{EXERCISE}/{part}:{problem}"]


def test_every_concept_is_asked_in_three_ways(copy: Copy) -> None:
    for slug in ("which-are-even", "printed-sum"):
        copy.change(ITEMS, f"{slug}\n    concept: sums", f"{slug}\n    concept: lengths")
    assert copy.problems() == [f"{ITEMS}:1: “sums” has 2 items; ask it in 3 ways or more"]


def test_every_concept_has_an_item_with_fresh_numbers(copy: Copy) -> None:
    copy.change(ITEMS, '    parameters: {w: {choice: ["cat", "dog"]}}\n', "")
    copy.change(ITEMS, " for [[w]]?", "?")
    assert copy.problems() == [f"{ITEMS}:1: “likeness” has no generated item; give one of its items parameters"]


def test_a_lesson_has_three_concepts_or_more(copy: Copy) -> None:
    copy.change(LESSON, "  - slug: likeness\n    title: Likeness\n    summary: Near means alike.\n    needs: [lengths]\n", "")
    copy.write(ITEMS, copy.read(ITEMS).replace("concept: likeness", "concept: lengths"))
    assert copy.problems() == [f"{LESSON}:7: the lesson has 2 concepts; introduce 3 to 6"]


def test_an_exercise_has_four_known_mistakes_or_more(copy: Copy) -> None:
    (copy.root / EXERCISE / "mutants" / "adds_up.py").unlink()
    assert copy.problems() == [f"{EXERCISE}/mutants:1: there are 3 known mistakes; write 4 or more"]


def test_a_code_step_and_an_exercise_come_together(copy: Copy) -> None:
    copy.change(LESSON, "# code measure: Measure it", "# read measure: Measure it")
    assert copy.problems() == [f"{LESSON}:1: there is no code step for its exercise/ folder; write one"]


def test_a_code_step_without_an_exercise_is_reported_at_the_step(copy: Copy) -> None:
    (copy.root / EXERCISE).rename(copy.root / "ground" / "elsewhere")
    assert copy.problems() == [f"{LESSON}:63: there is no exercise/ folder; write one"]


def test_a_sentence_with_blanks_is_read_as_markdown_and_code_is_not(copy: Copy) -> None:
    copy.change(ITEMS, "def norm(a):", "$\\frac{1}$")
    assert copy.problems() == []
    copy.change(ITEMS, "language: python", "language: text")
    line = copy.line_of(ITEMS, "slug: write-the-norm")
    assert copy.problems() == [
        f"{ITEMS}:{line}: “write-the-norm”: the formula “\\frac{{1}}” cannot be read: a part of frac is missing; mend its LaTeX"
    ]
