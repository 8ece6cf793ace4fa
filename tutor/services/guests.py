"""Guests: learners without an account. Signing up turns the guest's row into the account; signing in merges it into one."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from exercises.models import Attempt, Draft, HintTaken, SolutionShown, Submission
from lessons.models import Path
from tutor.models import (
    ConceptMemory,
    DayPlan,
    Enrolment,
    LearnerDay,
    LessonProgress,
    Review,
    StepDone,
    User,
    XpEntry,
)
from tutor.rules import memory as rules
from tutor.rules.day import zone_names
from tutor.services.learning import seed_for, store


def begin_as_guest(*, zone: str, now: datetime) -> User:
    """A new guest, enrolled in the first path. A zone that is not known becomes UTC; it can be set later."""
    with transaction.atomic():
        guest = User(username=f"guest-{secrets.token_hex(8)}", is_guest=True, date_joined=now)
        guest.zone = zone if zone in zone_names() else "UTC"
        guest.set_unusable_password()
        guest.save()
        path = Path.objects.filter(retired_at=None).first()
        if path is not None:
            Enrolment.objects.create(learner=guest, path=path, at=now)
    return guest


def claim_guest(*, guest: User, account: User, now: datetime) -> None:
    """Moves what a guest has learned into an existing account, and removes the guest.

    Ledgers are joined and memories folded anew from the joined reviews; where both have begun the same thing, the account's
    own stays. Nothing is paid twice, because each cause is one.
    """
    if guest.pk == account.pk or not guest.is_guest:
        return
    with transaction.atomic():
        locked = {user.pk: user for user in User.objects.select_for_update().filter(pk__in=[guest.pk, account.pk])}
        if guest.pk not in locked:
            return  # claimed already, in another tab
        _renumber_attempts(guest, account)
        Submission.objects.filter(learner=guest).update(learner=account)
        Review.objects.filter(learner=guest).update(learner=account)
        _move(SolutionShown, guest, account, "exercise_id")
        _move(Enrolment, guest, account, "path_id")
        _move(LessonProgress, guest, account, "lesson_id")
        _move(StepDone, guest, account, "lesson_id", "step_key")
        _move(LearnerDay, guest, account, "day")
        _move(DayPlan, guest, account, "day")
        _move(XpEntry, guest, account, "cause")
        _move(Draft, guest, account, "exercise_id")
        _move(HintTaken, guest, account, "exercise_id", "number")
        # Where both had given up on an exercise, the account's giving up is the one that counts.
        Review.objects.filter(learner=account, solution_shown__learner=guest).delete()
        _refold(guest, account)
        User.objects.filter(pk=guest.pk).delete()


def _renumber_attempts(guest: User, account: User) -> None:
    """The guest's askings follow the account's. Their seeds are stored, so each can still be shown as it was."""
    last = dict(Attempt.objects.filter(learner=account).values_list("item_id").annotate(Max("number")))
    for attempt in Attempt.objects.filter(learner=guest).order_by("number"):
        number = last[attempt.item_id] = last.get(attempt.item_id, 0) + 1
        Attempt.objects.filter(pk=attempt.pk).update(learner=account, number=number)


def _move(model: type, guest: User, account: User, *key: str) -> None:
    """Re-points the guest's rows whose key the account has not; the others stay and go with the guest."""
    taken = set(model.objects.filter(learner=account).values_list(*key))
    free = [row[0] for row in model.objects.filter(learner=guest).values_list("pk", *key) if row[1:] not in taken]
    model.objects.filter(pk__in=free).update(learner=account)


def _refold(guest: User, account: User) -> None:
    concepts = set(ConceptMemory.objects.filter(learner=guest).values_list("concept_id", flat=True))
    evidence: dict[int, list[rules.Evidence]] = {}
    reviews = Review.objects.filter(learner=account, concept_id__in=concepts).order_by("day", "at")
    for concept_id, rating, day in reviews.values_list("concept_id", "rating", "day"):
        evidence.setdefault(concept_id, []).append(rules.Evidence(rules.Grade(rating), day))
    for concept_id, pieces in evidence.items():
        memory = rules.fold(pieces, seed=seed_for(account.pk, concept_id))
        if memory is not None:
            store(account, concept_id, memory)
