"""Mutants are small mistakes in a whole program, and those that no check notices are found in the real sandbox."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.contract import BrokenExercise, Limits
from grading.fuzzing import Mutant, mutants, tried, unified
from grading.validate import Bench
from tests.grading.bench import LIMITS

PROGRAM = '''"""Words about the program."""
import numpy as np


def spread(points: np.ndarray, axis: int = 0) -> float:
    """Ünlike words, which nobody runs."""
    centre = points.mean(axis=axis)  # the middle: ä
    if len(points) < 2 and not axis:
        return 0.0
    return float(np.sqrt(np.abs(points - centre) ** 2).sum() / (len(points) + 1))
'''
CHECKS = """
from grading.checks import check

@check("adds", sample=True)
def adds(t):
    t.close(t.call("total", [1.0, 2.0]), 3.0, message="Add them.")

@check("adds many")
def many(t):
    t.close(t.call("total", [1.0] * 9), 9.0, message="Add them all.")
"""


def readings(source: str) -> set[tuple[str, str]]:
    return {(one.before.strip(), one.after.strip()) for one in mutants(source)}


def bench(solution: str, checks: str = CHECKS) -> Bench:
    return Bench(solution, "", checks, {}, ("total",), Limits(**LIMITS | {"cpu_seconds": 1}))


def through(solution: str, *mistakes: str, checks: str = CHECKS) -> list[int | None]:
    made = [Mutant("by hand", source, 1, solution, source) for source in mistakes]
    return [one.passed_with for one in tried(bench(solution, checks), made)]


@pytest.mark.parametrize(
    ("line", "mistakes"),
    [
        ("x = a + b", {"x = a - b", "x = a", "x = b", "pass"}),
        ("x = a @ b", {"x = b @ a", "x = a * b"}),
        ("x = a / norm(a)", {"x = a", "x = a * norm(a)", "x = a / a", "x = norm(a) / a"}),
        ("x = a < b <= c", {"x = a <= b <= c", "x = a >= b <= c", "x = a < b < c", "x = a < b > c"}),
        ("x = 3", {"x = 4", "x = 2"}),
        ("x = 0", {"x = 1", "x = -1"}),
        ("x = 0.5", {"x = 1.5", "x = -0.5", "x = 1.0", "x = 0.25"}),
        ("x = True", {"x = False"}),
        ("x = -y", {"x = y"}),
        ("x = a and not b", {"x = a or not b", "x = a", "x = not b", "x = a and b"}),
        ("x = f(a, b, c=1)", {"x = f(b, a, c=1)", "x = f(a, c=1)", "x = f(a, b)", "x = f(a, b, c=2)", "x = a"}),
        ("x = m.sum(axis=1)", {"x = m.sum(axis=0)", "x = m.sum()", "x = m", "x = m.mean(axis=1)"}),
        ("x = max(a, b)", {"x = min(a, b)", "x = a", "x = max(a)"}),
        ("x = m.T", {"x = m"}),
        ("x = zeros((n, m))", {"x = zeros((m, n))", "x = ones((n, m))"}),
        ("x = s[1:-1]", {"x = s[:-1]", "x = s[1:]", "x = s[1:1]", "x = s"}),
        ("x = a if c else b", {"x = a", "x = b"}),
        ("x = [y for y in z if y]", {"x = [y for y in z]"}),
        ("x += y", {"x -= y", "x = y"}),
    ],
)
def test_a_line_is_mistaken_in_the_ways_that_people_mistake_it(line: str, mistakes: set[str]) -> None:
    assert {(line, one) for one in mistakes} <= readings(line)


def test_a_branch_is_always_taken_or_never() -> None:
    source = "if a:\n    x()\nelse:\n    y()\n"
    assert {("if a:", "if True:"), ("if a:", "if False:")} <= readings(source)
    assert ("while a:", "while True:") not in readings("while a:\n    x()\n"), "it would only cost a timeout"


def test_what_is_no_mistake_is_not_made() -> None:
    made = readings("x = min(a, b)")
    assert ("x = min(a, b)", "x = min(b, a)") not in made
    for words in ('"""Words."""\n', "import math\n", "from math import pi\n", "def f(a: int) -> int: ...\n"):
        assert mutants(words) == [], words
    assert {after for _, after in readings("x = f'{1 + 1}'")} == {"pass"}


def test_every_mutant_is_a_program_that_differs_in_what_it_says_and_nowhere_else() -> None:
    made = mutants(PROGRAM)
    forms = {ast.dump(ast.parse(one.source)) for one in made}
    assert len(forms) == len(made) > 30
    assert ast.dump(ast.parse(PROGRAM)) not in forms
    old = PROGRAM.splitlines()
    for one in made:
        new = one.source.splitlines()
        assert new[: one.line - 1] == old[: one.line - 1]
        assert one.before != one.after
        kept = len(old) - (one.line - 1) - len(one.before.split("\n"))
        assert new[len(new) - kept :] == old[len(old) - kept :]


def test_words_and_comments_stay_where_a_mistake_is_made() -> None:
    assert "centre = points.mean(axis=axis)  # the middle: ä" in {one.before for one in mutants(PROGRAM)}
    assert "centre = points.mean()  # the middle: ä" in {one.after for one in mutants(PROGRAM)}


def test_a_mutant_keeps_its_brackets() -> None:
    assert ("x = (a + b) * c", "x = (a - b) * c") in readings("x = (a + b) * c")
    assert ("x = f(a - b) * c", "x = (a - b) * c") in readings("x = f(a - b) * c")


NAMES = st.sampled_from(["a", "b", "f(a)", "m.T", "1", "2.5", "s[1:]"])
EXPRESSIONS = st.recursive(
    NAMES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "**", "@", "<", "and", "=="]), inner).map(
            lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
        ),
        inner.map(lambda one: f"-({one})"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]}) if ({parts[1]}) else ({parts[2]})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"g({', '.join(parts)})"),
    ),
    max_leaves=6,
)


@given(EXPRESSIONS)
def test_whatever_the_expression_its_mutants_are_programs_on_the_same_line(expression: str) -> None:
    source = f"before = 'ß'\nx = {expression}\nafter()\n"
    for one in mutants(source):
        ast.parse(one.source)
        assert len(one.source.splitlines()) == 3
        assert sum(new != old for new, old in zip(one.source.splitlines(), source.splitlines(), strict=True)) == 1


def test_a_diff_names_file_line_and_mistake() -> None:
    (mutant,) = (one for one in mutants("def f(a):\n    return a - 1\n") if one.after == "return a + 1")
    assert unified(mutant, "def f(a):\n    return a - 1\n", "solution.py") == (
        "--- solution.py\n+++ solution.py (another operator)\n@@ -1,2 +1,2 @@\n def f(a):\n-    return a - 1\n+    return a + 1"
    )


def test_what_no_check_notices_gets_through_and_what_one_notices_does_not() -> None:
    right = "def total(numbers):\n    return sum(numbers)\n"
    assert through(
        right,
        "def total(numbers):\n    return sum(numbers[:9])\n",  # nobody asks for ten
        "def total(numbers):\n    return sum(numbers[:2])\n",
        "def total(numbers):\n    return 1 / 0\n",
        "def total(numbers):\n    while True: pass\n",
    ) == [1, None, None, None]


def test_what_is_noticed_by_luck_gets_through() -> None:
    lucky = CHECKS.replace("[1.0] * 9), 9.0", "list(t.rng.permutation([1.0] * 2 + [0.0] * 7))), 2.0")
    right = "def total(numbers):\n    return sum(numbers)\n"
    forgets_the_last = "def total(numbers):\n    return sum(numbers[:8]) if len(numbers) > 2 else sum(numbers)\n"
    (seed,) = through(right, forgets_the_last, checks=lucky)
    assert seed is not None


def test_broken_checks_are_the_author_s_to_mend() -> None:
    with pytest.raises(BrokenExercise):
        list(tried(replace(bench(""), checks="1 / 0"), [Mutant("by hand", "def total(numbers): ...", 1, "", "")]))
