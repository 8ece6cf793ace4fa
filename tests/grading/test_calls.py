"""What a check's calls may carry and count, with the learner's code in real boxes."""

from __future__ import annotations

import pytest

from grading.contract import BrokenExercise, CheckReport, Verdict
from grading.logs import AUTHORS
from tests.grading.bench import grade

HEAD = "import numpy as np\nfrom grading.checks import check\n"
INDEX = """
class Index:
    def __init__(self, X): self.X = X
    def joined(self, other): return len(self.X) + len(other.X)
def build(X): return Index(X)
def size(index): return len(index.X)
def sizes(pairs, named): return [len(pairs[0].X), len(pairs[1][0].X), len(named["a"].X)]
def kind(value): return type(value).__name__
"""


def checked(body: str, source: str, *, options: str = "sample=True", entry: str = "kind", **limits: object) -> CheckReport:
    """The report of one check that has this body."""
    lines = "\n".join(f"    {line}" for line in body.strip().split("\n"))
    (report,) = grade(source, checks=f"{HEAD}@check('it', {options})\ndef it(t):\n{lines}\n", entry=(entry,), **limits).checks
    return report


@pytest.mark.usefixtures("kind_of_box")
def test_handles_go_wherever_values_go():
    body = """
one, two = t.create("build", np.zeros((3, 2))), t.create("build", [1, 2])
t.equal(t.call("size", one), 3)
t.equal(t.call("size", index=two), 2)
t.equal(t.call("sizes", [one, (two, 5)], {"a": one}), [3, 2, 3])
t.equal(t.call_on(one, "joined", two), 5)
"""
    report = checked(body, INDEX)
    assert (report.status, report.message) == (Verdict.PASSED, "")
    assert report.sample_io == {"call": "joined(<what build returned>)", "expected": "5", "got": "5"}


def test_methods_can_be_asked_to_raise_to_repeat_and_to_leave_their_arguments_alone():
    body = """
bag = t.create("Bag")
t.raises("take", on=bag, error="LookupError")
t.equal(t.repeatable("size", on=bag), 0)
t.unchanged("put", [1, 2], on=bag, message="Keep a copy.")
"""
    source = "class Bag(list):\n    take, size = list.pop, list.__len__\n    def put(self, row): self += row; row{}\n"
    assert checked(body, source.format(""), entry="Bag").status is Verdict.PASSED
    assert checked(body, source.format(".pop()"), entry="Bag").message == "Keep a copy."


def test_text_is_never_taken_for_a_handle():
    body = 't.create("build", [1])\nfor text in ("h0", "\\x00h0", "s0", "\\x00served-0"): t.equal(t.call("kind", text), "str")'
    assert checked(body, INDEX).status is Verdict.PASSED


@pytest.mark.parametrize("forged", ["'h0'", "5", "None", "__import__('grading.checks').checks.Handle('h0', 'build')", "kept"])
def test_what_is_no_handle_of_this_check_is_said_to_be_none(forged):
    """`kept` is one of another check, whose objects are gone."""
    checks = f"""
from grading.checks import check
@check("a", sample=True)
def a(t):
    global kept
    kept = t.create("build", [1])
@check("b", sample=True)
def b(t):
    t.call_on({forged}, "joined")
"""
    with pytest.raises(BrokenExercise, match="is no handle of this check"):
        grade(INDEX, checks=checks, entry=("build",), mode="run")


def test_an_object_that_is_returned_and_not_kept_is_refused_as_it_was():
    report = checked('t.call("build", [1])', INDEX)
    assert report.status is Verdict.FAILED
    assert "a value of type Index" in report.message


SEARCH = """
def best(score, numbers):
    found = None
    for number in numbers:
        try:
            points = score(number)
        except BaseException:
            points = 0
        if found is None or points > found[0]:
            found = points, number
    return found[1]
"""
BUDGET = 'def scorer(x): return -abs(x - 3)\nt.equal(t.call("best", t.serve(scorer, most={most}{more}), list(range(6))), 3)'


@pytest.mark.usefixtures("kind_of_box")
@pytest.mark.parametrize(
    ("more", "most", "says"),
    [
        ("", 6, ""),
        ("", 5, "`scorer` may be called 5 times; you called it again."),
        ("", 1, "`scorer` may be called once; you called it again."),
        (", message='Sort first.'", 5, "Sort first."),
    ],
)
def test_the_call_over_the_budget_fails_the_check_whatever_the_learner_catches(more, most, says):
    report = checked(BUDGET.format(most=most, more=more), SEARCH, entry="best")
    assert (report.status, report.message) == (Verdict.FAILED if says else Verdict.PASSED, says)


