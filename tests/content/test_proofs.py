"""What only running shows, in the real sandbox: each flaw of an exercise or program is a problem of its file."""

from __future__ import annotations

import pytest

from lessons.content.problems import Problem
from tests.content.conftest import Copy
from tutor.catalogue.proving import proofs, prove

EXERCISE, ITEMS = "ground/01-first/exercise", "ground/01-first/items.yaml"


def proved(copy: Copy, subject: str) -> list[Problem]:
    """What is found by running an exercise or item of a catalogue in which nothing else is wrong."""
    bundle = copy.load()
    assert bundle.problems == []
    return list(prove(bundle, dict(proofs(bundle))[subject]))


def test_what_there_is_to_run_are_exercises_and_programs(copy: Copy) -> None:
    assert [name for name, _ in proofs(copy.load())] == ["exercise measure", "item printed-sum"]


def test_a_program_that_cannot_be_asked_is_not_run(copy: Copy) -> None:
    copy.change(ITEMS, "print(sum(range([[n]])))", "print(sum(range([[n]]))")
    assert [name for name, _ in proofs(copy.load())] == ["exercise measure"]


def test_nothing_is_wrong_with_the_good_ones(copy: Copy) -> None:
    bundle = copy.load()
    assert [list(prove(bundle, subject)) for _, subject in proofs(bundle)] == [[], []]


def test_all_flaws_of_an_exercise_are_found_at_once(copy: Copy) -> None:
    sound = copy.read(f"{EXERCISE}/solution.py")
    copy.write(f"{EXERCISE}/starter.py", sound)
    copy.change(f"{EXERCISE}/solution.py", "math.sqrt(sum(x * x for x in a))", "math.hypot(*a[:2])")
    copy.write(f"{EXERCISE}/mutants/adds_up.py", f'"""Fails: no_sign -- none at all"""\n{sound}')
    copy.change(f"{EXERCISE}/mutants/two_only.py", "Fails: any_number", "Fails: zero")
    copy.change(f"{EXERCISE}/mutants/counts_one_more.py", "Fails: zero", "Fails: nothing")
    copy.change(f"{EXERCISE}/mutants/forgets_the_root.py", "Fails: example", "Wrong:")
    assert sorted(map(str, proved(copy, "exercise measure"))) == [
        f"{EXERCISE}/mutants/adds_up.py:1: passes all checks; add a check that catches this mistake",
        f"{EXERCISE}/mutants/counts_one_more.py:1: names the check nothing, which there is not; "
        "known are example, no_sign, any_number, grows, zero",
        f"{EXERCISE}/mutants/forgets_the_root.py:1: does not say which check catches it; "
        "begin its docstring with “Fails: check_name -- the mistake”",
        f"{EXERCISE}/mutants/two_only.py:1: is caught by any_number and not by zero; name that check, or sharpen this one",
        f"{EXERCISE}/solution.py:1: fails “takes any number of coordinates” with seed 1: "
        "There may be more than two coordinates.; mend solution or check",
        f"{EXERCISE}/starter.py:1: passes already; leave the work to the learner",
    ]


def test_checks_that_end_by_themselves_are_a_problem_of_their_file(copy: Copy) -> None:
    copy.change(f"{EXERCISE}/checks.py", "from grading.checks import check", "from grading.checks import check\n\n1 / 0")
    (problem,) = proved(copy, "exercise measure")
    assert str(problem).startswith(f"{EXERCISE}/checks.py:1: ") and "ZeroDivisionError" in problem.what


@pytest.mark.parametrize(
    ("code", "answer", "what"),
    [
        ("print([[n]])", "[[n + 1]]", "“printed-sum” prints '{n}', not '{more}'; mend code or answer"),
        ("print([[n]] / 0)", "[[n]]", "“printed-sum” ends with ZeroDivisionError: division by zero; mend its code"),
    ],
)
def test_a_program_prints_what_its_item_says(copy: Copy, code: str, answer: str, what: str) -> None:
    copy.change(ITEMS, "print(sum(range([[n]])))", code)
    copy.change(ITEMS, '"[[n * (n - 1) / 2]]"', f'"{answer}"')
    found = {str(problem) for problem in proved(copy, "item printed-sum")}
    assert found <= {f"{ITEMS}:25: {what.format(n=n, more=n + 1)}" for n in range(2, 10)}
    assert found
