"""An exercise is proved by running it: solution, starter and known mistakes."""

from dataclasses import replace

import pytest

from grading.contract import Limits
from grading.validate import Bench, Flaw, validate_exercise
from tests.grading.bench import CHECKS, LIMITS, RIGHT

pytestmark = pytest.mark.usefixtures("kind_of_box")

SOUND = Bench(
    solution=RIGHT,
    starter="def dot(a, b):\n    return 0.0\n",
    checks=CHECKS,
    mutants={
        "first.py": '"""Fails: random_pairs -- takes only the first product."""\ndef dot(a, b):\n    return float(a[0] * b[0])\n'
    },
    entry=("dot",),
    limits=Limits(**LIMITS),
)
# Takes half a second of processor time, however fast the processor.
SLOW = """
import time
def dot(a, b):
    while time.process_time() < 0.5 + began: pass
    return float(a @ b)
began = time.process_time()
"""


def flaws(**changes):
    return validate_exercise(replace(SOUND, **changes), seeds=2)


def mutant(docstring, body="    return 0.0\n"):
    return {"m.py": f'"""{docstring}"""\ndef dot(a, b):\n{body}'}


def test_a_sound_exercise_has_no_flaw():
    assert flaws() == []


@pytest.mark.parametrize(
    ("changes", "part", "says"),
    [
        ({"solution": SOUND.starter}, "solution.py", "fails “one pair” with seed 1"),
        ({"starter": RIGHT}, "starter.py", "passes already"),
        ({"checks": "1 / 0"}, "checks.py", "ZeroDivisionError"),
        ({"mutants": mutant("Wrong.")}, "mutants/m.py", "does not say which check"),
        ({"mutants": mutant("Fails: no_such -- adds")}, "mutants/m.py", "names the check no_such"),
        (
            {"mutants": mutant("Fails: one_pair -- right after all", "    return float(a @ b)\n")},
            "mutants/m.py",
            "passes all checks",
        ),
        (
            {"mutants": mutant("Fails: one_pair -- knows the sample", "    return 11.0\n")},
            "mutants/m.py",
            "caught by random_pairs",
        ),
        (
            {"mutants": mutant("Fails: random_pairs -- large only", "    return float(a @ b) if b[0] < 1 else 0.0\n")},
            "mutants/m.py",
            "caught by random_pairs with seed 1 and not with seed 2",
        ),
        (
            {"solution": SLOW, "limits": replace(SOUND.limits, cpu_seconds=1)},
            "exercise.yaml",
            "raise cpu_seconds",
        ),
        (
            {
                "solution": SLOW,
                "checks": CHECKS.replace("weight=3", "cpu_seconds=1, weight=3"),
                "own_cpu_seconds": {"random_pairs": 1},
            },
            "checks.py",
            "of the 1 s of random_pairs raise its cpu_seconds",
        ),
    ],
)
def test_each_flaw_names_its_file(changes, part, says):
    found = flaws(**changes)
    assert any(flaw.part == part and says in f"{flaw.what} {flaw.mend}" for flaw in found), found


def test_a_hidden_message_may_tell_what_was_reached():
    checks = f"""{CHECKS}
def found(t):
    right = t.call("dot", np.ones(1), np.ones(1)) == 1.0
    return list(range(10 if right else t.rng.integers(1, 9)))

@check("recalls")
def recalls(t):
    t.recall([found(t)], [list(range(10))], 0.95)

@check("pairs")
def pairs(t):
    t.pairs_f1([(one, 99) for one in found(t)], [(one, 99) for one in range(10)], 0.95)
"""
    assert flaws(checks=checks) == []


def test_a_hidden_message_that_carries_values_is_found():
    telling = CHECKS.replace('message="The products are not all added up."', 'message=f"It should be {a @ b}."')
    assert [flaw.what for flaw in flaws(checks=telling)] == [
        "what random_pairs says to starter.py changes with the seed, so it gives values away",
        "what random_pairs says to mutants/first.py changes with the seed, so it gives values away",
    ]


def test_a_check_that_breaks_over_a_wrong_form_is_found():
    fragile = CHECKS + "\n@check('the first')\ndef first(t):\n    t.that(t.call('dot', [1.0] * 3, [2.0] * 3)[0] >= 0, 'No.')\n"
    returns_list = "import numpy as np\ndef dot(a, b):\n    return [float(np.dot(a, b))]\n"
    found = flaws(checks=fragile, solution=returns_list)
    assert Flaw("checks.py", "first breaks over what starter.py returns", "look at its form first: t.shape, t.that") in found
