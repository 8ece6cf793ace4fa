"""“I know this” asks so much that guessing does not pass, and no more."""

import math
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.proof import MOST_LUCK, MOST_QUESTIONS, Check, Try, fold, questions

SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
banks = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.floats(0.001, 1), max_size=8)


@given(banks)
def test_whoever_guesses_them_all_is_luckier_than_one_in_twelve(bank):
    asked = questions(bank.items())
    assert len(asked) <= MOST_QUESTIONS
    if asked:
        assert math.prod(bank[slug] for slug in asked) <= MOST_LUCK
        assert len(asked) == 1 or math.prod(bank[slug] for slug in asked[:-1]) > MOST_LUCK, "one more than it takes"


def test_what_learners_rate_themselves_shows_nothing():
    assert questions([("card", None), ("choice", 0.25)]) == ()


def test_the_hardest_to_guess_comes_first():
    assert questions([("choice", 0.25), ("number", 0.03), ("order", 0.04)]) == ("number",)
    assert questions([("b", 0.25), ("a", 0.25), ("c", 0.5)]) == ("a", "b")


def test_a_check_goes_by_its_questions_in_their_order_and_ends_with_the_first_miss_or_with_beginning_anew():
    def tried(*given):
        return [Try(UUID(int=n), SINCE + timedelta(minutes=n), item, right) for n, (item, right) in enumerate(given)]

    both = tried(("b", True), ("a", True), ("a", False), ("b", True))
    assert fold(["a", "b"], SINCE, both) == Check(2, True, UUID(int=3)), "what it does not ask at the time says nothing"
    assert fold(["a", "b"], SINCE, reversed(both)) == Check(2, True, UUID(int=3)), "in whichever order it is told"
    assert fold(["a", "b"], SINCE + timedelta(minutes=2), both) == Check(0, False, UUID(int=2)), "nor what was before"
    assert fold(["a", "b"], SINCE, tried(("a", True), ("", False))) == Check(1, False, UUID(int=1))
    assert fold(["a", "b"], SINCE, both[:2]) == Check(1)
