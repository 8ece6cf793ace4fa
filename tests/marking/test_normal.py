"""When two typed answers are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.marking.normal import code, one_letter_apart, words
from tests.marking.strategies import laws


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Cosine", "cosine"),
        ("  cosine   similarity ", "cosine similarity"),
        ("cosine-similarity", "cosine similarity"),
        ("the cosine.", "cosine"),
        ("An angle!", "angle"),
        ("“cosine”", "cosine"),
        ("don’t", "don't"),
        ("dont", "don't"),
        ("ﬁne", "fine"),  # a ligature
        ("STRASSE", "straße"),
        ("e\u0301tude", "étude"),
        ("co-occurrence", "co occurrence"),
        ("word_vector", "word vector"),
        ("−5", "-5"),
        ("3,5", "3.5"),
        ("yes, it is", "yes it is"),
        ("...", "…"),
        ("co\u00adsine\u200b", "cosine"),  # pasted
    ],
)
def test_words_are_the_same_whatever_does_not_matter(given: str, wanted: str) -> None:
    assert words(given) == words(wanted)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("-5", "5"),
        ("3.5", "35"),
        ("c", "c++"),
        ("c#", "c"),
        ("50 %", "50"),
        ("a*b", "ab"),
        ("cosine", "cosines"),
        ("a", ""),
        ("the", ""),
        ("?", "!"),
        ("étude", "etude"),
        ("a/b", "a b"),
    ],
)
def test_words_differ_where_it_matters(given: str, wanted: str) -> None:
    assert words(given) != words(wanted)


@laws
@given(st.text(st.characters(exclude_categories=["Cf", "Cs"]), max_size=40))
def test_space_around_words_is_of_no_account_and_something_is_always_left(text: str) -> None:
    assert words(f"  {text}  ") == words(text)
    assert text.strip() == "" or words(text) != ""


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("x+1", "x + 1"),
        ("dot( a,b )", "dot(a, b)"),
        ("'cat'", '"cat"'),
        ("'''cat'''", '"cat"'),
        ("‘cat’", "'cat'"),
        ("“cat”", '"cat"'),
        ("x – 1", "x - 1"),
        ("f'{x}'", 'f"{x}"'),
        ("F'{x} {y}'", 'f"{x} {y}"'),
        ("x[ 0 ]", "x[0]"),
        ("** 2", "**2"),
        ("(a ,", "(a,"),
        ("for x in  y:", "for x in y :"),
        ("R'\\d'", 'r"\\d"'),
        ("'a\\n'", '"a\\n"'),
        ("a\n", "a"),
        ("\ufeffa", "a"),
    ],
)
def test_code_is_the_same_whatever_does_not_matter(given: str, wanted: str) -> None:
    assert code(given) == code(wanted)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("X", "x"),
        ("x1", "x 1"),
        ("not x", "notx"),
        ("'a b'", "'ab'"),
        ('"it\'s"', "'its'"),
        ("r'\\n'", "'\\n'"),
        ("b'a'", "'a'"),
        ("f'{x}{y}'", "f'{x} {y}'"),
        ("f'{x}'", "'{x}'"),
        ("x == 1", "x = 1"),
        ("a - b", "a-+b"),
        ("(a", "(a)"),
        ("x ? y", "x y"),
        ("1.0", "1"),
        ("", "x"),
    ],
)
def test_code_differs_where_it_matters(given: str, wanted: str) -> None:
    assert code(given) != code(wanted)


@laws
@given(st.text(max_size=40) | st.text("'\"\\fr{}()[]#ab \n\t:=+", max_size=20))
def test_any_text_can_be_compared_as_code(text: str) -> None:
    assert code(text) == code(text + " ") == code(" " + text.strip())


letters = st.text("abcd", max_size=6)


@laws
@given(letters, st.integers(0, 6), st.sampled_from("abcd"))
def test_one_letter_more_less_or_other_is_one_letter_apart(word: str, place: int, letter: str) -> None:
    place = min(place, len(word))
    added = word[:place] + letter + word[place:]
    assert one_letter_apart(added, word) and one_letter_apart(word, added)
    if place < len(word) and word[place] != letter:
        assert one_letter_apart(word[:place] + letter + word[place + 1 :], word)


@laws
@given(letters, st.integers(0, 5))
def test_two_neighbours_swapped_are_one_letter_apart(word: str, place: int) -> None:
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    assert one_letter_apart(swapped, word) == (swapped != word)


@laws
@given(letters, letters)
def test_nothing_else_is_one_letter_apart(given: str, wanted: str) -> None:
    near = {wanted[:i] + c + wanted[i:] for i in range(len(wanted) + 1) for c in "abcd"}
    near |= {wanted[:i] + wanted[i + 1 :] for i in range(len(wanted))}
    near |= {wanted[:i] + c + wanted[i + 1 :] for i in range(len(wanted)) for c in "abcd"}
    near |= {wanted[:i] + wanted[i : i + 2][::-1] + wanted[i + 2 :] for i in range(len(wanted) - 1)}
    assert one_letter_apart(given, wanted) == (given in near - {wanted})
