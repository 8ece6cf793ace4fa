"""What authors call equivalent is a mutant of their solution as it stands. (`exercise fuzz all` tries all of them.)"""

from __future__ import annotations

import pytest

from exercises.content.exercises import ExerciseFile
from tests.catalogue.bundle import real
from tutor.catalogue.fuzzing import mutants_of

EXERCISES = real().exercises.values()


@pytest.mark.parametrize("exercise", EXERCISES, ids=[one.slug for one in EXERCISES])
def test_each_argument_is_about_a_mutant_that_is_made(exercise: ExerciseFile) -> None:
    made = {(one.before.strip(), one.after.strip()) for one in mutants_of(exercise)}
    assert [one for one in exercise.equivalents if (one.before, one.after) not in made] == []
