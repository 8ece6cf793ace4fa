"""The checks of lesson 2.4's exercise draw their questions by lot: with some draws a mistake answers as the solution does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from grading.validate import grade
from tests.catalogue.bundle import real
from tutor.catalogue.proving import bench_of

BUNDLE = real()
(EXERCISE,) = (one for one in BUNDLE.exercises.values() if one.slug == "three-cos-add")
# With these the mistakes had passed all checks, when the questions were fewer.
LUCKY = {
    "adds_raw_inputs.py": ("long_inputs", [1079, 1108, 1133, 1152, 1269]),
    "ranks_by_dot_product.py": ("long_candidates", [1023, 1028, 1054, 1092, 1096]),
}


@pytest.mark.parametrize("mutant", LUCKY)
def test_no_draw_lets_a_known_mistake_through(mutant: str) -> None:
    check, lucky = LUCKY[mutant]
    bench, source, seeds = bench_of(EXERCISE), EXERCISE.mutants[mutant], [*lucky, *range(100)]
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda seed: grade(bench, source, seed, only={check}), seeds))
    assert [report.seed for report in reports for one in report.checks if one.name == check and not one.passed] == seeds