def test_a_function_that_the_learners_object_kept_can_be_called_later_and_counts_on():
    body = """
def apart(a, b): return abs(a - b)
def near(a): return -a
kept, other = t.serve(apart, most=3), t.serve(near)
index = t.create("Index", [5, 1], kept)
t.equal(t.call_on(index, "nearest", 2, other), [1, -2])
t.equal((kept.calls, other.calls), (2, 1))
t.call_on(index, "nearest", 4, other)
"""
    source = """
class Index:
    def __init__(self, rows, apart): self.rows, self.apart = rows, apart
    def nearest(self, query, other): return [min(self.rows, key=lambda row: self.apart(row, query)), other(query)]
"""
    report = checked(body, source, entry="Index")
    assert (report.status, report.message) == (Verdict.FAILED, "`apart` may be called 3 times; you called it again.")


def test_what_a_method_returns_can_be_kept_as_well():
    source = (
        INDEX + "class Pair:\n    def __init__(self, a): self.a = a\n    def half(self): return Index(self.a[:2])\n"
    )
    body = 't.equal(t.call("size", t.create("half", on=t.create("Pair", [1, 2, 3]))), 2)'
    assert checked(body, source).status is Verdict.PASSED


def test_work_is_counted_in_the_units_that_a_call_costs():
    body = """
work = t.work({most}, unit="comparisons")
def score_all(ids):
    work.spend(len(ids))
    return ids
t.call("twice", t.serve(score_all), [1, 2, 3])
t.equal(work.spent, 6)
"""
    source = "def twice(score, ids):\n    score(ids)\n    return score(ids)\n"
    assert checked(body.format(most=6), source, entry="twice").status is Verdict.PASSED
    report = checked(body.format(most=5), source, entry="twice")
    assert (report.status, report.message) == (Verdict.FAILED, "You may use 5 comparisons, and wanted more.")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("score()", "`scorer` cannot work with what you gave it: nothing."),
        ("score('three')", "`scorer` cannot work with what you gave it: a str."),
        ("score([1, 2], 2)", "`scorer` cannot work with what you gave it: a list of 2, an int."),
    ],
)
def test_a_served_function_that_cannot_take_what_it_is_given_says_so(call, says):
    body = 'def scorer(x): return x - 3\nt.call("use", t.serve(scorer))'
    report = checked(body, f"def use(score):\n    return {call}\n", entry="use")
    assert (report.status, report.message) == (Verdict.FAILED, says)


@pytest.mark.parametrize(
    ("source", "status", "says"),
    [
        ("def f(x): raise ValueError('secret')", Verdict.PASSED, ""),
        ("class Own(ValueError): pass\ndef f(x): raise Own", Verdict.PASSED, ""),
        ("def f(x): return x.encode('ascii')", Verdict.PASSED, ""),  # a UnicodeEncodeError is a ValueError
        ("def f(x): return 3.0", Verdict.FAILED, "f returned a float where it has to raise ValueError."),
        ("def f(x): return {}['a']", Verdict.ERROR, "Your code raised KeyError: 'a'"),
        ("def f(x): raise SystemExit", Verdict.ERROR, "Your code ended the program (SystemExit) instead of returning."),
    ],
)
def test_a_learners_function_can_be_asked_to_raise(source, status, says):
    report = checked('t.raises("f", "\xe9", error="ValueError")', source, entry="f")
    assert (report.status, report.message) == (status, says)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("return sum(row)", True),
        ("row = sorted(row); return row[0]", True),
        ("row.sort(); return row[0]", False),
        ("row.append(row); return 1", False),
        ("row.append(object()); return 1", False),
        ("row.clear(); return 1", False),
        ("array /= 2; return 1", False),
        ("array.shape = (2, 1); return 1", False),
        ("named['a'] = 2; return 1", False),
        ("f.pop(); return 1", False),
    ],
)
def test_arguments_that_were_changed_are_noticed_on_the_learners_side(body, kept):
    check = """
array = np.array([1.0, 2.0])
t.unchanged("g", [3, 1, 2], array, {"a": 1}, [t.serve(abs)])
"""
    report = checked(check, f"def g(row, array, named, f):\n    {body}\n", entry="g")
    said = "" if kept else "g changed what it was given: work on a copy."
    assert (report.status, report.message) == (Verdict.PASSED if kept else Verdict.FAILED, said)


def test_a_call_that_gives_something_else_the_second_time_is_noticed():
    report = checked('t.equal(t.repeatable("f", 3), 3)', "def f(x): return x\n", entry="f")
    assert report.status is Verdict.PASSED
    report = checked('t.repeatable("f", 3)', "import random\ndef f(x): return random.random()\n", entry="f")
    assert report.message == "The same call of f gave another result the second time."


