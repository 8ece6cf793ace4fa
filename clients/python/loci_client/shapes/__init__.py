"""What the server tells, by the names of its specification (docs/openapi.yaml), as far as a day needs it."""

from loci_client.shapes.ahead import Account, Asking, EventOutcome, Foreseen, ItemAhead, Luggage, OnDevice, StudyDay
from loci_client.shapes.code import Check, CheckTitle, Draft, Entry, Exercise, Hint, Solution, Submission
from loci_client.shapes.day import Coming, DayDot, Gate, Level, Next, Notices, Pick, Quest, Streak, Summary, Today, Why, Xp
from loci_client.shapes.items import Asked, Explanation, Note, Outcome, Question, StreakNow, Undone
from loci_client.shapes.lessons import Lesson, LessonOfPath, PathMap, PathOffer, Phase, Predict, Step, StepOutcome, Widget
from loci_client.shapes.signing import SignedIn, Tokens

__all__ = [
    "Account",
    "Asked",
    "Asking",
    "Check",
    "CheckTitle",
    "Coming",
    "DayDot",
    "Draft",
    "Entry",
    "EventOutcome",
    "Exercise",
    "Explanation",
    "Foreseen",
    "Gate",
    "Hint",
    "ItemAhead",
    "Lesson",
    "LessonOfPath",
    "Level",
    "Luggage",
    "Next",
    "Note",
    "Notices",
    "OnDevice",
    "Outcome",
    "PathMap",
    "PathOffer",
    "Phase",
    "Pick",
    "Predict",
    "Quest",
    "Question",
    "SignedIn",
    "Solution",
    "Step",
    "StepOutcome",
    "Streak",
    "StreakNow",
    "StudyDay",
    "Submission",
    "Summary",
    "Today",
    "Tokens",
    "Undone",
    "Why",
    "Widget",
    "Xp",
]
