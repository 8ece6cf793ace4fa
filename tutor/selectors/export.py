"""All that is kept of a learner, for the learner to take along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Model

from exercises.models import Attempt, CheckResult, Draft, HintTaken, SolutionShown, Submission
from tutor.models import (
    Achievement,
    Break,
    Certificate,
    CodeTime,
    ConceptMemory,
    DailyQuest,
    DayPlan,
    Enrolment,
    Event,
    FittedParameters,
    ItemReport,
    KnownCheck,
    LeagueMember,
    LeagueResult,
    LeagueSeat,
    LearnerDay,
    LearnerLevel,
    LearnerPace,
    LeechFlag,
    LessonProgress,
    MadeUpDay,
    PathReminder,
    PathTarget,
    Placement,
    PushDevice,
    Reminder,
    RestLevel,
    Review,
    RewardMark,
    SentReminder,
    StepDone,
    Trial,
    User,
    WeeklyGoal,
    XpEntry,
)

FORMAT = "loci-export-1"
ACCOUNT = ("username", "email", "is_guest", "date_joined", "last_login", "zone", "daily_minutes", "day_turns_at", "theme")
MEMORY = ("concept__slug", "stability", "difficulty", "reviewed_on", "due_on", "repetitions", "lapses", "credited_on", "state")
# Each part: the rows of a model, the field by which they are the learner's, and what is told of them. Rows of the catalogue are
# named by their slugs, and its revisions by their digests.
PARTS: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "addresses": (EmailAddress, "user", ("email", "verified", "primary")),
    "events": (
        Event,
        "learner",
        ("uuid", "kind", "at", "received_at", "zone", "day", "item_revision__digest", "concept__slug", "document"),
    ),
    "paths": (Enrolment, "learner", ("path__slug", "at")),
    "reminders": (PathReminder, "learner", ("path_slug", "at", "mailed_at")),
    "daily_reminders": (Reminder, "learner", ("kind", "hour", "by_mail", "by_push", "not_before", "next_at", "since")),
    "devices": (PushDevice, "learner", ("label", "endpoint", "created_at", "reached_at", "problem")),
    "reminders_sent": (SentReminder, "learner", ("day", "kind", "state", "channel", "problem", "tries", "claimed_at", "sent_at")),
    "lessons": (LessonProgress, "learner", ("lesson__slug", "revision__digest", "started_at", "finished_at")),
    "steps": (StepDone, "learner", ("lesson__slug", "step_key", "day", "at")),
    "plans": (DayPlan, "learner", ("day", "minutes", "document", "composed_at")),
    "breaks": (Break, "learner", ("starts_on", "ends_on", "made_at")),
    "targets": (PathTarget, "learner", ("path__slug", "day", "set_at", "minutes", "done_on", "reckoned_on")),
    "placements": (Placement, "learner", ("path__slug", "phase__slug", "document", "day", "started_at", "finished_at")),
    "paces": (LearnerPace, "learner", ("kind", "factor", "answers")),
    "code_times": (CodeTime, "learner", ("exercise__slug", "seconds", "last_at", "passed_at")),
    "finished_days": (LearnerDay, "learner", ("day", "zone", "finished_at")),
    "answers": (
        Attempt,
        "learner",
        ("item__slug", "revision__digest", "number", "response", "score", "seconds", "hints_used", "day", "at"),
    ),
    "reviews": (
        Review,
        "learner",
        ("concept__slug", "attempt__item__slug", "rating", "predicted_recall", "intercept", "counted", "due_on", "day", "at"),
    ),
    "memories": (ConceptMemory, "learner", MEMORY),
    "levels": (LearnerLevel, "learner", ("intercept", "answers", "fit__reviews")),
    "fits": (
        FittedParameters,
        "learner",
        ("reviews", "parameters", "default_loss", "fitted_loss", "error", "in_use", "fitted_at"),
    ),
    "leeches": (LeechFlag, "learner", ("concept__slug", "misses", "opened_at", "closed_at")),
    "known_checks": (KnownCheck, "learner", ("concept__slug", "items", "done", "passed", "day", "begun_at")),
    "effort": (XpEntry, "learner", ("cause", "effort_seconds", "day", "at")),
    "submissions": (
        Submission,
        "learner",
        (
            "public_id",
            "exercise__slug",
            "revision__digest",
            "mode",
            "source",
            "verdict",
            "score",
            "report",
            "day",
            "created_at",
            "regraded_from__public_id",
        ),
    ),
    "checks": (CheckResult, "submission__learner", ("submission__public_id", "title", "status", "message", "details")),
    "drafts": (Draft, "learner", ("exercise__slug", "source", "saved_at")),
    "hints": (HintTaken, "learner", ("exercise__slug", "number", "at")),
    "trials": (Trial, "learner", ("exercise__slug", "submission__public_id", "score", "passed", "at")),
    "certificates": (
        Certificate,
        "learner",
        ("exercise__slug", "public_id", "best__submission__public_id", "name", "awarded_at", "shared_at"),
    ),
    "reports": (
        ItemReport,
        "learner",
        ("revision__item__slug", "revision__digest", "reason", "note", "at", "status", "answer", "answered_at", "seen_at"),
    ),
    "level": (RestLevel, "learner", ("answers", "residual")),
    "quests": (DailyQuest, "learner", ("day", "slug", "subject", "title")),
    "achievements": (Achievement, "learner", ("slug", "day", "at")),
    "weekly_goals": (WeeklyGoal, "learner", ("week", "days")),
    "made_up_days": (MadeUpDay, "learner", ("day", "made_on", "at")),
    "league": (LeagueMember, "learner", ("name", "joined_at", "left_at")),
    "league_seats": (LeagueSeat, "learner", ("week", "name", "group__tier", "at")),
    "league_results": (LeagueResult, "seat__learner", ("seat__week", "place", "days", "effort_seconds", "outcome")),
    "reward_marks": (RewardMark, "learner", ("day", "made_at", "document")),
    "solutions": (SolutionShown, "learner", ("exercise__slug", "gave_up", "at")),
}


def export_for(learner: User, now: datetime) -> dict[str, Any]:
    """Values for JSON, oldest first. One query a part."""
    account = {name: getattr(learner, name) for name in ACCOUNT}
    return {"format": FORMAT, "exported_at": now, "learner": account, **{part: list(rows_of(learner, part)) for part in PARTS}}


def rows_of(learner: User, part: str) -> Iterator[dict[str, Any]]:
    """The rows of one part, oldest first. One query."""
    model, owner, fields = PARTS[part]
    for row in model._default_manager.filter(**{owner: learner}).order_by("pk").values(*fields).iterator():
        yield _plain(row)


def columns_of(part: str) -> list[str]:
    """What the values of a part's rows are called."""
    return list(_plain(dict.fromkeys(PARTS[part][2])))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Names for a reader who knows nothing of our tables: the item, rather than the slug of the item of the attempt."""
    return {name.removesuffix("__slug").removesuffix("__public_id").rpartition("__")[2]: value for name, value in row.items()}
