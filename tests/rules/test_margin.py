"""The correction of a plan, and the room that it leaves so that the day ends within its minutes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.margin import CODE_SPREAD, LONGEST, MOST_ROOM, PLAIN_SPREAD, SHORTEST, Lived, learned

SECONDS = st.floats(0, 7200)
DAYS = st.lists(st.builds(Lived, plain=SECONDS, code=SECONDS, taken=SECONDS), max_size=30)


@given(DAYS)
def test_nothing_gets_less_room_than_it_takes_whatever_was_lived(days):
    margin = learned(days)
    assert SHORTEST <= margin.scale <= LONGEST
    assert margin.scale <= margin.plain <= margin.code <= MOST_ROOM * margin.scale


def test_a_newcomer_gets_what_is_usual():
    assert learned([]).scale == 1.0
    assert learned([]).plain == pytest.approx(1 / 0.61, abs=0.02)
    assert learned([]).of("code") > learned([]).of("read") == learned([]).plain


@pytest.mark.parametrize(("pace", "luck"), [(0.8, 0.6), (1.0, 1.0), (1.3, 0.8)])
@pytest.mark.parametrize("share", [0.0, 0.5])
def test_after_some_weeks_19_of_20_days_end_within_the_minutes(pace, luck, share):
    chance = random.Random(f"{pace}")

    def day():
        plain, code = (chance.lognormvariate(0, luck * spread) for spread in (PLAIN_SPREAD, CODE_SPREAD))
        return Lived(1 - share, share, pace * ((1 - share) * plain + share * code))

    days = [day() for _ in range(2000)]
    margins = [learned(days[n - 28 : n]) for n in range(28, len(days))]
    within = [
        day.taken <= day.plain * margin.plain + day.code * margin.code for day, margin in zip(days[28:], margins, strict=True)
    ]
    assert 0.95 <= sum(within) / len(within) <= 1


def test_who_is_slower_than_expected_is_told_of_more_seconds():
    quick, slow = (learned([Lived(300, 0, taken)] * 20) for taken in (240, 420))
    assert quick.scale < 1 < slow.scale < 1.4


def test_a_long_day_of_code_says_less_than_one_of_short_things():
    plain, code = (learned([Lived(300, 0, 310)] * 20 + [day]) for day in (Lived(300, 0, 700), Lived(0, 300, 700)))
    assert code.scale < plain.scale and code.plain < plain.plain


def test_one_day_with_a_long_interruption_does_not_take_the_next_ones_away():
    margin = learned([Lived(300, 0, 310)] * 20 + [Lived(300, 0, 7200)])
    assert margin.plain < 2 and margin.scale < 1.15
