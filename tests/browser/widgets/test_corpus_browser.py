"""The whole corpus to read: groups, a question's neighbours, words to look for, and pairs to judge before the labels tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.widgets.stage import Stage, data, numbers

pytestmark = pytest.mark.browser


def bare(texts: list[str]) -> list[str]:
    """Without the quotation marks that the browser sets."""
    return [text.strip("“”") for text in texts]


def test_groups_questions_and_neighbours_are_those_of_the_corpus(opened: Callable[[str], Stage]) -> None:
    stage, corpus = opened("corpus-browser"), data("corpus-browser")
    entries = stage.element.locator(".corpus-entries .corpus-open")
    sizes = Counter(corpus["groups"])
    several = sorted((size for size in sizes.values() if size > 1), reverse=True)
    expect(stage.says).to_have_text(f"{len(several)} groups.")
    assert [numbers(text)[0] for text in stage.texts(".corpus-open .corpus-about")] == several[:20]
    stage.press("next")
    assert [numbers(text)[0] for text in stage.texts(".corpus-open .corpus-about")] == several[20:40]
    stage.press("previous")

    entries.nth(2).focus()
    stage.page.keyboard.press("Enter")
    shown = bare(stage.texts(".corpus-open q"))
    (group,) = {corpus["groups"][corpus["texts"].index(text)] for text in shown}
    assert len(shown) == sizes[group]
    pairs = len(shown) * (len(shown) - 1) // 2
    expect(stage.says).to_have_text(f"A group of {len(shown)} questions, which makes {pairs} duplicate pairs.")
    assert stage.element.evaluate("one => one.contains(document.activeElement)"), "the keyboard stays inside"

    entries.nth(1).click()
    place = corpus["texts"].index(shown[1])
    assert bare(stage.texts(".corpus-pair q")) == [corpus["texts"][other] for other in corpus["neighbours"][place]]
    cosines = [numbers(text)[0] for text in stage.texts(".corpus-cosine")]
    assert cosines == pytest.approx([one / 1000 for one in corpus["cosines"][place]], abs=0.00501)
    assert stage.texts(".corpus-verdict") == [""] * 5, "no label is told before the guess"
    stage.press("← back")
    stage.press("← back")
    expect(entries.nth(2)).to_be_focused()

    stage.choose("alone")
    expect(stage.says).to_have_text(f"{sum(size == 1 for size in sizes.values())} questions that are alone.")
    stage.choose("all")
    stage.element.get_by_role("searchbox").fill("Lost  CARD")
    found = [text for text in corpus["texts"] if "lost" in text.lower() and "card" in text.lower()]
    expect(stage.says).to_have_text(f"{len(found)} questions with “Lost CARD”.")
    assert sorted(bare(stage.texts(".corpus-open q"))) == sorted(found)
    stage.element.get_by_role("searchbox").fill("zzzz")
    expect(stage.element.locator(".corpus-entries")).to_have_text("Nothing has these words.")


def test_pairs_of_one_cosine_are_half_in_one_group_and_told_only_after_a_guess(opened: Callable[[str], Stage]) -> None:
    stage, corpus = opened("corpus-browser"), data("corpus-browser")
    stage.choose("pairs")
    kinds: dict[int, Counter[bool]] = {}
    agreed = judged = 0
    while True:
        for row in stage.element.locator(".corpus-pair").all():
            first, second = (corpus["texts"].index(text) for text in bare(row.locator("q").all_inner_texts()))
            same = corpus["groups"][first] == corpus["groups"][second]
            cosine = corpus["cosines"][first][corpus["neighbours"][first].index(second)]
            kinds.setdefault(cosine // 10, Counter())[same] += 1
            if judged < 4:
                expect(row.locator(".corpus-verdict")).to_be_empty()
                row.get_by_role("button", name="same group", exact=True).click()
                row.get_by_role("button", name="different groups").click(force=True)  # too late
                judged, agreed = judged + 1, agreed + same
                told = "✓ The labels put them in one group." if same else "✗ The labels keep them apart."
                expect(row.locator(".corpus-verdict")).to_have_text(told)
                expect(stage.says).to_contain_text(f"You and the labels agree on {agreed} of {judged}.")
        if stage.element.get_by_role("button", name="next", exact=True).get_attribute("aria-disabled") == "true":
            break
        stage.press("next")
    assert len(kinds) > 40 and all(kind == Counter({True: 1, False: 1}) for kind in kinds.values())
    stage.choose("groups")
    stage.choose("pairs")
    assert all(stage.texts(".corpus-verdict")), "what was judged stays so"
