from exercises.models.catalogue import Exercise, ExerciseData, ExerciseRevision, Item, ItemRevision
from exercises.models.record import Attempt, CheckResult, Draft, HintTaken, SolutionShown, Submission

__all__ = [
    "Attempt",
    "CheckResult",
    "Draft",
    "Exercise",
    "ExerciseData",
    "ExerciseRevision",
    "HintTaken",
    "Item",
    "ItemRevision",
    "SolutionShown",
    "Submission",
]
