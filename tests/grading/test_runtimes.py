"""What submissions can import, by the runtime of their exercise."""

from dataclasses import replace

import pytest

from grading.contract import RUNTIMES, Verdict
from grading.engine import judge
from grading.runtimes import RUNTIMES as KNOWN
from grading.sandbox.modes import Mode
from tests.grading.bench import dot, job

PACKAGES = ("numpy", "faiss")
SEARCHES = """
import faiss, numpy
def dot(a, b):
    index = faiss.IndexFlatIP(len(a))
    index.add(numpy.array([b], dtype="float32"))
    return float(index.search(numpy.array([a], dtype="float32"), 1)[0][0, 0])
"""


def graded(source, runtime, **limits):
    return judge(replace(job(source, mode="run", **limits), runtime=runtime))


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_of_the_packages_there_are_those_that_the_runtime_names(runtime, kind_of_box):
    for package in PACKAGES:
        report = graded(dot("return 11.0", f"import {package}"), runtime)
        assert (report.verdict is Verdict.PASSED) is (package in RUNTIMES[runtime]), report


@pytest.mark.parametrize("kind", [Mode.WARM_A, Mode.WARM_B])
def test_faiss_searches_in_the_memory_that_an_exercise_has(kind, monkeypatch):
    monkeypatch.setenv("LOCI_GRADING_TIER", kind.tier)
    assert graded(SEARCHES, "python-faiss", memory_mib=64).verdict is Verdict.PASSED


def test_python_without_packages_runs_plain_code_in_little_memory():
    source = "import json, re, statistics\ndef dot(a, b):\n    return float(sum(x * y for x, y in zip(a, b)))\n"
    checks = (
        "from grading.checks import check\n@check('plain', sample=True)\ndef plain(t):\n"
        "    t.close(t.call('dot', [1.0, 2.0], [3.0, 4.0]), 11.0)\n"
    )
    assert judge(replace(job(source, checks=checks, mode="run", memory_mib=64), runtime="python-base")).verdict is Verdict.PASSED


def test_every_name_that_authors_may_write_is_a_runtime():
    assert list(RUNTIMES) == list(KNOWN)
