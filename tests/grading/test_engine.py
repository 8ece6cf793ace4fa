"""What each kind of submission gets, on a real sandbox."""

from dataclasses import replace

import pytest

from grading.contract import BadJob, BrokenExercise, Report, Verdict
from grading.engine import judge, run_program
from tests.grading.bench import CHECKS, RIGHT, grade, job

pytestmark = pytest.mark.usefixtures("kind_of_box")


def test_a_right_submission_passes_every_check():
    report = grade(RIGHT)
    assert (report.verdict, report.score) == (Verdict.PASSED, 1.0)
    assert [check.status for check in report.checks] == [Verdict.PASSED, Verdict.PASSED]
    assert report.checks[0].sample_io == {"call": "dot(array([1., 2.]), array([3., 4.]))", "expected": "11.0", "got": "11.0"}
    assert report.checks[1].sample_io is None
    assert report.checks[0].peak_kib > 1000


def test_a_run_does_the_samples_only():
    assert [check.name for check in grade(RIGHT, mode="run").checks] == ["one_pair"]


def test_a_partly_right_submission_scores_the_weights_that_passed():
    report = grade("def dot(a, b):\n    return 11.0\n")
    assert (report.verdict, report.score) == (Verdict.FAILED, 0.25)
    assert report.checks[1].message == "The products are not all added up."


def test_a_hidden_check_shows_neither_values_nor_output_nor_exception_text():
    report = grade("def inner(a):\n    raise ValueError(str(a))\ndef dot(a, b):\n    print(a)\n    inner(a)\n")
    sample, hidden = report.checks
    assert sample.message == "Your code raised ValueError: [1. 2.]"
    assert sample.output == "[1. 2.]\n"
    assert sample.traceback == ("line 5: inner(a)", "line 2: raise ValueError(str(a))", "ValueError")
    assert (hidden.message, hidden.output, hidden.sample_io) == ("Your code raised ValueError.", "", None)
    assert hidden.traceback == ("line 2: raise ValueError(str(a))", "ValueError")


@pytest.mark.parametrize("name", ["NameError", "ImportError", "SyntaxError"])
def test_no_kind_of_exception_carries_hidden_values_out(name):
    hidden = grade(f"def dot(a, b):\n    raise {name}(str(a))\n").checks[1]
    assert hidden.message == f"Your code raised {name}."


def test_a_traceback_has_the_lines_that_were_handed_in_whatever_the_code_says_of_them():
    source = (
        "import linecache\n"
        "def dot(a, b):\n"
        "    linecache.cache['submission.py'] = (1, None, [str(a)] * 99, 'submission.py')\n"
        "    class Leak(Exception): pass\n"
        "    Leak.__name__ = str(a)\n"
        "    raise Leak(a)\n"
    )
    hidden = grade(source).checks[1]
    assert hidden.traceback == ("line 6: raise Leak(a)", "Exception")
    assert hidden.message == "Your code raised Exception."


def test_code_that_is_no_python_is_shown_its_own_line_and_costs_one_box():
    told = []
    report = judge(job("def dot(a, b:\n    return 1\n"), on_check=lambda position, check: told.append(position))
    assert (report.verdict, report.score, told) == (Verdict.ERROR, 0.0, [0, 1])
    assert report.traceback == ("line 1: def dot(a, b:", "SyntaxError")
    assert all("SyntaxError" in check.message for check in report.checks)


@pytest.mark.parametrize("source", ["", "dot = 3\n", "def dott(a, b):\n    return 1\n"])
def test_a_missing_function_is_named(source):
    report = grade(source)
    assert report.verdict is Verdict.ERROR
    assert report.checks[0].message == "There is no function named dot: define a function named dot."


def test_a_timeout_costs_the_check_in_which_it_happens_and_no_other():
    report = grade("def dot(a, b):\n    while len(a) == 2: pass\n    return float(a @ b)\n", cpu_seconds=1)
    assert [check.status for check in report.checks] == [Verdict.TIMEOUT, Verdict.PASSED]
    assert (report.verdict, report.score) == (Verdict.TIMEOUT, 0.75)
    assert report.checks[0].cpu_ms > 500


@pytest.mark.parametrize("thorough", [False, True])
def test_code_that_sleeps_keeps_others_waiting_for_a_few_checks_and_not_for_all(thorough):
    many = "".join(f"@check('n{number}', sample=True)\ndef n{number}(t):\n    t.call('dot')\n" for number in range(6))
    source = "import time\ndef dot(): time.sleep(60)\n"
    asleep = job(source, checks=f"from grading.checks import check\n{many}", wall_seconds=1, cpu_seconds=1)
    report = judge(asleep, lanes=1, thorough=thorough)
    not_run = [check.message.startswith("It was not run") for check in report.checks]
    assert not_run == ([False] * 6 if thorough else [False] * 2 + [True] * 4)
    assert {check.status for check in report.checks} == {Verdict.TIMEOUT} == {report.verdict}


