"""Guests: learners without an account. Signing up names the guest's row, which is the account from then on (see
`tutor.web.accounts`); signing in to an account that exists merges the guest into it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction
from django.db.models import Max, Q

from exercises.models import Attempt, Draft, HintTaken, SolutionShown, Submission
from lessons.models import Path
from tutor.models import (
    Achievement,
    Break,
    Certificate,
    CodeTime,
    DailyQuest,
    DayPlan,
    Enrolment,
    Event,
    ItemReport,
    Kind,
    KnownCheck,
    LearnerDay,
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
from tutor.rules.day import zone_names
from tutor.selectors.history import DEEDS, History
from tutor.services.certificates import award
from tutor.services.deeds import refold_code
from tutor.services.learning import settle_day
from tutor.services.lessons import enrolled, first_open
from tutor.services.refolding import refold
from tutor.services.reminding import retime_reminders


def begin_as_guest(*, zone: str, now: datetime) -> User:
    """A new guest, enrolled in the first path. A zone that is not known becomes UTC; it can be set later."""
    with transaction.atomic():
        guest = User(username=f"guest-{secrets.token_hex(8)}", is_guest=True, date_joined=now)
        guest.zone = zone if zone in zone_names() else "UTC"
        guest.set_unusable_password()
        guest.save()
        path = Path.objects.filter(retired_at=None).first()
        if path is not None:
            enrolled(guest, path, now=now)
    return guest


def claim_guest(*, guest: User, account: User, now: datetime) -> None:
    """Moves what a guest has learned into an existing account, and removes the guest.

    Ledgers are joined, and what they tell is folded anew from the joined events; where both have begun the same lesson, the
    steps of both count. Nothing is paid twice, because each cause is one.
    """
    if guest.pk == account.pk or not guest.is_guest:
        return
    with transaction.atomic():
        # In the order of their keys, so that two claims at once cannot wait for each other.
        locked = {user.pk for user in User.objects.select_for_update().filter(pk__in=[guest.pk, account.pk]).order_by("pk")}
        if guest.pk not in locked:
            return  # claimed already, in another tab
        joined = _joined(guest, account)
        _renumber_attempts(guest, account)
        Submission.objects.filter(learner=guest).update(learner=account)
        _move_solutions(guest, account)
        _move_certificates(guest, account, now)
        Event.objects.filter(pk__in=joined).update(learner=account)
        Review.objects.filter(learner=guest).update(learner=account)
        _move_lessons(guest, account)
        _move(Enrolment, guest, account, "path_id")
        _move(StepDone, guest, account, "lesson_id", "step_key")
        _move(LearnerDay, guest, account, "day")
        _move(DayPlan, guest, account, "day")
        _move(XpEntry, guest, account, "cause")
        _move(Draft, guest, account, "exercise_id")
        _move(HintTaken, guest, account, "exercise_id", "number")
        _move(PathReminder, guest, account, "path_slug")
        _move(ItemReport, guest, account, "revision_id")
        _move(Break, guest, account, "starts_on")
        _move(PathTarget, guest, account, "path_id")
        _move(Placement, guest, account, "path_id")
        _move(LearnerPace, guest, account, "kind")
        _move(CodeTime, guest, account, "exercise_id")
        _move(Reminder, guest, account, "kind")
        _move(SentReminder, guest, account, "day")
        PushDevice.objects.filter(learner=guest).update(learner=account)
        _join_levels(guest, account)
        _move_rewards(guest, account)
        _move(KnownCheck, guest, account, "concept_id", "day")
        _move(LeechFlag, guest, account, "concept_id", "closed_at")
        _refold(account, joined)
        User.objects.filter(pk=guest.pk).delete()
        finish_joined_lessons(account, now)
        settle_day(learner=account, day=account.clock.day(now), now=now)
        retime_reminders(learner=account, now=now)


def _renumber_attempts(guest: User, account: User) -> None:
    """The guest's askings follow the account's. Their seeds are stored, so each can still be shown as it was."""
    last = dict(Attempt.objects.filter(learner=account).order_by().values_list("item_id").annotate(Max("number")))
    attempts = list(Attempt.objects.filter(learner=guest).order_by("number").only("item_id", "number"))
    for attempt in attempts:
        attempt.learner = account
        attempt.number = last[attempt.item_id] = last.get(attempt.item_id, 0) + 1
    Attempt.objects.bulk_update(attempts, ["learner", "number"], batch_size=200)


def _move_solutions(guest: User, account: User) -> None:
    """Where both have seen a solution, the account's seeing stays and the guest's counts for nothing."""
    _move(SolutionShown, guest, account, "exercise_id")
    Review.objects.filter(solution_shown__learner=guest).delete()


def _move_certificates(guest: User, account: User, now: datetime) -> None:
    """Where both have a certificate of an exercise, the account's stays, with the best trial of both."""
    Trial.objects.filter(learner=guest).update(learner=account)
    both = list(Certificate.objects.filter(learner=guest).select_related("exercise"))
    _move(Certificate, guest, account, "exercise_id")
    for one in both:
        Certificate.objects.filter(pk=one.pk, learner=guest).delete()
        award(learner=account, exercise=one.exercise, now=now)


