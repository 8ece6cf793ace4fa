"""Leagues: opted into, seated with the first day of a week, closed once, and left without a trace in the running week."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.helpers import MONDAY, later, learner
from tutor import selectors, services
from tutor.errors import BadInput, NotFound
from tutor.models import LeagueGroup, LeagueMember, LeagueResult, LeagueSeat, LearnerDay, User
from tutor.rules.leagues import SIZE
from tutor.services.learning import pay
from tutor.services.rewards import reward_day

WEEK = MONDAY.date()


def member(name, **settings):
    user = learner(name, **settings)
    services.join_league(learner=user, now=MONDAY)
    return user


def finish(user, *numbers, paid=600):
    for n in numbers:
        day = WEEK + timedelta(days=n)
        LearnerDay.objects.create(learner=user, day=day, zone=user.zone, finished_at=later(n))
        pay(learner=user, cause=f"step:1:{n}", effort_seconds=paid, day=day, now=later(n))
        reward_day(learner=user, day=day, now=later(n))


def table(user, n=6):
    return [(row.place, row.days, row.effort_seconds, row.own, row.outcome) for row in selectors.league_for(user, later(n)).rows]


def test_nobody_is_in_a_league_who_did_not_choose_it(ada):
    finish(ada, 0)
    assert not LeagueSeat.objects.exists() and not selectors.league_for(ada, MONDAY).joined
    with pytest.raises(BadInput, match="account"):
        services.join_league(learner=services.begin_as_guest(zone="UTC", now=MONDAY), now=MONDAY)


def test_a_seat_is_taken_with_the_first_finished_day(course):
    ada = member("ada")
    assert selectors.league_for(ada, MONDAY).rows == () and not LeagueGroup.objects.exists()
    finish(ada, 1, 2)
    shown = selectors.league_for(ada, later(2))
    assert (shown.tier_name, shown.week, len(shown.rows)) == ("Ember", WEEK, 1)
    assert shown.rows[0].name == shown.name != "ada"
    assert LeagueSeat.objects.get().group.size == 1


def test_who_joins_after_finishing_a_day_has_a_seat_at_once(ada):
    finish(ada, 0)
    services.join_league(learner=ada, now=later(0, hours=1))
    services.join_league(learner=ada, now=later(0, hours=1))
    assert LeagueSeat.objects.count() == 1


def test_the_table_ranks_days_before_effort_and_shows_ones_own_row(course):
    ada, bob, cleo = member("ada"), member("bob"), member("cleo")
    finish(ada, 0, 1, paid=60)
    finish(bob, 0, paid=7000)
    finish(cleo, 0, 1, paid=61)
    assert [(place, days, own) for place, days, _, own, _ in table(ada)] == [(1, 2, False), (2, 2, True), (3, 1, False)]


def test_a_league_holds_thirty_and_the_next_gets_another(course):
    learners = [User(username=f"u{n}", date_joined=MONDAY) for n in range(SIZE + 1)]
    for user in User.objects.bulk_create(learners):
        LeagueMember.objects.create(learner=user, name="Quiet Heron", joined_at=MONDAY)
        finish(user, 0)
    assert sorted(LeagueGroup.objects.values_list("size", flat=True)) == [1, SIZE]
    full = LeagueSeat.objects.filter(group__size=SIZE).values_list("name", flat=True)
    assert len(set(full)) == SIZE


def test_a_week_closes_once_by_its_hour_and_leads_up_and_down(course):
    people = [member(name) for name in ("ada", "bob", "cleo")]
    for days, user in zip((5, 3, 1), people, strict=True):
        finish(user, *range(days))
    ends = datetime(2026, 3, 9, 4, tzinfo=UTC)
    assert services.close_leagues(now=ends - timedelta(seconds=1)) == 0
    assert services.close_leagues(now=ends) == 1
    assert services.close_leagues(now=ends) == 0
    results = LeagueResult.objects.order_by("place").values_list("place", "days", "effort_seconds", "outcome")
    assert list(results) == [(1, 5, 3000, "up"), (2, 3, 1800, "stay"), (3, 1, 600, "stay")]
    for user in people:
        finish(user, 7)
    assert [selectors.league_for(user, later(7)).tier_name for user in people] == ["Spark", "Ember", "Ember"]
    assert selectors.league_for(people[0], later(7)).results[0].place == 1


def test_leagues_of_a_spread_of_zones_close_when_the_last_week_is_over(course):
    east, west = member("east", zone="Pacific/Auckland"), member("west", zone="America/Los_Angeles")
    finish(east, 1)
    finish(west, 1)
    assert LeagueGroup.objects.get().closes_at == datetime(2026, 3, 9, 11, tzinfo=UTC)
    finish(east, 8)
    assert LeagueSeat.objects.filter(learner=east).count() == 1, "the last week is not closed yet"
    services.close_leagues(now=later(7, hours=3))
    finish(east, 9)
    assert LeagueSeat.objects.filter(learner=east).count() == 2


def test_batches_close_what_one_batch_would(course):
    learners = [User(username=f"u{n}", date_joined=MONDAY) for n in range(7)]
    for n, user in enumerate(User.objects.bulk_create(learners)):
        group = LeagueGroup.objects.create(week=WEEK - timedelta(days=7 * (n % 2)), tier=n % 5, size=1, closes_at=MONDAY)
        LeagueSeat.objects.create(group=group, learner=user, week=group.week, name="Quiet Heron", at=MONDAY)
    assert services.close_leagues(now=later(8), at_once=3) == 7
    assert LeagueResult.objects.count() == 7 and not LeagueGroup.objects.filter(closed_at=None).exists()


def test_a_batch_that_is_broken_off_is_closed_by_the_next_run_and_the_others_stay_as_they_are(course, monkeypatch):
    for n, user in enumerate(User.objects.bulk_create(User(username=f"u{n}", date_joined=MONDAY) for n in range(4))):
        group = LeagueGroup.objects.create(week=WEEK, tier=n, size=1, closes_at=MONDAY)
        LeagueSeat.objects.create(group=group, learner=user, week=WEEK, name="Quiet Heron", at=MONDAY)
    whole, done = LeagueResult.objects.bulk_create, []

    def broken_off(results, **how):
        written = whole(results, **how)
        done.append(len(written))
        if len(done) == 2:
            raise KeyboardInterrupt
        return written

    monkeypatch.setattr(LeagueResult.objects, "bulk_create", broken_off)
    with pytest.raises(KeyboardInterrupt):
        services.close_leagues(now=later(8), at_once=2)
    first = list(LeagueResult.objects.values_list("pk", flat=True))
    assert len(first) == 2 == LeagueGroup.objects.exclude(closed_at=None).count()
    assert services.close_leagues(now=later(9), at_once=2) == 2
    assert set(first) < set(LeagueResult.objects.values_list("pk", flat=True)) and LeagueResult.objects.count() == 4


def test_leaving_gives_up_the_seat_and_coming_back_goes_on(course):
    ada, bob = member("ada"), member("bob")
    finish(ada, 0)
    finish(bob, 0)
    services.leave_league(learner=ada, now=later(1))
    assert len(table(bob)) == 1 and LeagueGroup.objects.get().size == 1
    assert not selectors.league_for(ada, later(1)).joined
    finish(ada, 1)
    assert LeagueSeat.objects.count() == 1
    services.join_league(learner=ada, now=later(2))
    assert len(table(bob)) == 2


def test_a_name_is_chosen_from_those_that_were_made(course):
    ada = member("ada")
    finish(ada, 0)
    for name in services.names_for(ada):
        services.rename_in_league(learner=ada, name=name)
        assert selectors.league_for(ada, MONDAY).name == LeagueMember.objects.get().name == name
    with pytest.raises(BadInput, match="not offered"):
        services.rename_in_league(learner=ada, name="Ada Lovelace")
    LeagueSeat.objects.create(
        group=LeagueGroup.objects.get(), learner=learner("bob"), week=WEEK, name=services.names_for(ada)[0], at=MONDAY
    )
    with pytest.raises(BadInput, match="wears"):
        services.rename_in_league(learner=ada, name=services.names_for(ada)[0])
    services.leave_league(learner=ada, now=MONDAY)
    with pytest.raises(NotFound):
        services.rename_in_league(learner=ada, name=services.names_for(ada)[1])


def test_the_page_and_the_closing_ask_as_often_whoever_is_there(course, django_assert_num_queries):
    people = [member(f"u{n}") for n in range(12)]
    finish(people[0], 0)
    with django_assert_num_queries(6):
        selectors.league_for(people[0], MONDAY)
    for user in people[1:]:
        finish(user, 0, 1)
    with django_assert_num_queries(6):
        selectors.league_for(people[0], MONDAY)
    with django_assert_num_queries(11):
        services.close_leagues(now=later(9))
