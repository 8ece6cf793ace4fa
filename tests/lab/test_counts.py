import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lessons.lab import corpus, counts

TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=8), min_size=1, max_size=4)


def test_a_word_in_the_window_is_counted_from_both_sides() -> None:
    near, far = counts.by_distance([["deep", "dark", "wood"]], ("wood", "dark", "deep"), 2)
    assert near.tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert far.tolist() == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]


@given(TEXTS, st.integers(1, 4))
def test_counts_agree_with_counting_by_hand(texts: list[list[str]], reach: int) -> None:
    known = ("a", "b", "c")
    expected = np.zeros((reach, 3, 3))
    for text in texts:
        for i, word in enumerate(text):
            for j, other in enumerate(text):
                if 1 <= abs(i - j) <= reach and word in known and other in known:
                    expected[abs(i - j) - 1, known.index(word), known.index(other)] += 1
    assert np.array_equal(counts.by_distance(texts, known, reach), expected)


def test_words_that_meet_as_often_as_chance_has_it_tell_nothing() -> None:
    assert np.allclose(counts.ppmi(np.ones((3, 3))), 0)


def test_words_that_meet_twice_as_often_as_chance_has_it_score_log_two() -> None:
    assert np.allclose(counts.ppmi(np.diag([2.0, 2.0]), smoothing=1), np.diag([np.log(2), np.log(2)]))


def test_what_everybody_has_weighs_nothing() -> None:
    weight = counts.rarity(np.array([[1.0, 1.0, 0.0], [5.0, 0.0, 0.0]]))
    assert np.allclose(weight, [0, np.log(2), 0])


def test_rows_become_one_long_and_a_row_of_zeros_stays() -> None:
    assert np.allclose(counts.unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]])), [[0.6, 0.8], [0, 0]])


def test_the_most_frequent_word_comes_first_and_equals_are_alphabetical() -> None:
    assert counts.vocabulary([["b", "a", "c", "c"], ["d"]], least=1) == ("c", "a", "b", "d")


def test_an_apostrophe_inside_a_word_belongs_to_it() -> None:
    assert corpus.words("'The king's son,' said he") == ["the", "king's", "son", "said", "he"]


def test_the_tales_carry_nothing_of_the_makers_of_their_copies() -> None:
    whole = "\n".join(corpus.paragraphs("grimm")).lower()
    assert not [word for word in ("gutenberg", "http", "ebook", "[illustration", "transcriber") if word in whole]
