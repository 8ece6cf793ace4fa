"""The examples in docstrings of what authors use are so."""

from __future__ import annotations

import doctest
import importlib

import numpy
import pytest

from grading.judging import Judging

MODULES = ["base", "numbers", "gradients", "members", "retrieval"]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_judges_say_what_happens(name: str) -> None:
    module = importlib.import_module(f"grading.judging.{name}")
    done = doctest.testmod(module, extraglobs={"t": Judging(), "numpy": numpy})
    assert done.attempted
    assert done.failed == 0


def test_every_judge_has_an_example() -> None:
    judges = [name for name in dir(Judging) if not name.startswith("_") and name not in {"fail", "sample_io"}]
    assert [name for name in judges if ">>> " not in getattr(Judging, name).__doc__] == []