LIMITED = """
from grading.checks import check
@check("usual", sample=True)
def usual(t): t.call("f", {usual})
@check("own", cpu_seconds=1, wall_seconds=40, memory_mib=64)
def own(t): t.call("f", {own})
@check("usual again")
def again(t): t.call("f", {usual})
"""


@pytest.mark.usefixtures("kind_of_box")
def test_a_check_has_its_own_limits_and_the_others_the_exercises():
    spin = "def f(x):\n    while x: pass\n"
    reports = grade(spin, checks=LIMITED.format(usual=0, own=1), entry=("f",)).checks
    assert [one.status for one in reports] == [Verdict.PASSED, Verdict.TIMEOUT, Verdict.PASSED]
    assert reports[1].message == "It took longer than the 40 s (or 1 s of processor time) that it may."
    fill = "def f(x): return len(bytearray(x << 20))\n"
    reports = grade(fill, checks=LIMITED.format(usual=200, own=200), entry=("f",)).checks
    assert [one.status for one in reports] == [Verdict.PASSED, Verdict.OUT_OF_MEMORY, Verdict.PASSED]
    assert reports[1].message == "Your code asked for more memory than the 64 MiB that it may have."


@pytest.mark.usefixtures("kind_of_box")
@pytest.mark.parametrize("first", ["cpu_seconds=30", "memory_mib=600"])
def test_limits_of_the_first_check_are_its_own_as_well(first):
    checks = f"{HEAD}@check('a', sample=True, {first})\ndef a(t): t.call('f', 450)\n@check('b')\ndef b(t): t.call('f', 450)\n"
    fill = "def f(x): return len(bytearray(x << 20))\n"
    reports = grade(fill, checks=checks, entry=("f",), memory_mib=64).checks
    wanted = Verdict.PASSED if "memory" in first else Verdict.OUT_OF_MEMORY
    assert [one.status for one in reports] == [wanted, Verdict.OUT_OF_MEMORY]


@pytest.mark.parametrize("limit", ["cpu_seconds=99", "wall_seconds=0", "memory_mib=1.5", "memory_mib='1'", "cpu_seconds=True"])
def test_a_limit_that_is_none_is_the_authors_mistake(limit):
    with pytest.raises(BrokenExercise, match=rf"the check a: limits\.{limit.partition('=')[0]}"):
        grade("def dot(a, b): return 1\n", checks=f"{HEAD}@check('t', sample=True, {limit})\ndef a(t): pass\n")


LIAR = """
import sys
def f(*args):
    sys.modules["grading.inside.channel"].send({reply})
    while True: pass
"""


@pytest.mark.parametrize(
    "reply",
    [
        "{'raised': 'ValueError'}",
        "{'raised': 'ValueError', 'value': 1}",
        "{'ended': True}",
        "{'value': 5}",
        "{'value': [5]}",
        "{'value': [5, 1]}",
        "{'value': {'0': 5, '1': True}}",
        "{'wants': 's0', 'args': []}",
        "{'wants': 'h0', 'args': []}",
        "{'error': {'type': ['ValueError']}}",
        "{'error': {'type': 'Exception'}}",
        "{'error': {'type': 'BaseException'}}",
        "{'error': {'type': 'int'}}",
        "{'error': 'ValueError'}",
    ],
)
def test_no_lie_of_the_learners_side_passes_for_an_error_or_for_arguments_left_alone(reply):
    source = LIAR.format(reply=reply)
    for body in ('t.raises("f", 1)', 't.unchanged("f", 1)', 't.raises("f", [t.create("kind", 1)], error="ArithmeticError")'):
        report = checked(body, f"{source}\ndef kind(x): return x\n")
        assert report.status in {Verdict.FAILED, Verdict.ERROR}, (body, report)


def test_a_served_function_that_calls_the_learners_code_is_told_to_its_author(caplog):
    caplog.set_level("WARNING", AUTHORS)
    report = checked('t.call("f", t.serve(lambda: t.call("f", 1)))', "def f(x): return x()\n", entry="f")
    assert (report.status, report.message) == (
        Verdict.FAILED,
        "The function that you are given cannot work with what you gave it: nothing.",
    )
    assert "a served function cannot call the learner's code, which waits for it" in caplog.text


def test_values_too_large_to_be_handed_back_do_not_make_a_broken_exercise():
    body = """
one = t.call("f")
t.call("g", [one, one])
"""
    report = checked(body, "import numpy as np\ndef f(): return np.zeros(9 << 17)\ndef g(x): return 1\n", entry="f")
    assert report.status is Verdict.FAILED
    assert report.message == "This check cannot work with what you returned: shape (1179648,) float64."
