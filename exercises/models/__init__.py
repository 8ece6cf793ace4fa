from exercises.models.catalogue import Exercise, ExerciseRevision, Item, ItemRevision
from exercises.models.record import Attempt, CheckResult, Draft, HintTaken, SolutionShown, Submission

__all__ = [
    "Attempt",
    "CheckResult",
    "Draft",
    "Exercise",
    "ExerciseRevision",
    "HintTaken",
    "Item",
    "ItemRevision",
    "SolutionShown",
    "Submission",
]
