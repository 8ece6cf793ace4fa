"""The window on its walk over a sentence: the questions of both games, the guess, and what the table has learned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.widgets.stage import HUNDREDTH, Stage, data, numbers

pytestmark = pytest.mark.browser


def sentence(place: int) -> dict[str, Any]:
    return data("window-walker")["sentences"][place]


def near(words: list[str], place: int, reach: int) -> list[str]:
    return words[max(0, place - reach) : place] + words[place + 1 : place + 1 + reach]


def questions(stage: Stage) -> list[str]:
    return [" ".join(text.split()) for text in stage.texts(".walker-questions tr + tr")]


def knows(stage: Stage, word: str) -> None:
    """The table of neighbours is that of the word, before training and after."""
    both = [one for rows in data("window-walker")["near"][word] for one in rows]
    shown = stage.texts(".walker-tables li")
    assert [text.split()[0] for text in shown] == [other for other, _ in both]
    assert [numbers(text)[0] for text in shown] == pytest.approx([alike for _, alike in both], abs=HUNDREDTH)


def test_the_window_makes_the_questions_of_both_games_at_every_place(opened: Callable[[str], Stage]) -> None:
    stage = opened("window-walker")
    after = stage.page.locator("[data-after]")
    expect(after).to_be_hidden()
    stage.choose("The ball")
    expect(after).to_be_visible()
    words = sentence(4)["words"]
    radios = stage.element.locator(".walker-line input")
    expect(radios).to_have_count(len(words))
    radios.nth(2).focus()
    for place in (3, 4, 5):
        stage.page.keyboard.press("ArrowRight")
        expect(radios.nth(place)).to_be_checked()
        assert questions(stage) == [f"{words[place]} → {context}" for context in near(words, place, 2)]
        expect(stage.says).to_contain_text(f"From “{words[place]}” guess {', '.join(near(words, place, 2))}, one pair each.")
        knows(stage, words[place])
    stage.choose("CBOW questions")
    for reach in (1, 2, 3):
        stage.slide(reach - 1)
        assert questions(stage) == [f"{' · '.join(near(words, 5, reach))} → {words[5]}"]
        lit = stage.texts(".walker-line label.is-near")
        assert lit == near(sentence(4)["shown"], 5, reach)
    expect(stage.says).to_contain_text(f"The {len(words)} words of the sentence make {len(words)} such questions.")
    stage.choose("skip-gram pairs")
    made = sum(len(near(words, place, 3)) for place in range(len(words)))
    all_pairs = data("window-walker")["pairs"][2]
    expect(stage.says).to_contain_text(f"make {made} such questions. The tales trained on make {all_pairs:,}.")


def test_the_covered_word_is_guessed_against_the_model_and_both_are_counted(opened: Callable[[str], Stage]) -> None:
    stage = opened("window-walker")
    stage.choose("The castle")
    stage.choose("guess it yourself")
    words, mine = sentence(2)["words"], 0
    total = data("window-walker")["vocabulary"]
    for played, place in enumerate((2, 3, 4), start=1):
        guess = sentence(2)["guesses"][1][place]
        assert stage.texts(".walker-line label")[place] == "_____"
        expect(stage.element.locator(".walker-tables")).to_have_count(0)
        options = stage.texts(".walker-options button")
        assert options == sorted(options) and len(set(options)) == 5 and words[place] in options
        chosen = words[place] if played == 2 else next(word for word in options if word != words[place])
        mine += chosen == words[place]
        stage.press(chosen)
        told = "You have it" if played == 2 else f"You said “{chosen}”"
        expect(stage.says).to_contain_text(f"{told}: the word is “{words[place]}”.")
        first, share = guess["first"][0]
        expect(stage.says).to_contain_text(f"The model's first guess was “{first}” ({round(100 * share)}%)")
        expect(stage.says).to_contain_text(f"of {total:,} words")
        expect(stage.says).to_contain_text(f"So far: you {mine} of {played}, the model 0.")
        rows = stage.texts(".walker-guesses th")
        assert rows[:5] == [f"{word} ✓" if word == words[place] else word for word, _ in guess["first"]]
        assert f"{words[place]} ✓" in rows
        knows(stage, words[place])
        expect(stage.element.locator(".walker-line input:checked")).to_be_focused()
        stage.press("walk on →")
    stage.press("← back")
    expect(stage.says).to_contain_text(f"the word is “{words[4]}”.")  # what is uncovered stays so


def test_the_walk_goes_around_the_sentence(opened: Callable[[str], Stage]) -> None:
    stage = opened("window-walker")
    words = sentence(0)["words"]
    for _ in range(3):
        stage.press("← back")
    expect(stage.says).to_contain_text(f"From “{words[-1]}” guess {', '.join(near(words, len(words) - 1, 2))}")
    stage.press("walk on →")
    expect(stage.says).to_contain_text(f"From “{words[0]}” guess {words[1]}, {words[2]}, one pair each.")
