"""Jobs and reports are taken as they must be, and what is wrong is named."""

import pytest

from grading.contract import BadJob, CheckReport, Job, Limits, Verdict

JOB = Job("j", "python", "run", "", "", ("f",), 1, Limits(), "d").as_dict()
CHECK = CheckReport("n", "t", Verdict.PASSED, 1.0, True, sample_io={"call": "f()"}, traceback=("line 1",)).as_dict()


def test_what_was_written_is_read_again():
    assert Job.from_dict(JOB).as_dict() == JOB
    assert CheckReport.from_dict(CHECK).as_dict() == CHECK


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"mode": "both"}, "job.mode"),
        ({"seed": "1"}, "job.seed"),
        ({"seed": True}, "job.seed"),
        ({"entry": [1]}, "job.entry"),
        ({"entry": "f"}, "job.entry"),
        ({"source": None}, "job.source"),
        ({"source": "ä" * 32769}, "job.source: more than 65536 bytes"),
        ({"limits": []}, "job.limits"),
        ({"limits": {"cpu_seconds": 1e9}}, "limits.cpu_seconds"),
        ({"limits": {"cpu_seconds": float("nan")}}, "limits.cpu_seconds"),
        ({"limits": {"memory_mib": 99.5}}, "limits.memory_mib"),
        ({"limits": {"colour": 1}}, "limits.colour: unknown"),
        ({"more": 1}, "job.more: unknown"),
    ],
)
def test_a_job_of_another_form_is_refused_with_the_fields_name(change, names):
    with pytest.raises(BadJob, match=names):
        Job.from_dict(JOB | change)


def test_a_missing_field_is_named():
    with pytest.raises(BadJob, match=r"job\.seed: missing"):
        Job.from_dict({name: value for name, value in JOB.items() if name != "seed"})


@pytest.mark.parametrize("given", [None, [], 3, "job"])
def test_what_is_no_object_is_refused(given):
    for kind in (Job, CheckReport, Limits):
        with pytest.raises(BadJob):
            kind.from_dict(given)


@pytest.mark.parametrize("change", [{"status": "great"}, {"weight": "1"}, {"sample": 1}, {"sample_io": []}, {"traceback": [1]}])
def test_a_check_of_another_form_is_refused_with_the_fields_name(change):
    with pytest.raises(BadJob, match=f"check.{next(iter(change))}"):
        CheckReport.from_dict(CHECK | change)


def test_limits_that_are_not_given_have_their_defaults():
    assert Limits.from_dict({"cpu_seconds": 1}) == Limits(cpu_seconds=1)
