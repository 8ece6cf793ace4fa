"""The learners who look at pages: one who has just begun, one of three weeks, one who is done, and some who write code."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone

from exercises.jobs import job_for
from exercises.models import Exercise, ExerciseRevision, ItemRevision, Submission
from grading.contract import CheckReport, Report, Verdict
from grading.engine import judge
from grading.findings import Findings
from lessons.models import Concept, Lesson
from tests.answered import give_answers, hand_in
from tests.browser.away import come_back, fade, go_away, make_up, sit_test
from tests.browser.gallery import CATALOGUE, EXERCISE
from tests.browser.rivals import gather, seat
from tests.browser.year import live_a_year
from tests.catalogue.bundle import real
from tests.play import do_step, play_day
from tests.posted import Browser
from tests.sample import EXERCISE as SAMPLE_EXERCISE
from tests.sample import publish_sample
from tests.web.capstone import findings
from tutor import services
from tutor.catalogue.publishing import publish
from tutor.models import Certificate, ItemReport, LeechFlag, PushDevice, User

MUTANT = CATALOGUE / "embeddings" / "01-company" / "exercise" / "mutants" / "skips_equal_words.py"
BROKEN = "def cooccurrence(tokens, window):\n    print(tokens)\n    return {word: totals[word] for word in tokens}\n"
# What each hands in: nothing stands for the solution.
SOURCES = {"running": None, "failed": MUTANT.read_text(encoding="utf-8").partition("\n\n\n")[2], "error": BROKEN, "passed": ""}


def cast() -> dict[str, str]:
    """Publishes the catalogue and the sample, makes everyone, and returns a session of each."""
    publish(real(), now=timezone.now())
    publish_sample()
    now = timezone.now()
    learners = {name: services.begin_as_guest(zone="UTC", now=now) for name in ("new", "hinted", "unlucky", *SOURCES)}
    of_weeks = ("old", "bea", "far", "done", "year", "back", "faded", "placed", "away", "more")
    learners |= {name: _named(name, now - timedelta(days=21)) for name in of_weeks}
    services.change_settings(learner=learners["old"], zone="UTC", daily_minutes=3, day_turns_at=4, theme="auto", now=now)
    for name in ("old", "done", "bea"):
        services.join_league(learner=learners[name], now=now - timedelta(days=21))
    rivals = gather(now)
    for days in (20, 19, 17, 15, 8, 3, 2, 1):
        services.close_leagues(now=now - timedelta(days=days))
        seat(rivals, now - timedelta(days=days))
        play_day(learners["old"], now - timedelta(days=days))
    play_day(learners["old"], now, most=2)
    resisting = Concept.objects.get(slug="context-window")
    LeechFlag.objects.create(learner=learners["old"], concept=resisting, misses=5, opened_at=now - timedelta(days=2))
    for days in (5, 3, 2, 1, 0):
        play_day(learners["done"], now - timedelta(days=days))
    _learn_everything(learners["far"], now - timedelta(days=4))
    certify(learners["far"], now - timedelta(days=1))
    live_a_year(learners["year"], "embeddings", now)
    come_back(learners["back"], now)
    fade(learners["faded"], now)
    sit_test(learners["placed"], now)
    go_away(learners["away"], now)
    make_up(learners["more"], now)
    services.take_hint(learner=learners["hinted"], exercise_slug=EXERCISE, number=1, now=now)
    for name, source in SOURCES.items():
        _hand_in(learners[name], source, now)
    _meet_a_fault(learners["unlucky"], now)
    _be_reminded(learners["old"], now)
    _be_analysed(learners["bea"], now)
    _sign_in_devices(learners["old"], now)
    learners["owner"] = User.objects.create_superuser("owner", password="a long and quiet phrase")
    learners["guarded"] = _guarded()
    return {name: _session(learner) for name, learner in learners.items()}


def _sign_in_devices(learner: User, now: datetime) -> None:
    long = "loci on workbench.local, with a name as long as any may be"
    used = [("Pixel 12", "IPv6", 0), (long, "IPv4", 3), ("iPad", "IPv4", 40)]
    for name, family, days in used:
        services.sign_in_device(learner=learner, name=name, seen_by=family, now=now - timedelta(days=days))


def _be_analysed(reporter: User, now: datetime) -> None:
    """Answers of many to the sample's questions, two versions of one, submissions of its exercise, and reports."""
    revisions = {one.kind: one for one in ItemRevision.objects.filter(item__slug__startswith="sample-")}
    ways = {"choice": {"slope": -6}, "choices": {"ease": 5}, "number": {}, "point": {}, "match": {}}
    for kind, how in ways.items():
        give_answers(revisions[kind], 400, now, **how)
    new = revisions["choice"]
    given = {"item": new.item, "kind": new.kind, "document": new.document}
    give_answers(ItemRevision.objects.create(digest="old", published_at=now - timedelta(days=40), **given), 150, now)
    hand_in(ExerciseRevision.objects.get(exercise__slug=SAMPLE_EXERCISE), 120, now)
    given = {"learner": reporter, "at": now}
    ItemReport.objects.create(revision=new, reason="several", note="Both of the first two can be argued for.", **given)
    answered = {"status": "fixed", "answer": "It has its comma now.", "answered_at": now, "seen_at": now}
    ItemReport.objects.create(revision=revisions["number"], reason="slip", **given, **answered)


