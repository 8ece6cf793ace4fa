"""“I know this” asks so much that guessing does not pass, and no more."""

import math

from hypothesis import given
from hypothesis import strategies as st

from tutor.rules.proof import MOST_LUCK, MOST_QUESTIONS, questions

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
