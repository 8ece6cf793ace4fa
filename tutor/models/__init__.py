from tutor.models.analysis import ExerciseStat, FoldMark, ItemReport, ItemStat, RestLevel
from tutor.models.certificate import Certificate, Trial
from tutor.models.event import Event, Kind
from tutor.models.league import LeagueGroup, LeagueMember, LeagueResult, LeagueSeat
from tutor.models.learner import Enrolment, User
from tutor.models.ledger import LearnerDay, Review, XpEntry
from tutor.models.memory import (
    ConceptMemory,
    FittedParameters,
    ItemLevel,
    KnownCheck,
    LearnerLevel,
    LeechFlag,
    MemoryState,
)
from tutor.models.operations import GradingWorker, Tally
from tutor.models.plan import Break, CodeTime, ExercisePace, ItemPace, LearnerPace, PathTarget, Placement
from tutor.models.progress import DayPlan, LessonProgress, StepDone
from tutor.models.reminder import PathReminder
from tutor.models.reminding import PushDevice, Reminder, SentReminder
from tutor.models.rewards import Achievement, DailyQuest, MadeUpDay, OutageGrant, RewardMark, WeeklyGoal

__all__ = [
    "Achievement",
    "Break",
    "Certificate",
    "CodeTime",
    "ConceptMemory",
    "DailyQuest",
    "DayPlan",
    "Enrolment",
    "Event",
    "ExercisePace",
    "ExerciseStat",
    "FittedParameters",
    "FoldMark",
    "GradingWorker",
    "ItemLevel",
    "ItemPace",
    "ItemReport",
    "ItemStat",
    "Kind",
    "KnownCheck",
    "LeagueGroup",
    "LeagueMember",
    "LeagueResult",
    "LeagueSeat",
    "LearnerDay",
    "LearnerLevel",
    "LearnerPace",
    "LeechFlag",
    "LessonProgress",
    "MadeUpDay",
    "MemoryState",
    "OutageGrant",
    "PathReminder",
    "PathTarget",
    "Placement",
    "PushDevice",
    "Reminder",
    "RestLevel",
    "Review",
    "RewardMark",
    "SentReminder",
    "StepDone",
    "Tally",
    "Trial",
    "User",
    "WeeklyGoal",
    "XpEntry",
]
