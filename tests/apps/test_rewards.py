"""Rewards on real ledgers: freezes, grants and make-up sessions, weekly goals, quests, achievements, and what is folded."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.helpers import MONDAY, answer, finish_today, later, learner, report, submit, take_lesson
from tutor import selectors, services
from tutor.errors import BadInput
from tutor.models import Achievement, Break, DailyQuest, Event, Kind, LearnerDay, MadeUpDay, OutageGrant, RewardMark, XpEntry
from tutor.selectors.marks import days_of
from tutor.selectors.records import record_of
from tutor.services.learning import pay, settle_day
from tutor.services.log import record

DAY = MONDAY.date()


def finish(user, *numbers, paid=600):
    """Finishes days by their number from Monday on, each with some effort."""
    for n in numbers:
        day = DAY + timedelta(days=n)
        LearnerDay.objects.create(learner=user, day=day, zone=user.zone, finished_at=later(n))
        pay(learner=user, cause=f"step:1:{n}", effort_seconds=paid, day=day, now=later(n))


def streak(user, n):
    return selectors.today_for(user, later(n)).streak


def test_freezes_are_earned_by_days_and_used_without_asking(ada):
    finish(ada, *range(5))
    assert streak(ada, 4).freezes == 1
    here = streak(ada, 6)
    assert (here.current, here.freezes) == (5, 0)
    assert [dot.state for dot in here.days] == ["done"] * 5 + ["frozen", "today"]


def test_a_day_that_arrives_late_gives_its_freeze_back(ada):
    finish(ada, *range(5), 6)
    assert (streak(ada, 6).current, streak(ada, 6).freezes) == (6, 0)
    finish(ada, 5)
    assert (streak(ada, 6).current, streak(ada, 6).freezes) == (7, 1)


def test_an_outage_is_granted_to_all_by_one_row_also_afterwards(ada):
    bob = learner("bob")
    for user in (ada, bob):
        finish(user, 0, 3)
    assert streak(ada, 3).current == 1
    call_command("grant_outage", "--from", str(DAY + timedelta(days=1)), "--to", str(DAY + timedelta(days=2)), verbosity=0)
    assert OutageGrant.objects.count() == 1
    assert [streak(user, 3).current for user in (ada, bob)] == [2, 2]
    assert [dot.state for dot in streak(ada, 3).days[:4]] == ["done", "granted", "granted", "done"]


NONSENSE = [("2026-03-03", "2026-03-02"), ("2026-01-01", "2026-03-02"), ("2126-03-02", "2126-03-02")]


@pytest.mark.parametrize(("first", "last"), NONSENSE)
def test_an_outage_that_cannot_be_meant_is_refused_with_its_mend(db, first, last):
    with pytest.raises(CommandError, match=r"Exchange|Grant"):
        call_command("grant_outage", "--from", first, "--to", last)
    assert not OutageGrant.objects.exists()


def test_a_session_beyond_the_plan_makes_up_for_a_missed_day(ada):
    finish(ada, 0, 1, 3)
    assert streak(ada, 3).to_make_up == (DAY + timedelta(days=2),)
    need = streak(ada, 3).make_up_seconds
    assert need == ada.daily_minutes * 30
    pay(learner=ada, cause="attempt:1", effort_seconds=need - 1, day=DAY + timedelta(days=3), now=later(3, minutes=5))
    settle_day(learner=ada, day=DAY + timedelta(days=3), now=later(3, minutes=5))
    assert (streak(ada, 3).current, streak(ada, 3).make_up_done) == (1, need - 1), "how far it is, is told"
    pay(learner=ada, cause="attempt:2", effort_seconds=1, day=DAY + timedelta(days=3), now=later(3, minutes=6))
    settle_day(learner=ada, day=DAY + timedelta(days=3), now=later(3, minutes=6))
    mended = streak(ada, 3)
    assert (mended.current, mended.to_make_up, mended.days[2].state) == (3, (), "made-up")
    assert Achievement.objects.filter(learner=ada, slug="mended").exists()
    settle_day(learner=ada, day=DAY + timedelta(days=3), now=later(3, minutes=7))
    assert MadeUpDay.objects.count() == Event.objects.filter(kind=Kind.MADE_UP).count() == 1


def test_a_weekly_goal_holds_from_its_week_on(ada):
    finish(ada, 0, 1, 2, 7, 8)
    assert (streak(ada, 8).week_done, streak(ada, 8).week_asked) == (2, 5)
    services.set_weekly_goal(learner=ada, days=2, now=later(8))
    services.set_weekly_goal(learner=ada, days=3, now=later(8))
    assert streak(ada, 8).week_asked == 3 and ada.weekly_goals.count() == 1
    assert streak(ada, 6).week_asked == 5
    for days in (0, 8):
        with pytest.raises(BadInput, match="1 to 7"):
            services.set_weekly_goal(learner=ada, days=days, now=later(8))


def test_quests_stay_through_the_day_and_are_met_by_what_is_done(ada):
    services.open_day(learner=ada, now=MONDAY)
    quests = selectors.today_for(ada, MONDAY).quests
    assert 2 <= len(quests) <= 3 and not any(quest.met for quest in quests)
    take_lesson(ada, "lengths", MONDAY)
    done = selectors.today_for(ada, later(hours=1)).quests
    assert [quest.title for quest in done] == [quest.title for quest in quests]
    assert selectors.day_summary(ada, DAY, later(1)).quests == done
    services.extend_day(learner=ada, now=later(hours=1))
    assert [quest.title for quest in selectors.today_for(ada, later(hours=1)).quests] == [quest.title for quest in quests]
    assert not XpEntry.objects.filter(cause__startswith="quest").exists()


def test_a_plan_for_other_minutes_has_quests_of_its_own(ada):
    services.open_day(learner=ada, now=MONDAY)
    settings = {"zone": ada.zone, "day_turns_at": 4, "theme": "auto"}
    services.change_settings(learner=ada, daily_minutes=20, now=MONDAY, **settings)
    assert 2 <= DailyQuest.objects.filter(learner=ada, day=DAY).count() <= 3


def test_achievements_are_noted_once_with_their_day_and_stay(ada):
    finish_day(ada, 0)
    assert Achievement.objects.get(learner=ada, slug="first-light").day == DAY
    shown = selectors.achievements_of(ada, MONDAY)
    assert "first-light" in {one.slug for one in shown.reached} and shown.total == 30
    ahead = {one.slug: (one.done, one.needed) for one in shown.ahead}
    assert ahead["seven-nights"] == (1, 7)
    assert "First light" in {one.title for one in selectors.day_summary(ada, DAY, MONDAY).achievements}
    LearnerDay.objects.all().delete()
    finish_day(ada, 1)
    assert Achievement.objects.get(learner=ada, slug="first-light").day == DAY


def finish_day(user, n):
    answer(user, "norm-which", later(n))
    finish_today(user, later(n))
    assert LearnerDay.objects.filter(learner=user, day=DAY + timedelta(days=n)).exists()


def test_a_recall_after_a_month_is_an_achievement(ada):
    finish_day(ada, 0)
    answer(ada, "norm-which", later(31))
    record = record_of(ada, days_of(ada), DAY + timedelta(days=31))
    assert record.seen.longest_recall == 31
    assert {"after-a-month"} <= {one.slug for one in selectors.achievements_of(ada, later(31)).ahead if one.done == one.needed}


def test_code_is_told_by_its_tries(ada):
    for n in range(5):
        submission = submit(ada, later(minutes=n))
        services.settle_submission(public_id=submission.public_id, report=report(submission, "any_length"), now=later(minutes=n))
    assert record_of(ada, days_of(ada), DAY).seen.passed == 0
    for minutes in (9, 10):
        passed = submit(ada, later(minutes=minutes))
        services.settle_submission(public_id=passed.public_id, report=report(passed), now=later(minutes=minutes))
    seen = record_of(ada, days_of(ada), DAY).seen
    assert (seen.passed, seen.first_tries, seen.most_tries) == (1, 0, 6)


def test_nothing_is_paid_or_told_before_a_hidden_verdict_is_there(ada):
    submission = submit(ada, MONDAY)
    assert not XpEntry.objects.exists()
    assert selectors.day_summary(ada, DAY, MONDAY).effort_seconds == 0
    services.settle_submission(public_id=submission.public_id, report=report(submission), now=later(minutes=1))
    assert [cause.name for cause in selectors.day_summary(ada, DAY, MONDAY).causes] == ["Writing code"]


def grown(user, days):
    """So many finished days, of which the last marks."""
    finish(user, *range(days - 1))
    finish_day(user, days - 1)


def test_what_is_folded_tells_the_same_as_reading_everything(ada):
    grown(ada, 80)
    mark = RewardMark.objects.get()
    assert mark.day.weekday() == 6 and 28 <= (DAY + timedelta(days=79) - mark.day).days < 35
    folded, record = streak(ada, 79), record_of(ada, days_of(ada), DAY + timedelta(days=79))
    assert len(days_of(ada).finished) < 35 and folded.current == 80
    RewardMark.objects.all().delete()
    assert streak(ada, 79) == folded
    assert record_of(ada, days_of(ada), DAY + timedelta(days=79)) == record
    assert (record.days, record.longest_weeks, record.seen.effort_seconds // 600) == (80, 11, 79)


def test_a_grant_for_days_that_are_folded_makes_them_read_again(ada):
    finish(ada, *range(10), *range(20, 79))
    finish_day(ada, 79)
    assert streak(ada, 79).longest == 60
    first, last = DAY + timedelta(days=10), DAY + timedelta(days=19)
    services.grant_outage(first_day=first, last_day=last, now=later(79))
    assert streak(ada, 79).current == 70 and not days_of(ada).past.run.days


def test_a_break_that_is_taken_back_leaves_no_trace_in_what_is_folded(ada):
    finish(ada, *range(10), *range(20, 79))
    first, last = DAY + timedelta(days=10), DAY + timedelta(days=19)
    Break.objects.create(learner=ada, starts_on=first, ends_on=last, made_at=later(9))
    finish_day(ada, 79)
    assert streak(ada, 79).current == 70 and RewardMark.objects.exists()
    services.end_break(learner=ada, starts_on=first, now=later(79))
    assert streak(ada, 79).current == 60 and not RewardMark.objects.exists()


def test_effort_that_arrives_for_a_folded_day_makes_it_read_again(ada):
    grown(ada, 80)
    before = selectors.profile_for(ada, later(79)).totals.effort_seconds
    record(learner=ada, kind=Kind.CODE_SETTLED, now=later(79), day=DAY)
    pay(learner=ada, cause="exercise:9", effort_seconds=60, day=DAY, now=later(79))
    assert not RewardMark.objects.exists()
    assert selectors.profile_for(ada, later(79)).totals.effort_seconds == before + 60


def test_what_is_done_today_leaves_the_marks_alone(ada):
    grown(ada, 80)
    record(learner=ada, kind=Kind.HINT_TAKEN, now=later(79))
    assert RewardMark.objects.exists()


def test_rewards_of_a_guest_move_to_the_account(ada):
    guest = services.begin_as_guest(zone="UTC", now=MONDAY)
    finish_day(guest, 0)
    services.set_weekly_goal(learner=guest, days=3, now=MONDAY)
    grown(ada, 80)
    services.claim_guest(guest=guest, account=ada, now=later(79))
    assert ada.weekly_goals.get().days == 3
    assert ada.achievements.filter(slug="first-light").count() == 1
    assert streak(ada, 79).current == 80
