"""What a learner can do: each function is one thing, in one transaction, and the web and later clients call only these."""

from tutor.errors import LearningError
from tutor.services.accepting import Taken, accept
from tutor.services.analysis import fold_anew, fold_answers
from tutor.services.answers import Outcome, answer_item
from tutor.services.asking import Asked, question_for, questions_for
from tutor.services.breaks import end_break, take_break
from tutor.services.calling import forget_old_reminders, send_due_reminders
from tutor.services.certificates import revoke_certificate, share_certificate
from tutor.services.claiming import begin_known_check
from tutor.services.code import save_draft, show_solution, take_hint
from tutor.services.code_analysis import fold_code, fold_code_anew
from tutor.services.concepts import set_concept
from tutor.services.day import extend_day, open_day, start_anyway
from tutor.services.devices import add_device, remove_device, renew_device, try_device
from tutor.services.fitting import fit_memory
from tutor.services.gates import Gate, gate_for
from tutor.services.goals import set_weekly_goal
from tutor.services.guests import begin_as_guest, claim_guest
from tutor.services.importing import Imported, take_over
from tutor.services.leagues import close_leagues, join_league, leave_league, names_for, rename_in_league
from tutor.services.leaving import delete_learner, forget_idle_guests
from tutor.services.lessons import StepOutcome, enrol, finish_step, start_lesson
from tutor.services.operations import note_worker
from tutor.services.outages import grant_outage
from tutor.services.placement import answer_placement, begin_placement, leave_placement
from tutor.services.refolding import refold, refold_all
from tutor.services.regrading import drop_outdated_regradings, feed_regradings, regrade
from tutor.services.reminders import mail_reminders, remind_of_path
from tutor.services.reminding import about_link, choose_reminders, follow_link, snooze_reminders
from tutor.services.reports import answer_report, report_item, take_answers
from tutor.services.settings import change_settings
from tutor.services.settling import settle_submission
from tutor.services.submissions import note_check, send_again, submit_code, sweep_unsettled
from tutor.services.targets import set_target
from tutor.services.tokens import (
    Tokens,
    device_for,
    end_device,
    end_devices,
    forget_ended_devices,
    keep_device,
    refresh_device,
    scopes_of,
    sign_in_device,
)
from tutor.services.undoing import Undone, undo_last
from tutor.services.zones import ZoneChange, correct_zone, preview_zone, take_back_zone

__all__ = [
    "Asked",
    "Gate",
    "Imported",
    "LearningError",
    "Outcome",
    "StepOutcome",
    "Taken",
    "Tokens",
    "Undone",
    "ZoneChange",
    "about_link",
    "accept",
    "add_device",
    "answer_item",
    "answer_placement",
    "answer_report",
    "begin_as_guest",
    "begin_known_check",
    "begin_placement",
    "change_settings",
    "choose_reminders",
    "claim_guest",
    "close_leagues",
    "correct_zone",
    "delete_learner",
    "device_for",
    "drop_outdated_regradings",
    "end_break",
    "end_device",
    "end_devices",
    "enrol",
    "extend_day",
    "feed_regradings",
    "finish_step",
    "fit_memory",
    "fold_anew",
    "fold_answers",
    "fold_code",
    "fold_code_anew",
    "follow_link",
    "forget_ended_devices",
    "forget_idle_guests",
    "forget_old_reminders",
    "gate_for",
    "grant_outage",
    "join_league",
    "keep_device",
    "leave_league",
    "leave_placement",
    "mail_reminders",
    "names_for",
    "note_check",
    "note_worker",
    "open_day",
    "preview_zone",
    "question_for",
    "questions_for",
    "refold",
    "refold_all",
    "refresh_device",
    "regrade",
    "remind_of_path",
    "remove_device",
    "rename_in_league",
    "renew_device",
    "report_item",
    "revoke_certificate",
    "save_draft",
    "scopes_of",
    "send_again",
    "send_due_reminders",
    "set_concept",
    "set_target",
    "set_weekly_goal",
    "settle_submission",
    "share_certificate",
    "show_solution",
    "sign_in_device",
    "snooze_reminders",
    "start_anyway",
    "start_lesson",
    "submit_code",
    "sweep_unsettled",
    "take_answers",
    "take_back_zone",
    "take_break",
    "take_hint",
    "take_over",
    "try_device",
    "undo_last",
]
