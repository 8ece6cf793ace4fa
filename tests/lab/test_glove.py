import numpy as np
import pytest

from lessons.lab import glove


def test_a_word_has_the_fifty_numbers_that_were_published_for_it() -> None:
    (the,) = glove.vectors(["the"])  # the first line of glove.6B.50d.txt
    assert the.shape == (50,)
    assert np.allclose(the[:3], [0.418, 0.24968, -0.41242], atol=1e-6)


def test_words_come_in_the_order_asked_for() -> None:
    there, back = glove.vectors(["wolf", "fox"]), glove.vectors(["fox", "wolf"])
    assert np.array_equal(there, back[::-1])


def test_a_word_that_is_not_among_the_frequent_ones_is_named() -> None:
    with pytest.raises(KeyError, match="brilm"):
        glove.vectors(["brilm"])
