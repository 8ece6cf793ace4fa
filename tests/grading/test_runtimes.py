"""What submissions can import, by the runtime of their exercise."""

from dataclasses import replace

import pytest

from grading.contract import RUNTIMES, Limits, Verdict
from grading.engine import judge
from grading.runtimes import RUNTIMES as KNOWN
from grading.sandbox import Role, open_box
from grading.sandbox.modes import Mode
from tests.grading.bench import dot, job
from tests.grading.boxed import process_of

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


# What each runtime maps into memory when somebody first uses it in earnest, and keeps.
FIRST_USES = {
    "python": "import numpy\nnumpy.ones((300, 300)) @ numpy.ones((300, 300))",
    "python-base": "",
    "python-faiss": (
        "import faiss, numpy\nrows = numpy.random.default_rng(0).normal(size=(300, 300)).astype('float32')\nrows @ rows\n"
        "index = faiss.IndexFlatIP(300)\nindex.add(rows)\nindex.search(rows, 3)"
    ),
}
LATER = "import collections, dataclasses, decimal, fractions, heapq, itertools, json, random, re, statistics, typing\n"
SPARE_MIB = 64


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_memory_of_an_exercise_is_on_top_of_what_its_runtime_takes_and_hardly_more(runtime):
    with open_box(Role.SUBMISSION, Limits(memory_mib=1024), KNOWN[runtime]) as box:
        box.wait_until_locked()
        source = LATER + FIRST_USES[runtime]
        assert box.ask({"op": "load", "source": source, "entry": [], "seed": 0}, seconds=60) == {"value": None}
        taken_mib = process_of(box).memory_info().vms / (1 << 20)
        print(f"{runtime}: {taken_mib:.0f} MiB")
        assert taken_mib <= KNOWN[runtime].base_mib <= taken_mib + SPARE_MIB


def test_every_name_that_authors_may_write_is_a_runtime():
    assert list(RUNTIMES) == list(KNOWN)
