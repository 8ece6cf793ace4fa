"""Findings are read strictly: whatever the checks' box or the wire says, they have this form or are refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.checks import T
from grading.contract import BadJob, CheckReport, Verdict
from grading.findings import MOST_BYTES, MOST_MISTAKES, BadFindings, Findings, Mistake
from grading.replies import done

GOOD = Findings(
    score=0.5,
    shares=(("F1", 0.5),),
    counts=(("asked", 7),),
    curves=(("yours", ((0.0, 1.0), (1.0, 0.5))),),
    texts=("one", "two"),
    mistakes=(Mistake("wrong", 0, 1, 0.3, "n"),),
    mistakes_in_all=3,
).as_dict()
SAID = {"passed": True, "message": "", "surprise": "", "sample_io": None}


def telling() -> T:
    return T(lambda request: {"value": 1}, "a check", 1)


def test_what_was_written_is_read_again_also_after_json():
    assert Findings.from_dict(json.loads(json.dumps(GOOD))).as_dict() == GOOD


def test_a_report_of_a_check_carries_them():
    report = CheckReport("n", "t", Verdict.PASSED, 1.0, False, findings=Findings.from_dict(GOOD))
    assert CheckReport.from_dict(json.loads(json.dumps(report.as_dict()))) == report
    without = {name: value for name, value in report.as_dict().items() if name != "findings"}
    assert CheckReport.from_dict(without).findings is None, "from a worker that knew of none"
    with pytest.raises(BadJob, match=r"check\.findings\.score"):
        CheckReport.from_dict(report.as_dict() | {"findings": GOOD | {"score": 2}})


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"score": 1.1}, "score"),
        ({"score": float("nan")}, "score"),
        ({"score": True}, "score"),
        ({"shares": [["F1", 2]]}, "shares"),
        ({"shares": [["F1", 0.1], ["F1", 0.2]]}, "each name once"),
        ({"shares": [["", 0.1]]}, "a name is empty"),
        ({"shares": [[f"n{n}", 0.1] for n in range(9)]}, "more than 8"),
        ({"counts": [["asked", 1.5]]}, "counts"),
        ({"counts": [["asked", -1]]}, "counts"),
        ({"curves": [["yours", [[0, 2]]]]}, "curves"),
        ({"curves": [["yours", [[0]]]]}, "two numbers"),
        ({"curves": [["yours", [[0, 0]] * 121]]}, "more than 120"),
        ({"texts": ["one", 2]}, "no text"),
        ({"texts": ["one", "\x1b[2J"]}, "cannot be shown"),
        ({"texts": ["one", "x" * 241]}, "too long"),
        ({"mistakes": [["odd", 0, 1, 0.1, ""]]}, "wrong or missed"),
        ({"mistakes": [["wrong", 0, 2, 0.1, ""]]}, "not of two texts"),
        ({"mistakes": [["wrong", 1, 1, 0.1, ""]]}, "not of two texts"),
        ({"mistakes": [["wrong", 0, 1, 9, ""]]}, "mistakes"),
        ({"mistakes": [["wrong", 0, 1, 0.1, ""]] * (MOST_MISTAKES + 1)}, "more than"),
        ({"mistakes_in_all": 0}, "more than that"),
        ({"texts": ["x" * 240] * 500}, f"more than {MOST_BYTES} bytes"),
        ({"more": 1}, "fields"),
    ],
)
def test_findings_of_another_form_are_refused_with_the_fields_name(change, names):
    with pytest.raises(BadFindings, match=names):
        Findings.from_dict(GOOD | change)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, "x"]), one, max_size=8),
    max_leaves=12,
)


@given(json_values | st.fixed_dictionaries({name: json_values for name in GOOD}))
def test_anything_is_read_or_refused(value):
    try:
        Findings.from_dict(value)
    except BadFindings as problem:
        assert str(problem)


def test_a_check_tells_of_them_and_the_last_telling_counts():
    t = telling()
    t.report(0.1)
    t.report(0.5, shares={"F1": 0.5}, texts=["a", "b"], mistakes=[("missed", 0, 1, 0.2, "")])
    missed = (Mistake("missed", 0, 1, 0.2),)
    assert t.findings == Findings(0.5, (("F1", 0.5),), texts=("a", "b"), mistakes=missed, mistakes_in_all=1)
    with pytest.raises(BadFindings, match="score"):
        t.report(3)


def test_what_the_checks_box_says_is_read_as_strictly():
    assert done(SAID, "one").findings is None
    assert done(SAID | {"findings": GOOD}, "one").findings == Findings.from_dict(GOOD)
    for lie in (3, [], {"score": 1}, GOOD | {"texts": 3}):
        with pytest.raises(Exception, match="the check one"):
            done(SAID | {"findings": lie}, "one")
