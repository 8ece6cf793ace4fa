from tutor.models.learner import Enrolment, User
from tutor.models.ledger import LearnerDay, Review, XpEntry
from tutor.models.memory import ConceptMemory
from tutor.models.operations import GradingWorker, Tally
from tutor.models.progress import DayPlan, LessonProgress, StepDone
from tutor.models.reminder import PathReminder

__all__ = [
    "ConceptMemory",
    "DayPlan",
    "Enrolment",
    "GradingWorker",
    "LearnerDay",
    "LessonProgress",
    "PathReminder",
    "Review",
    "StepDone",
    "Tally",
    "User",
    "XpEntry",
]