def _named(name: str, now: datetime) -> User:
    learner = services.begin_as_guest(zone="UTC", now=now)
    learner.username, learner.is_guest = name, False
    learner.save()
    return learner


def _guarded() -> User:
    """An account that asks for a code of an app, too."""
    guarded = User.objects.create_user("guarded", password="a long and quiet phrase")
    TOTP.activate(guarded, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(guarded)
    return guarded


def _learn_everything(learner: User, now: datetime) -> None:
    for lesson in Lesson.objects.filter(path__slug="embeddings").select_related("current").order_by("position"):
        services.start_lesson(learner=learner, lesson_slug=lesson.slug, now=now)
        for step in lesson.current.steps:
            now += timedelta(seconds=20)
            do_step(learner, lesson.slug, step["key"], now)


def certify(learner: User, now: datetime) -> Certificate:
    """Runs and submits the finder of duplicates with findings that a grading might have, and shares the certificate."""
    exercise = Exercise.objects.select_related("current").get(slug="find-duplicates")
    for mode in ("run", "submit"):
        submission = _submission(learner, exercise, exercise.current.solution, now)
        Submission.objects.filter(pk=submission.pk).update(mode=mode)
        told = Report(str(submission.public_id), Verdict.PASSED, 1.0, tuple(_checks(exercise, mode))).as_dict()
        services.settle_submission(public_id=submission.public_id, report=told, now=now)
    certificate = Certificate.objects.get(learner=learner)
    return services.share_certificate(learner=learner, public_id=certificate.public_id, name="Ada Lovelace", now=now)


def _checks(exercise: Exercise, mode: str) -> Iterator[CheckReport]:
    for check in exercise.current.check_list:
        if mode == "submit" or check["sample"]:
            found = Findings.from_dict(findings()) if check["name"] == "known" or "never seen" in check["title"] else None
            given = {name: check[name] for name in ("name", "title", "weight", "sample", "concept")}
            yield CheckReport(status=Verdict.PASSED, findings=found, **given)


def _hand_in(learner: User, source: str | None, now: datetime) -> None:
    """Submits, and grades as a worker would; without a source the starter, and then the grading is left half-way."""
    exercise = Exercise.objects.select_related("current").get(slug=EXERCISE)
    written = exercise.current.starter if source is None else source or exercise.current.solution
    services.save_draft(learner=learner, exercise_slug=EXERCISE, source=written, now=now)
    submission = _submission(learner, exercise, written, now)
    report = judge(job_for(submission)).as_dict()
    if source is None:
        for position in range(2):
            services.note_check(public_id=submission.public_id, position=position, check=report["checks"][position])
    else:
        services.settle_submission(public_id=submission.public_id, report=report, now=now)


def _be_reminded(learner: User, now: datetime) -> None:
    """On two devices, one of which was not reached, and not this week."""
    for number, label in enumerate(("Firefox on Android", "Chrome on Linux")):
        given = Browser("/", f"https://push.example/{number}").subscription
        services.add_device(learner=learner, endpoint=given.endpoint, p256dh=given.p256dh, auth=given.auth, label=label, now=now)
    PushDevice.objects.filter(learner=learner, label__startswith="Chrome").update(problem="Its push service did not answer.")
    services.snooze_reminders(learner=learner, until="week", now=now)


def _meet_a_fault(learner: User, now: datetime) -> None:
    exercise = Exercise.objects.select_related("current").get(slug=EXERCISE)
    submission = _submission(learner, exercise, exercise.current.starter, now)
    report = Report(job_id=str(submission.public_id), verdict=Verdict.INTERNAL, score=0.0, fault="broken exercise: no checks")
    services.settle_submission(public_id=submission.public_id, report=report.as_dict(), now=now)


def _submission(learner: User, exercise: Exercise, source: str, now: datetime) -> Submission:
    return Submission.objects.create(
        learner=learner,
        exercise=exercise,
        revision=exercise.current,
        mode="submit",
        source=source,
        seed=1,
        client_id=uuid.uuid4(),
        created_at=now - timedelta(minutes=3),
        sent_at=now,
        day=learner.clock.day(now),
    )


def _session(learner: User) -> str:
    client = Client()
    client.force_login(learner)
    return client.cookies["sessionid"].value
