"""Answers and verdicts are added up once, whatever happens on the way, and each learner is held against their other answers."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from exercises.models import Item, ItemRevision
from tests.helpers import MONDAY, WRONG, answer, later, learner, report, submit
from tutor import services, tasks
from tutor.models import Event, ExerciseStat, FoldMark, ItemStat, RestLevel, Review
from tutor.rules.analysis import Sums
from tutor.rules.code_analysis import CodeSums
from tutor.services.analysis import SETTLED

DAY = timedelta(days=1)
LONG_AFTER = MONDAY + 400 * DAY


def fold(now=LONG_AFTER) -> int:
    return services.fold_answers(now=now)


def sums(slug: str, *, first: bool = True) -> Sums:
    stat = ItemStat.objects.filter(revision=Item.objects.get(slug=slug).current, first=first).first()
    return Sums.from_document(stat.sums) if stat else Sums()


def everything() -> tuple:
    """All sums, but for the last places of sums of fractions."""
    stats = sorted((stat.revision_id, stat.first, json.dumps(stat.sums)) for stat in ItemStat.objects.all())
    rounded = [(*key, json.loads(told, parse_float=lambda one: round(float(one), 9) + 0.0)) for *key, told in stats]
    return rounded, sorted((row.learner_id, row.answers, round(row.residual, 9)) for row in RestLevel.objects.all())


def live(user, days: int = 12, wrong: tuple[int, ...] = (3, 7)) -> None:
    for n in range(days):
        for item in ("norm-which", "dot-which"):
            answer(user, item, MONDAY + n * DAY, right=n not in wrong, hints_used=n % 2)


def test_first_answers_are_apart_from_later_ones(ada):
    answer(ada, "norm-which", MONDAY, seconds=31)
    answer(ada, "norm-which", MONDAY + DAY, right=False, hints_used=1, seconds=12)
    answer(learner("bob"), "norm-which", MONDAY, right=False)
    assert fold() == 3
    first, others = sums("norm-which"), sums("norm-which", first=False)
    assert (first.answers, first.passed, first.hinted, dict(first.seconds)) == (2, 1, 0, {31: 1, 20: 1})
    assert (others.answers, others.passed, others.hinted, dict(others.seconds)) == (1, 0, 1, {12: 1})
    assert (first.predicted, others.predicted) == (0, 1)
    assert others.residual == pytest.approx(-Review.objects.get(attempt__number=2).predicted_recall)


def test_options_are_counted_by_their_place_whatever_letter_they_had(ada):
    for n in range(6):
        user = learner(f"l{n}")
        asked = services.question_for(learner=user, item_slug="norm-which", now=MONDAY)
        letter = next(one["id"] for one in asked.question.public["options"] if one["text"] == "None")
        answer(user, "norm-which", MONDAY, response={"choice": letter})
    fold()
    assert {key: one.count for key, one in sums("norm-which").picks.items()} == {"2": 6}


def test_folding_twice_or_in_pieces_adds_everything_once(ada, monkeypatch):
    live(ada)
    fold()
    whole = everything()
    assert fold() == 0 and everything() == whole
    monkeypatch.setattr("tutor.services.analysis.CHUNK", 5)
    services.fold_anew(now=LONG_AFTER)
    assert everything() == whole
    for n in range(12):
        services.fold_answers(now=MONDAY + n * DAY + SETTLED)
    assert everything() == whole


def test_what_fails_in_between_leaves_nothing_half_added(ada, monkeypatch):
    live(ada)
    fold()
    whole = everything()
    monkeypatch.setattr("tutor.services.analysis.CHUNK", 5)
    ItemStat.objects.all().delete()
    RestLevel.objects.all().delete()
    FoldMark.objects.update(position=0)
    saved, calls = FoldMark.save, iter(range(9))

    def fails_once(mark, **given):
        if next(calls) == 2:
            raise OSError("the disk is full")
        saved(mark, **given)

    monkeypatch.setattr(FoldMark, "save", fails_once)
    with pytest.raises(OSError):
        fold()
    assert fold() == 24 - 10 and everything() == whole


def test_the_latest_answers_wait_until_no_earlier_one_can_come(ada):
    answer(ada, "norm-which", MONDAY)
    assert fold(MONDAY + SETTLED - timedelta(seconds=1)) == 0
    assert fold(MONDAY + SETTLED) == 1


def test_a_repeat_on_the_same_day_is_held_against_no_prediction(ada):
    answer(ada, "norm-which", MONDAY)
    answer(ada, "norm-which", later(hours=1), right=False)
    fold()
    assert sums("norm-which", first=False).predicted == 0 and not RestLevel.objects.filter(answers__gt=0).exists()


def test_a_learners_level_is_that_of_their_other_answers(ada):
    live(ada, days=8, wrong=())
    fold()
    row = RestLevel.objects.get(learner=ada)
    reviews = Review.objects.filter(counted=True, predicted_recall__isnull=False)
    assert row.answers == reviews.count() == 14
    assert row.residual == pytest.approx(sum((one.rating > 1) - one.predicted_recall for one in reviews))
    answer(ada, "angle-which", MONDAY + 9 * DAY, right=False)
    fold()
    of_angle = sums("angle-which")
    assert of_angle.known == 1 and of_angle.rest == pytest.approx(row.residual / (14 + 10))


def test_another_version_begins_with_nothing(ada):
    answer(ada, "norm-which", MONDAY)
    item = Item.objects.get(slug="norm-which")
    given = {"digest": "two", "kind": "choice", "document": item.current.document, "published_at": MONDAY}
    item.current = ItemRevision.objects.create(item=item, **given)
    item.save()
    answer(ada, "norm-which", MONDAY + DAY)
    answer(learner("bob"), "norm-which", MONDAY + DAY)
    fold()
    assert (sums("norm-which").answers, sums("norm-which", first=False).answers) == (1, 1)
    assert ItemStat.objects.count() == 3


def test_a_guest_who_claims_an_account_brings_the_level_along(course):
    now, account = MONDAY, learner("ada")
    guest = services.begin_as_guest(zone="UTC", now=now)
    for user in (guest, account):
        live(user, days=3, wrong=())
    fold()
    before = [RestLevel.objects.get(learner=one).residual for one in (guest, account)]
    services.claim_guest(guest=guest, account=account, now=now + 3 * DAY)
    joined = RestLevel.objects.get()
    assert (joined.learner, joined.answers, joined.residual) == (account, 8, pytest.approx(sum(before)))
    other = services.begin_as_guest(zone="UTC", now=now)
    live(other, days=2, wrong=())
    fold()
    services.claim_guest(guest=other, account=learner("new"), now=now + 3 * DAY)
    assert RestLevel.objects.get(learner__username="new").answers == 2


def test_the_sums_outlive_who_leaves_and_name_nobody(ada):
    live(ada, days=3)
    fold()
    services.delete_learner(learner=ada)
    assert sums("norm-which").answers == 1 and not RestLevel.objects.exists() and not Event.objects.exists()


# --- code


def code() -> CodeSums:
    return CodeSums.from_document(ExerciseStat.objects.get().sums)


def settle(submission, now, *failing, **more) -> None:
    services.settle_submission(public_id=submission.public_id, report=report(submission, *failing, **more), now=now)


def test_tries_minutes_hints_and_the_first_failing_check_are_those_until_the_pass(ada):
    settle(submit(ada, MONDAY, mode="run"), MONDAY)
    services.take_hint(learner=ada, exercise_slug="norm", number=1, now=later(minutes=1))
    settle(submit(ada, later(minutes=2), source=WRONG), later(minutes=2), "any_length", "of_nothing")
    settle(submit(ada, later(minutes=4), source=WRONG), later(minutes=4), verdict="internal", fault="broken exercise: x")
    settle(submit(ada, later(minutes=7)), later(minutes=7))
    services.take_hint(learner=ada, exercise_slug="norm", number=2, now=later(minutes=8))
    settle(submit(ada, later(minutes=9)), later(minutes=9))
    settle(submit(learner("bob"), MONDAY), later(minutes=9))
    assert services.fold_code(now=LONG_AFTER) == 6 and services.fold_code(now=LONG_AFTER) == 0
    seen = code()
    assert (seen.submissions, seen.passed, seen.firsts, seen.firsts_passed) == (4, 3, 2, 1)
    assert seen.runs["any_length"] == 4 and seen.passes["any_length"] == 3 and seen.failing == {"any_length": 1}
    assert (seen.tries, seen.minutes, seen.hints) == ({1: 1, 2: 1}, {0: 1, 7: 1}, {0: 1, 1: 1})
    services.fold_code_anew(now=LONG_AFTER)
    assert code() == seen


def test_verdicts_are_added_in_pieces_and_of_one_moment_none_twice(ada, monkeypatch):
    monkeypatch.setattr("tutor.services.code_analysis.CHUNK", 2)
    for n in range(5):
        settle(submit(learner(f"l{n}"), MONDAY), later(minutes=1))
    assert services.fold_code(now=later(minutes=2)) == 0, "too fresh"
    assert services.fold_code(now=LONG_AFTER) == 5 and code().firsts == 5


def test_the_task_adds_what_there_is(ada):
    answer(ada, "norm-which", MONDAY)
    settle(submit(ada, MONDAY), later(minutes=1))
    tasks.fold_analysis()
    tasks.fold_analysis()
    assert sums("norm-which").answers == 1 and code().submissions == 1


# --- what was taken back


@pytest.mark.parametrize("folded_before", [True, False])
def test_an_answer_that_was_taken_back_leaves_no_trace(ada, folded_before):
    live(ada)
    fold()
    before, now = everything(), LONG_AFTER + DAY
    outcome = answer(ada, "norm-which", now, right=False, hints_used=1)
    if folded_before:
        fold(now + SETTLED)
        assert everything() != before
    services.undo_last(learner=ada, answer=outcome.event_id, now=now + 2 * SETTLED)
    fold(now + 4 * SETTLED)
    assert everything() == before
    answer(ada, "norm-which", now + 5 * SETTLED)
    fold(now + DAY)
    assert sums("norm-which", first=False).answers == 12
