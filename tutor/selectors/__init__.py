"""Reads, one for each screen: evaluated frozen values, in a number of queries that does not grow with the history."""

from tutor.selectors.breaks import BreakView, breaks_for
from tutor.selectors.certificates import CertificateView, certificate_for
from tutor.selectors.concepts import ConceptPage, concept_page, open_check
from tutor.selectors.exercises import ExerciseView, exercise_for
from tutor.selectors.export import export_for
from tutor.selectors.findings import FindingsView, findings_for
from tutor.selectors.guide import awaited_paths
from tutor.selectors.leagues import LeagueView, league_for
from tutor.selectors.notices import Notices, targets_of
from tutor.selectors.paths import PathMap, current_path, path_map
from tutor.selectors.placement import PlacementView, placement_for
from tutor.selectors.profile import Profile, profile_for
from tutor.selectors.reminding import ReminderSettings, reminders_for
from tutor.selectors.rewards import AchievementsView, achievements_of
from tutor.selectors.steps import StepView, step_for
from tutor.selectors.streaks import DayDot, StreakView, weekly_days_of
from tutor.selectors.submissions import SubmissionView, submission_for, submission_source
from tutor.selectors.summary import Summary, day_summary
from tutor.selectors.today import PickView, Today, today_for
from tutor.selectors.zones import ZoneCorrection, newest_correction

__all__ = [
    "AchievementsView",
    "BreakView",
    "CertificateView",
    "ConceptPage",
    "DayDot",
    "ExerciseView",
    "FindingsView",
    "LeagueView",
    "Notices",
    "PathMap",
    "PickView",
    "PlacementView",
    "Profile",
    "ReminderSettings",
    "StepView",
    "StreakView",
    "SubmissionView",
    "Summary",
    "Today",
    "ZoneCorrection",
    "achievements_of",
    "awaited_paths",
    "breaks_for",
    "certificate_for",
    "concept_page",
    "current_path",
    "day_summary",
    "exercise_for",
    "export_for",
    "findings_for",
    "league_for",
    "newest_correction",
    "open_check",
    "path_map",
    "placement_for",
    "profile_for",
    "reminders_for",
    "step_for",
    "submission_for",
    "submission_source",
    "targets_of",
    "today_for",
    "weekly_days_of",
]
