"""Days that are missed, moved and bent: the streak and the reviews of a learner whose calendar is not simple."""

from datetime import UTC, datetime, timedelta

from tests.helpers import MONDAY, answer, finish_today, later
from tutor import selectors, services
from tutor.models import LearnerDay


def learn(user, now):
    """Does the plan of the local day; on a day without one, some practice."""
    services.open_day(learner=user, now=now)
    finish_today(user, now)
    answer(user, "norm-again", now)
    return selectors.today_for(user, now).streak


def move(user, zone, now):
    settings = {"daily_minutes": user.daily_minutes, "day_turns_at": user.day_turns_at, "theme": user.theme}
    return services.change_settings(learner=user, zone=zone, now=now, **settings)


def test_missing_a_day_pauses_the_streak_and_asks_for_no_more_than_the_minutes(ada):
    ada.daily_minutes = 3
    ada.save()
    for n in range(2):
        streak = learn(ada, later(n))
    assert streak.current == 2
    back = later(20)
    services.open_day(learner=ada, now=back)
    today = selectors.today_for(ada, back)
    assert (today.streak.current, today.streak.longest, today.streak.paused) == (0, 2, True)
    assert today.seconds_total <= ada.daily_minutes * 60
    assert "days past its day" in today.picks[0].why
    assert any(pick.kind == "step" for pick in today.picks), "coming back is not only repeating"
    assert learn(ada, back).current == 1


def test_a_flight_over_the_date_line_keeps_the_streak(ada):
    ada = move(ada, "America/Los_Angeles", MONDAY)
    learn(ada, datetime(2026, 3, 1, 20, 0, tzinfo=UTC))
    learn(ada, datetime(2026, 3, 2, 4, 0, tzinfo=UTC) + timedelta(hours=16))  # 2 March at noon
    landed = datetime(2026, 3, 3, 22, 0, tzinfo=UTC)  # 4 March, 11:00 in Auckland
    ada = move(ada, "Pacific/Auckland", landed)
    assert ada.clock.day(landed).isoformat() == "2026-03-04"
    assert learn(ada, landed).current == 3


def test_a_flight_back_gives_the_same_date_again_and_counts_it_once(ada):
    ada = move(ada, "Pacific/Auckland", MONDAY)
    first = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)  # 3 March, 09:00
    learn(ada, first)
    ada = move(ada, "America/Los_Angeles", first + timedelta(hours=14))
    assert learn(ada, first + timedelta(hours=24)).current == 1
    assert learn(ada, first + timedelta(hours=48)).current == 2


def test_the_nights_of_the_clock_changes_neither_add_nor_lose_a_day(ada):
    for begin in (datetime(2026, 3, 27, 21, 30, tzinfo=UTC), datetime(2026, 10, 23, 21, 30, tzinfo=UTC)):
        LearnerDay.objects.all().delete()
        ada = move(ada, "Europe/Berlin", begin)
        lengths = [learn(ada, begin + timedelta(days=n)).current for n in range(4)]
        assert lengths == [1, 2, 3, 4]


def test_a_reader_at_two_in_the_morning_is_still_in_yesterday(ada):
    ada = move(ada, "Europe/Berlin", MONDAY)
    night = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
    services.open_day(learner=ada, now=MONDAY)
    assert services.open_day(learner=ada, now=night).day == MONDAY.date()
    assert answer(ada, "norm-which", night).due_on > MONDAY.date()
    assert ada.reviews.get().day == MONDAY.date()


def test_a_review_after_flying_east_on_an_earlier_date_does_not_count_twice(ada):
    ada = move(ada, "Pacific/Auckland", MONDAY)
    answer(ada, "norm-which", MONDAY)
    ada = move(ada, "America/Los_Angeles", MONDAY)
    outcome = answer(ada, "norm-again", MONDAY + timedelta(hours=10))
    assert ada.reviews.filter(counted=True).count() == 1
    assert outcome.due_on > ada.clock.day(MONDAY)
