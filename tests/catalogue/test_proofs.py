"""Every exercise and program that is taught, in the real sandbox: as `content validate` proves them before publishing."""

from __future__ import annotations

import pytest

from tests.catalogue.bundle import real
from tutor.catalogue.proving import proofs, prove

BUNDLE = real()
SUBJECTS = proofs(BUNDLE)


@pytest.mark.parametrize("subject", [subject for _, subject in SUBJECTS], ids=[name.replace(" ", "-") for name, _ in SUBJECTS])
def test_its_solution_passes_and_each_known_mistake_is_caught_by_its_check(subject) -> None:
    assert [str(problem) for problem in prove(BUNDLE, subject)] == []