def test_what_was_printed_before_a_timeout_is_shown():
    report = grade("def dot(a, b):\n    print('so', end=' far')\n    while True: pass\n", mode="run", cpu_seconds=1)
    assert report.checks[0].output == "so far"


def test_checks_start_with_fresh_learner_code_and_calls_within_one_share_it():
    checks = """
from grading.checks import check
@check("twice", sample=True)
def twice(t):
    t.equal([t.call("count"), t.call("count")], [1, 2])
@check("again")
def again(t):
    t.equal(t.call("count"), 1)
"""
    source = "calls = 0\ndef count():\n    global calls\n    calls += 1\n    return calls\n"
    assert grade(source, checks=checks, entry=("count",)).verdict is Verdict.PASSED


def test_the_same_seed_gives_the_same_inputs_and_another_seed_others():
    source = "def dot(a, b):\n    print(a)\n    return 0.0\n"
    checks = CHECKS.replace('@check("random pairs", weight=3, concept="dot")', '@check("random pairs", sample=True)')
    first, again, other = (grade(source, checks=checks, seed=seed).checks[1].output for seed in (1, 1, 2))
    assert first == again != other


def test_two_checks_of_one_grading_draw_different_inputs():
    checks = "\n".join(
        ["from grading.checks import check"]
        + [f"@check('{name}', sample=True)\ndef {name}(t):\n    t.call('dot', t.rng.normal(), 0)\n" for name in ("one", "two")]
    )
    one, two = grade("def dot(a, b): print(a)\n", checks=checks).checks
    assert one.output != two.output


def test_sets_have_the_same_order_in_every_box():
    body = "def dot(a, b):\n    print(list({str(i) for i in range(50)}))\n    return 11.0\n"
    first, second = (grade(body, mode="run").checks[0].output for _ in range(2))
    assert first == second != ""


def test_an_object_can_stay_on_the_learners_side_under_a_handle():
    checks = """
from grading.checks import check
@check("counts")
def counts(t):
    counter = t.create("Counter", 5)
    t.call_on(counter, "add", 2)
    t.equal(t.call_on(counter, "value"), 7)
"""
    source = """
class Counter:
    def __init__(self, n): self.n = n
    def add(self, k): self.n += k
    def value(self): return self.n
"""
    assert grade(source, checks=checks, entry=("Counter",)).verdict is Verdict.PASSED
    report = grade(source.replace("def value", "def worth"), checks=checks, entry=("Counter",))
    says = "There is no method named value in what you returned before: define a method named value."
    assert report.checks[0].message == says


SERVING = """
from grading.checks import check
@check("finds the best with few looks", sample=True)
def few(t):
    score = t.serve(lambda number: -(number - 3) ** 2)
    best = t.call("search", score, [1, 2, 3, 4])
    t.equal(best, 3)
    t.that(score.calls <= 4, "You asked for a score more often than there are numbers.")
"""


@pytest.mark.parametrize(
    ("body", "verdict", "says"),
    [
        ("return max(numbers, key=score)", Verdict.PASSED, ""),
        ("return max(numbers + numbers, key=score)", Verdict.FAILED, "more often"),
        ("return score('x')", Verdict.FAILED, "cannot work with"),
        ("return score()", Verdict.FAILED, "cannot work with"),
        ("score._name = 'no such'; return score(1)", Verdict.ERROR, "own channel"),
    ],
)
def test_a_function_of_the_check_can_be_handed_over_and_its_calls_are_counted(body, verdict, says):
    report = grade(f"def search(score, numbers):\n    {body}\n", checks=SERVING, entry=("search",))
    assert report.verdict is verdict
    assert says in report.checks[0].message


def test_what_the_checks_compute_for_the_learners_code_is_time_that_it_takes():
    slow = SERVING.replace("lambda number: -(number - 3) ** 2", "lambda number: __import__('time').sleep(0.3)")
    report = grade("def search(score, numbers):\n    while True: score(1)\n", checks=slow, entry=("search",), wall_seconds=1)
    assert report.verdict is Verdict.TIMEOUT


def test_a_report_survives_json_and_is_strict():
    report = grade(RIGHT)
    assert Report.from_dict(report.as_dict()) == report
    with pytest.raises(BadJob, match=r"report\.verdict"):
        Report.from_dict(report.as_dict() | {"verdict": "great"})


def test_an_unknown_language_is_refused():
    with pytest.raises(BadJob, match="runtime"):
        judge(replace(job(RIGHT), runtime="cobol"))


def test_a_run_of_an_exercise_without_samples_is_the_authors_fault():
    with pytest.raises(BrokenExercise):
        grade(RIGHT, mode="run", checks=CHECKS.replace("sample=True, ", ""))


def test_programs_print_what_they_print():
    assert run_program("print(1 + 1)\nprint('x')\n") == ("2\nx\n", "")
    assert run_program("1 / 0")[1].startswith("ZeroDivisionError")
