"""Line 84, and the walls a second time: checks come from authors who may be strangers, and are kept in as learners' code is."""

from __future__ import annotations

import json
import re
from textwrap import indent

import pytest

from grading.contract import Verdict
from tests.attacks.attack import PRELUDE, Attack
from tests.attacks.catalogue import ATTACKS
from tests.attacks.listening import SECRET
from tests.attacks.stack import HANGS, Stack
from tests.attacks.traces import left_outside

# What is printed among checks goes nowhere; what a try gave is told by checks that fail with a part of it.
TELLS = """
import contextlib, io
told = io.StringIO()
with contextlib.redirect_stdout(told):
    for number in range({count}):
        try:
            globals()[f"try_{{number}}"](None, None)
        except BaseException:
            pass

def part(number):
    def run(t): t.fail(told.getvalue()[500 * number:][:500])
    run.__name__ = f"part_{{number}}"
    check(f"part {{number}}", sample=True)(run)

for number in range(max(1, -(-len(told.getvalue()) // 500))):
    part(number)
"""
LEARNER = "def attack(number, a, b):\n    return 1.0\n"
# What these lines look for is the learner's side alone.
WALLS = [
    attack for attack in ATTACKS if any(one.prints for one in attack.tries) and attack.number not in {30, 35, 36, 37, 47, 73}
]


def hostile(attack: Attack, here: dict[str, object]) -> str:
    """The tries of an attack as an author's code."""
    functions = [f"def try_{number}(a, b):\n{indent(one.body or 'pass', '    ')}\n" for number, one in enumerate(attack.tries)]
    head = f"from grading.checks import check\nHERE = {here!r}\n{PRELUDE}\n{attack.before}\n"
    return head + "\n".join(functions) + TELLS.format(count=len(attack.tries))


@pytest.fixture(scope="session")
def sent(stack: Stack, mode: str, request: pytest.FixtureRequest) -> Stack:
    """All of them wait in the queue from the beginning: the worker never rests."""
    for item in request.session.items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if params.get("mode") == mode and "wall" in params:
            attack = params["wall"]
            stack.send(f"checks {attack.id}", stack.job(LEARNER, hostile(attack, stack.surroundings.here()), "run"))
    return stack


@pytest.mark.parametrize("wall", WALLS, ids=lambda attack: attack.id)
def test_the_walls_hold_for_checks_as_well(sent: Stack, mode: str, wall: Attack) -> None:
    report = sent.report(f"checks {wall.id}")
    assert report.fault is None
    lines = "".join(check.message for check in report.checks).splitlines()
    printed = dict(line.split(": ", 1) for line in lines if ": " in line)
    for one in wall.tries:
        for name, pattern in one.prints.items():
            assert re.fullmatch(pattern, printed.get(name, "nothing")), (name, printed.get(name))
    assert sent.surroundings.knocks() == []
    assert sent.surroundings.is_untouched()
    assert SECRET not in json.dumps(report.as_dict())
    assert left_outside() == []


HEAD = "from grading.checks import check\n@check('first', sample=True)\ndef first(t):\n    "
SECOND = "\n@check('second', sample=True)\ndef second(t): t.fail('no')\n"
# What the grader's own code would say, said by the author's.
SAYS = "from grading.inside import channel, checking; checking._ask("
DONE = "{'passed': True, 'message': '', 'surprise': '', 'sample_io': None}"
CALL = (
    "{'op': 'call', 'name': 'attack', 'args': [], 'kwargs': {}, 'places': [], 'served': [], 'handle': '', 'keep': '',"
    " 'compare': False, 'may_raise': ''}"
)
LISTED = "{'name': 'a', 'title': 't', 'weight': 1.0, 'concept': '', 'sample': True, 'limits': {}}"


def listing(*changes: str) -> str:
    """Says at loading that there are such checks."""
    return f"{SAYS}{{'checks': [{', '.join(f'{LISTED} | {change}' for change in changes)}]}})"


