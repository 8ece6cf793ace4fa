"""The streak: days in a row, missed days, travel over zones and the date line, and clock changes everywhere."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tutor.rules.day import day_bounds, learner_day, zone, zone_names
from tutor.rules.streak import DAYS_PER_FREEZE, MOST_FREEZES, FinishedDay, chronicle, streak

NAMES = sorted(zone_names())
START = date(2026, 3, 1)


def finished(day, name="UTC", hour=12):
    return FinishedDay(day, datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hour), name)


def at(moment, name):
    """What finishing a day at a moment in a zone writes."""
    return FinishedDay(learner_day(moment, zone(name)), moment, name)


def told(days, today, name="UTC", now=None, **more):
    return streak(days, today=today, zone=name, now=now or finished(today).finished_at, **more)


def brief(streak):
    return streak.current, streak.longest, streak.today_done


def run(*gaps):
    day, days = START, [finished(START)]
    for gap in gaps:
        day += timedelta(days=gap)
        days.append(finished(day))
    return days


def test_nothing_finished_is_no_streak():
    assert brief(told([], START)) == (0, 0, False)
    assert not told([], START).paused


def test_days_in_a_row_add_up():
    assert brief(told(run(1, 1, 1), START + timedelta(days=3))) == (4, 4, True)


def test_today_cannot_have_been_missed_while_it_lasts():
    assert brief(told(run(1, 1), START + timedelta(days=3))) == (3, 3, False)


def test_a_missed_day_pauses_the_streak_and_keeps_what_was_reached():
    later = told(run(1, 1), START + timedelta(days=4))
    assert (later.current, later.longest, later.paused) == (0, 3, True)


def test_after_a_pause_it_begins_with_one_and_the_longest_stays():
    assert brief(told(run(1, 1, 5), START + timedelta(days=7))) == (1, 3, True)


def test_the_order_of_the_rows_does_not_matter():
    days = run(1, 1, 3, 1)
    assert told(reversed(days), START + timedelta(days=6)) == told(days, START + timedelta(days=6))


def test_flying_west_over_the_date_line_skips_a_date_and_costs_nothing():
    evening = at(datetime(2026, 3, 2, 4, 0, tzinfo=UTC), "America/Los_Angeles")  # 1 March, 20:00
    landed = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)  # 3 March, 11:00 in Auckland
    assert (evening.day, at(landed, "Pacific/Auckland").day) == (date(2026, 3, 1), date(2026, 3, 3))
    before = streak([evening], today=date(2026, 3, 3), zone="Pacific/Auckland", now=landed)
    assert before.current == 1, "the streak is alive before today's lesson, too"
    after = streak([evening, at(landed, "Pacific/Auckland")], today=date(2026, 3, 3), zone="Pacific/Auckland", now=landed)
    assert brief(after) == (2, 2, True)


def test_flying_east_over_the_date_line_has_a_date_twice_and_counts_it_once():
    first = at(datetime(2026, 3, 2, 20, 0, tzinfo=UTC), "Pacific/Auckland")  # 3 March, 09:00
    second = at(datetime(2026, 3, 3, 20, 0, tzinfo=UTC), "America/Los_Angeles")  # 3 March, 12:00
    third = at(datetime(2026, 3, 4, 20, 0, tzinfo=UTC), "America/Los_Angeles")
    assert first.day == second.day
    assert brief(told([first, second, third], third.day, third.zone, third.finished_at)) == (2, 2, True)


def test_a_date_that_was_missed_at_home_is_not_excused_by_a_later_change_of_zone():
    first = at(datetime(2026, 3, 2, 8, 0, tzinfo=UTC), "Europe/Berlin")
    later = at(datetime(2026, 3, 4, 20, 0, tzinfo=UTC), "Asia/Tokyo")
    assert told([first, later], later.day, later.zone, later.finished_at).current == 1


@given(
    st.sampled_from(NAMES), st.dates(date(2020, 1, 2), date(2035, 12, 1)), st.lists(st.floats(0, 0.999), min_size=2, max_size=12)
)
@settings(max_examples=300)
def test_learning_at_any_hour_of_each_local_day_never_breaks_a_streak_in_any_zone(name, first, shares):
    days = []
    for n, share in enumerate(shares):
        start, end = day_bounds(first + timedelta(days=n), zone(name))
        days.append(at(start + (end - start) * share, name))
    last = days[-1]
    assert brief(told(days, last.day, name, last.finished_at)) == (len(shares), len(shares), True)


stays = st.tuples(st.sampled_from(NAMES), st.integers(1, 23), st.lists(st.floats(0, 0.999), min_size=1, max_size=4))


@given(st.dates(date(2020, 1, 2), date(2035, 11, 1)), st.lists(stays, min_size=1, max_size=8))
@example(date(2020, 1, 2), [("Africa/Abidjan", 1, [0.0]), ("America/Tijuana", 1, [0.9375]), ("Africa/Abidjan", 18, [0.0])])
@settings(max_examples=300)
def test_a_traveller_who_learns_on_arrival_and_on_each_local_day_of_a_stay_keeps_the_streak(first, journey):
    moment, days = datetime.combine(first, datetime.min.time(), UTC), []
    for name, hours_since, shares in journey:
        moment += timedelta(hours=hours_since)
        days.append(at(moment, name))
        for share in shares:
            start, end = day_bounds(learner_day(moment, zone(name)) + timedelta(days=1), zone(name))
            moment = start + (end - start) * share
            days.append(at(moment, name))
    result = told(days, days[-1].day, days[-1].zone, moment)
    assert result.current == result.longest == len({entry.day for entry in days})


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 30)), min_size=1, max_size=60))
@settings(max_examples=300)
def test_changing_zones_never_inflates_a_streak_beyond_the_span_of_the_dates(legs):
    begun = moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    days = []
    for name, hours in legs:
        moment += timedelta(hours=hours)
        days.append(at(moment, name))
    result = told(days, days[-1].day, days[-1].zone, moment)
    assert result.longest <= (moment - begun) / timedelta(days=1) + 1 + 26 / 24 + 1


def test_five_finished_days_earn_a_freeze_and_two_are_the_most_that_are_held():
    held = [told(run(*[1] * n), START + timedelta(days=n)).freezes for n in range(14)]
    assert held == [0] * 4 + [1] * 5 + [2] * 5
    assert told(run(*[1] * 2), START + timedelta(days=2)).days_to_freeze == 2
    assert told(run(*[1] * 11), START + timedelta(days=11)).days_to_freeze == 0


def test_a_freeze_bridges_a_missed_day_by_itself_and_adds_nothing():
    days = run(1, 1, 1, 1, 2, 1)
    told_ = told(days, days[-1].day)
    assert (told_.current, told_.freezes) == (7, 0)
    assert chronicle(days).frozen == {START + timedelta(days=5)}
    assert chronicle(days).lengths[days[-1].day] == 7


def test_a_missed_day_takes_a_freeze_before_the_learner_is_back():
    days = run(1, 1, 1, 1)
    tomorrow = told(days, days[-1].day + timedelta(days=2))
    assert (tomorrow.current, tomorrow.freezes, tomorrow.paused) == (5, 0, False)
    later = told(days, days[-1].day + timedelta(days=3))
    assert (later.current, later.paused) == (0, True)
    assert later.to_make_up == (days[-1].day + timedelta(days=2),), "the first is frozen"
    assert later.regained == 5


def test_a_covered_date_is_asked_of_nobody():
    days = run(1, 1, 10, 1)
    off = {days[2].day + timedelta(days=n) for n in range(1, 10)}
    assert brief(told(days, days[-1].day)) == (2, 3, True)
    assert told(days, days[-1].day, covered=off).current == 5
    assert told(days, days[-1].day, covered=off - {min(off)}).current == 2


def test_what_was_missed_can_be_made_up_for_within_a_week():
    days = run(1, 1, 3)
    here = told(days, days[-1].day)
    missed = (START + timedelta(days=3), START + timedelta(days=4))
    assert (here.current, here.to_make_up, here.regained) == (1, missed, 4)
    assert told(days, days[-1].day, covered=missed).current == 4
    later = run(1, 1, 3, 1, 1, 1, 1, 1, 1)
    assert told(later, later[-1].day).to_make_up == (), "the first is more than a week ago"
    assert told(run(1, 1, 4), START + timedelta(days=6)).to_make_up == (), "three days are no slip: one begins anew"


def test_a_freeze_that_does_not_reach_over_a_pause_is_gone_and_not_owed():
    days = run(1, 1, 1, 1, 3)
    back = told(days, days[-1].day)
    assert (back.current, back.freezes, back.days_to_freeze) == (1, 0, 4)


lives = st.lists(st.integers(1, 5), max_size=40)


@given(lives, st.integers(0, 6), st.data())
def test_one_more_finished_or_covered_date_never_makes_a_streak_shorter(gaps, since, data):
    days = run(*gaps)
    today = days[-1].day + timedelta(days=since)
    day = START + timedelta(days=data.draw(st.integers(-3, (today - START).days)))
    before = told(days, today)
    if day not in {entry.day for entry in days}:
        more = told([*days, finished(day)], today)
        assert more.longest >= before.longest and more.current >= before.current
    covered = told(days, today, covered={day})
    assert covered.longest >= before.longest and covered.current >= before.current
    assert 0 <= before.freezes <= MOST_FREEZES and 0 <= before.days_to_freeze <= DAYS_PER_FREEZE


@given(lives, st.data(), st.lists(st.integers(0, 200), max_size=8))
def test_the_past_may_be_folded_at_any_day_without_a_difference(gaps, data, off):
    days = run(*gaps)
    covered = {START + timedelta(days=n) for n in off}
    cut = data.draw(st.integers(0, len(days)))
    past = chronicle(days[:cut], covered=covered).run
    whole, rest = chronicle(days, covered=covered), chronicle(days[cut:], covered=covered, begin=past)
    assert rest.run == whole.run
    assert {**chronicle(days[:cut], covered=covered).lengths, **rest.lengths} == whole.lengths


@given(st.lists(st.integers(1, 4), max_size=40), st.integers(0, 5))
def test_on_one_place_the_streak_is_the_run_of_dates_that_freezes_hold_together(gaps, since):
    days = run(*gaps)
    today = days[-1].day + timedelta(days=since)
    length, freezes, towards = 1, 0, 1
    for gap in gaps:
        if gap - 1 > freezes:
            length, freezes, towards = 0, 0, 0
        else:
            freezes -= gap - 1
        length += 1
        if freezes < MOST_FREEZES:
            towards += 1
            freezes, towards = freezes + towards // DAYS_PER_FREEZE, towards % DAYS_PER_FREEZE
    assert told(days, today).current == (length if since - 1 <= freezes else 0)
