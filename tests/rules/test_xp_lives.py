"""No sequence of actions earns more XP than the same learning done honestly.

Lives of rushing, guessing, repeating, undoing, splitting a session and hopping between zones, each beside the life of somebody
who answers the same questions attentively at home.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.rules.day import learner_day, zone
from tutor.rules.memory import Evidence, Grade, review
from tutor.rules.xp import Answered, for_answer

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
EXPECTED = {"a": 20, "b": 45, "c": 90}
HOME = "Europe/Berlin"
ZONES = [HOME, "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Asia/Tokyo", "Antarctica/Troll"]


@dataclass(frozen=True)
class Act:
    """An answer, so many minutes after the one before; `undone` takes it back at once."""

    item: str
    minutes: int
    seconds: int
    right: bool
    hints: int = 0
    zone: str = HOME
    undone: bool = False


def acts(**fixed):
    """Mostly minutes apart, sometimes days, so that lives have both cramming and schedule."""
    given_ = {
        "item": st.sampled_from(sorted(EXPECTED)),
        "minutes": st.one_of(st.integers(0, 5), st.integers(0, 600), st.integers(600, 20_000)),
        "seconds": st.integers(0, 400),
        "right": st.booleans(),
        "hints": st.integers(0, 4),
        "undone": st.booleans(),
    }
    return st.lists(st.builds(Act, **given_ | fixed), max_size=40)


def earned(life):
    """Effort seconds by item, as the services pay them: the fold of the answers that were not taken back."""
    paid, memories, last, moment = dict.fromkeys(EXPECTED, 0), {}, {}, BEGIN
    days = {item: set() for item in EXPECTED}
    for act in life:
        moment += timedelta(minutes=act.minutes)
        if act.undone:
            continue
        day = learner_day(moment, zone(act.zone))
        seen = review(memories.get(act.item), Evidence(Grade.GOOD if act.right else Grade.AGAIN, day), seed=act.item)
        rest = (moment - last[act.item]).total_seconds() / 3600 if act.item in last else None
        paid[act.item] += for_answer(
            Answered(
                expected_seconds=EXPECTED[act.item],
                seconds=act.seconds,
                score=float(act.right),
                recall=seen.predicted_recall if seen.counted else None,
                first_today=day not in days[act.item],
                hints_used=act.hints,
                rest_hours=rest,
            )
        )
        days[act.item].add(day)
        memories[act.item], last[act.item] = seen.memory, moment
    return paid


def honest(life):
    """The same questions with the same results: attentively, without hints, each once a day, none taken back."""
    kept, moment, days, waited = [], BEGIN, set(), 0
    for act in life:
        moment += timedelta(minutes=act.minutes)
        waited += act.minutes
        key = act.item, learner_day(moment, zone(HOME))
        if act.undone or key in days:
            continue
        days.add(key)
        kept.append(Act(act.item, waited, EXPECTED[act.item], act.right))
        waited = 0
    return kept


@given(acts())
@settings(max_examples=200)
def test_rushing_guessing_repeating_and_undoing_never_earn_more(life):
    assert sum(earned(life).values()) <= sum(earned(honest(life)).values())


@given(acts(zone=st.sampled_from(ZONES), minutes=st.integers(0, 900)))
@settings(max_examples=200)
def test_no_calendar_of_any_zones_pays_an_item_more_than_once_in_24_hours_of_real_time(life):
    days = sum(act.minutes for act in life) / (24 * 60)
    for item, paid in earned(life).items():
        assert paid <= EXPECTED[item] * (1 + days) + len(life) / 2  # each payment is rounded to a second


@given(acts(undone=st.just(False)), st.data())
def test_a_session_that_is_split_earns_what_it_earns_in_one(life, data):
    """Where a session begins and ends is nothing that the rule knows: leaving and coming back is no act."""
    cut = data.draw(st.integers(0, len(life)))
    whole = earned(life)
    assert whole == earned(life[:cut] + life[cut:])
    assert all(earned(life[:cut])[item] <= whole[item] for item in whole)


@given(st.integers(5, 300), st.integers(2, 6))
def test_guessing_blindly_as_fast_as_can_be_brings_less_than_a_minute_for_a_minute(expected, options):
    seconds = range(round(expected * 0.2))
    for taken in seconds:
        right = for_answer(Answered(expected, taken, 1.0, None))
        wrong = for_answer(Answered(expected, taken, 0.0, None))
        assert (right + (options - 1) * wrong) / options <= taken


@given(st.integers(5, 300), st.integers(0, 3600), st.integers(0, 9), st.floats(0, 1), st.floats(0, 400))
def test_attention_earns_at_least_what_haste_and_hints_do(expected, seconds, hints, score, rest):
    hasty = Answered(expected, seconds, score, 0.8, hints_used=hints, rest_hours=rest)
    calm = Answered(expected, max(seconds, expected), score, 0.8, rest_hours=rest)
    assert for_answer(hasty) <= for_answer(calm)