@pytest.mark.parametrize(
    ("checks", "says"),
    [
        ("this is no Python", "SyntaxError"),
        ("import os; os._exit(0)", "ended the program"),
        (HEAD + "import os; os._exit(0)", "ended the program"),
        (HEAD + "import ctypes; ctypes.string_at(0)", "crashed the interpreter"),
        (HEAD + "bytearray(10**11)", "MemoryError"),
        (HEAD + "while True: print('x' * 9999)", "printed too much"),
        (HEAD + "t.call('attack', object())", "hands over a value of type object"),
        (HEAD + "import numpy; t.call('attack', numpy.zeros(1 << 22))", "too large"),
        (HEAD + "import os; os.write(4, b'x' * 99)", "own channel"),
        # A verdict for the check that comes after, written ahead: seen before that is asked, or with the number of this one.
        (
            HEAD + f"from grading.inside import channel; channel.send({DONE}); channel.send({DONE}){SECOND}",
            "without being asked|answers another question",
        ),
        (f"{SAYS}{{'checks': 3}})", "there are no checks"),
        (f"{SAYS}{{'checks': [{LISTED}] * 61}})", "more than 60"),
        (listing("{}", "{}"), "two checks are named a"),
        (listing("{'name': ''}"), "name is none"),
        (listing("{'name': 'a\\n'}"), "name is too long, or no plain text"),
        (listing("{'title': 'x' * 9999}"), "title is too long"),
        (listing("{'title': '\\x1b[2J'}"), "title is too long, or no plain text"),
        (listing("{'weight': float('nan')}"), "weight is not positive"),
        (listing("{'weight': True}"), "own channel"),
        (listing("{'limits': {'memory_mib': 1 << 40}}"), "memory_mib"),
        (listing("{'limits': {'output_bytes': 1 << 40}}"), "output_bytes"),
        *((HEAD + f"{SAYS}{DONE} | {{'{name}': 3}})", "own channel") for name in ("passed", "message", "sample_io")),
        (HEAD + f"{SAYS}{DONE} | {{'findings': {{'score': 2.0}}}})", "have not the fields"),
        (HEAD + f"{SAYS}{DONE} | {{'op': ['call']}} | {{'passed': 'yes'}})", "own channel"),
        *((HEAD + f"{SAYS}{CALL} | {{'{name}': 3}})", "own channel") for name in ("name", "args", "served", "more")),
        (HEAD + f"{SAYS}{CALL} | {{'served': [3]}})", "own channel"),
        (HEAD + f"{SAYS}{{'op': 'serve', 'value': 3}})", "own channel"),
    ],
)
def test_84_hostile_checks_are_kept_in_and_are_the_authors_fault(stack: Stack, mode: str, checks: str, says: str) -> None:
    report = stack.grade(f"84 {checks} {mode}", stack.job(LEARNER, checks, "run"))
    assert (report.verdict, report.score, report.checks) == (Verdict.INTERNAL, 0.0, ())
    assert report.fault is not None
    assert report.fault.startswith("broken exercise: ")
    assert re.search(says, report.fault), report.fault


def test_84_checks_that_hang_are_ended(stack: Stack) -> None:
    report = stack.report(HANGS)
    assert report.verdict is Verdict.INTERNAL
    assert "it took too long" in str(report.fault)


def test_84_what_checks_say_is_cut_and_cleaned(stack: Stack, mode: str) -> None:
    checks = f"""
from grading.checks import check
{SAYS.partition("; ")[0]}
@check("by the api", sample=True)
def by_the_api(t):
    t.fail("\\x1b[2J\\0<b>" + "x" * 10**6)
@check("without the api", sample=True)
def without(t):
    text = "\\x1b[2J\\0<b>" + "x" * 10**5
    sample = dict(call=text, expected=text, got=text)
    checking._ask({DONE} | {{"passed": False, "message": text, "surprise": text, "sample_io": sample}})
"""
    by_the_api, without = stack.grade(f"84 says {mode}", stack.job(LEARNER, checks, "run")).checks
    for check, length in ((by_the_api, 600), (without, 1000)):
        assert check.message.startswith("�[2J�<b>xxx")
        assert len(check.message) == length
    assert set(map(len, without.sample_io.values())) == {1000}


def test_84_checks_of_one_exercise_cannot_touch_those_of_another(stack: Stack, mode: str) -> None:
    poison = HEAD + "import builtins, numpy; from grading import checks, wire; "
    poison += "checks.T.close = wire.loads = numpy.add = builtins.abs = None"
    assert stack.grade(f"84 poison {mode}", stack.job(LEARNER, poison)).verdict is Verdict.PASSED
    assert stack.honest(f"84 after {mode}", "submit").verdict is Verdict.PASSED