def _join_levels(guest: User, account: User) -> None:
    """The sums of both are the sums of all that they answered."""
    own, given = (RestLevel.objects.filter(learner=one).first() for one in (account, guest))
    if given is not None:
        more = {"answers": given.answers, "residual": given.residual}
        joined = {name: value + (getattr(own, name) if own else 0) for name, value in more.items()}
        RestLevel.objects.update_or_create(learner=account, defaults=joined)


def _move_lessons(guest: User, account: User) -> None:
    """Where both have begun a lesson, the one who finished it keeps their revision, else the account does."""
    own = {row.lesson_id: row for row in LessonProgress.objects.filter(learner=account)}
    for progress in LessonProgress.objects.filter(learner=guest, finished_at__isnull=False, lesson_id__in=own):
        if own[progress.lesson_id].finished_at is None:
            own[progress.lesson_id].delete()
    _move(LessonProgress, guest, account, "lesson_id")


def _move_rewards(guest: User, account: User) -> None:
    """A guest is in no league. What was folded of either alone is read again; what both have is the account's."""
    RewardMark.objects.filter(learner=account).delete()
    _move(Achievement, guest, account, "slug")
    _move(WeeklyGoal, guest, account, "week")
    _move(DailyQuest, guest, account, "day")
    days = MadeUpDay.objects.filter(learner=account)
    MadeUpDay.objects.filter(learner=guest, made_on__in=days.values("made_on")).delete()
    _move(MadeUpDay, guest, account, "day")


def _move(model: type[models.Model], guest: User, account: User, *key: str) -> None:
    """Re-points the guest's rows whose key the account has not; the others stay and go with the guest."""
    rows = model._default_manager.order_by("pk")
    taken = set(rows.filter(learner=account).values_list(*key))
    free = [row[0] for row in rows.filter(learner=guest).values_list("pk", *key) if row[1:] not in taken]
    rows.filter(pk__in=free).update(learner=account)


def _joined(guest: User, account: User) -> list[int]:
    """The guest's events that the account does not have, as after the same file was brought in to both. What came of the others
    goes, and so do parameters that were fitted to the guest alone, and plans of days that the account has planned as well, unless
    the guest has finished them.
    """
    told = Event.objects.filter(learner=account).values("uuid")
    twice = Event.objects.filter(learner=guest, uuid__in=told)
    Review.objects.filter(event__in=twice).delete()
    Attempt.objects.filter(learner=guest, client_id__in=Attempt.objects.filter(learner=account).values("client_id")).delete()
    planned = DayPlan.objects.filter(learner=account).exclude(day__in=LearnerDay.objects.filter(learner=guest).values("day"))
    left = Q(kind=Kind.REFITTED) | Q(kind=Kind.DAY_OPENED, day__in=planned.values("day")) | Q(pk__in=_seen_twice(guest, account))
    own = Event.objects.filter(learner=guest).exclude(uuid__in=told).exclude(left)
    return list(own.order_by("pk").values_list("pk", flat=True))


def _seen_twice(guest: User, account: User) -> set[int]:
    """The events of solutions that the account has seen as well, and of what they said: seeing one counts once."""
    seen = set(SolutionShown.objects.filter(learner=account).values_list("exercise__slug", flat=True))
    shown = Event.objects.filter(learner=guest, kind=Kind.SOLUTION_SHOWN)
    twice = {str(event.uuid): event.pk for event in shown if event.document["exercise"] in seen}
    said = Event.objects.filter(learner=guest, kind=Kind.EVIDENCE) if twice else ()
    return {*twice.values(), *(event.pk for event in said if event.document.get("of") in twice)}


def _refold(account: User, joined: Sequence[int]) -> None:
    """Folds what the guest's events say of into the account's history, in the order in which things were done."""
    events = list(Event.objects.filter(pk__in=joined).defer("document"))
    if not events:
        return
    history = History(account)
    concepts = {event.concept_id for event in events if event.concept_id}
    concepts |= {below for concept in concepts for below in history.below(concept)}
    days = {history.day(event) for event in events if event.kind in (*DEEDS, Kind.DAY_OPENED)}
    refold_code(history, Q())
    refold(learner=account, concepts=concepts, days=sorted(days), since=min(event.at for event in events))


def finish_joined_lessons(account: User, now: datetime) -> None:
    """Lessons that neither had finished alone may be finished by the steps of both."""
    for progress in LessonProgress.objects.filter(learner=account, finished_at=None).select_related("revision"):
        done = StepDone.objects.filter(learner=account, lesson_id=progress.lesson_id).values_list("step_key", flat=True)
        if first_open(progress.revision, set(done)) is None:
            progress.finished_at = max(now, progress.started_at)
            progress.save(update_fields=["finished_at"])
