"""Looks for weak checks: makes small mistakes in a solution, one at a time, and asks which of them no check notices."""

from grading.fuzzing.edits import Mutant, mutants, unified
from grading.fuzzing.trial import Trial, tried

__all__ = ["Mutant", "Trial", "mutants", "tried", "unified"]
