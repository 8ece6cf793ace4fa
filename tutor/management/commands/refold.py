"""`manage.py refold`: makes what is told of learners anew from the event log, or tells where the two differ."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tutor.models import ConceptMemory, KnownCheck, LearnerDay, LeechFlag, Review, StepDone, User, XpEntry
from tutor.services.learning import lock
from tutor.services.refolding import refold_all

FOLDED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "memory": (ConceptMemory, ("concept__slug", "stability", "difficulty", "reviewed_on", "due_on", "repetitions", "lapses")),
    "review": (Review, ("concept__slug", "event__uuid", "rating", "predicted_recall", "counted", "due_on", "day", "at")),
    "effort": (XpEntry, ("cause", "effort_seconds", "day", "at")),
    "step": (StepDone, ("lesson__slug", "step_key", "day", "at")),
    "day": (LearnerDay, ("day", "zone", "finished_at")),
    "check": (KnownCheck, ("concept__slug", "items", "done", "passed", "day", "begun_at")),
    "leech": (LeechFlag, ("concept__slug", "misses", "opened_at", "closed_at")),
}


class Command(BaseCommand):
    help = "Folds memories, reviews, effort, steps, finished days, checks and flags anew from the event log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--learner", help="user name of one learner; all without")
        parser.add_argument("--check", action="store_true", help="only tell what would change")

    def handle(self, *args: Any, learner: str | None = None, check: bool = False, **options: Any) -> None:
        learners = User.objects.order_by("pk")
        if learner is not None:
            learners = learners.filter(username=learner)
        keys = list(learners.values_list("pk", flat=True))
        if not keys:
            raise CommandError(f"There is no learner “{learner}”." if learner else "There is no learner yet.")
        differing = 0
        for place, key in enumerate(keys, start=1):
            changes = _refold(User(pk=key), check)
            differing += bool(changes)
            for change in changes:
                self.stdout.write(f"learner {key}: {change}")
            if place % 100 == 0 or place == len(keys):
                self.stderr.write(f"{place} of {len(keys)} learners")
        self.stdout.write(f"{differing} of {len(keys)} learners {'would change' if check else 'have changed'}")


def _refold(learner: User, check: bool) -> list[str]:
    """What folding anew changes, each row on a line."""
    with transaction.atomic():
        learner = lock(learner)
        before = _rows(learner)
        refold_all(learner=learner)
        after = _rows(learner)
        transaction.set_rollback(check)
    gone, new = before - after, after - before
    return [*(f"- {row}" for row in sorted(gone)), *(f"+ {row}" for row in sorted(new))]


def _rows(learner: User) -> set[str]:
    return {
        f"{name} {' '.join(str(value) for value in row)}"
        for name, (model, fields) in FOLDED.items()
        for row in model.objects.filter(learner=learner).values_list(*fields)
    }
