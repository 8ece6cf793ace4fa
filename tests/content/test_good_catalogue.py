"""The small catalogue has one of everything and no mistake; this is what is read out of it."""

from __future__ import annotations

import hashlib
import json

from exercises.marking import KINDS
from tests.content.conftest import GOOD, Copy
from tutor.catalogue.bundle import load_bundle

BUNDLE = load_bundle(GOOD)
LESSON = BUNDLE.paths[0].lessons[0]
STEPS = BUNDLE.rendered["first"].document["steps"]


def test_nothing_is_wrong_with_it() -> None:
    assert BUNDLE.problems == []


def test_the_path_has_its_phases_and_lessons() -> None:
    (path,) = BUNDLE.paths
    assert (path.slug, path.title, path.emoji) == ("ground", "Ground under the feet", "🧪")
    assert path.promise == "A small path that has one of everything."
    assert [(phase.slug, phase.title, [lesson.slug for lesson in phase.lessons]) for phase in path.phases] == [
        ("steps", "First steps", ["first"])
    ]


def test_the_lesson_has_its_facts_and_concepts() -> None:
    assert (LESSON.slug, LESSON.number, LESSON.title, LESSON.minutes) == ("first", "1.1", "One of everything", 4)
    assert [(concept.slug, concept.needs, concept.line) for concept in LESSON.concepts] == [
        ("sums", (), 8),
        ("lengths", ("sums",), 12),
        ("likeness", ("lengths",), 16),
    ]


def test_the_steps_come_in_order_with_what_they_are_about() -> None:
    assert [(step["kind"], step["key"], step["item"], step["exercise"]) for step in STEPS] == [
        ("read", "opening", None, None),
        ("explore", "walk", None, None),
        ("check", "add", "add-two", None),
        ("read", "table", None, None),
        ("code", "measure", None, "measure"),
        ("recap", "end", None, None),
    ]


def test_seconds_are_words_at_two_hundred_a_minute_and_time_to_look() -> None:
    seconds = {step["key"]: step["seconds"] for step in STEPS}
    # 12 words, a set-off formula and a picture.
    assert seconds["opening"] == round(60 * 12 / 200 + 2 * 10)
    # 3 words before and 3 after the widget.
    assert seconds["walk"] == round(60 * 6 / 200 + 60)
    assert seconds["add"] == 20, "what its item says"
    # 11 words with those in its cells, a table and a piece of code.
    assert seconds["table"] == round(60 * 11 / 200 + 2 * 10)
    # 3 words, and what its exercise says.
    assert seconds["measure"] == round(60 * 3 / 200 + 90)
    assert seconds["end"] == 5, "the least there is"


def test_markdown_becomes_html_with_addresses_of_the_site() -> None:
    opening, table = STEPS[0]["html"], STEPS[3]["html"]
    picture = hashlib.sha256((GOOD / "ground/01-first/images/arrow.svg").read_bytes()).hexdigest()
    assert f'<img src="/assets/{picture}/arrow.svg" alt="An arrow from the origin to the point 3, 4" loading="lazy">' in opening
    assert opening.count("<math") == 2
    assert '<a href="/learn/ground/first/">the same lesson</a>' in table
    assert '<a href="https://example.org/" rel="noopener noreferrer">' in table
    assert '<td class="align-right">4</td>' in table
    assert '<pre class="code" tabindex="0"><code><span class="nb">print</span>' in table


def test_the_widget_has_its_data_its_source_and_its_question() -> None:
    widget = STEPS[1]["widget"]
    assets = {asset.digest: asset for asset in BUNDLE.rendered["first"].assets}
    assert json.loads(assets[widget["asset"]["digest"]].body) == {"words": ["one", "two"]}
    assert widget == {
        "name": "concordance",
        "asset": {"digest": widget["asset"]["digest"], "name": "words.json"},
        "source_html": "words written for this test",
        "predict": {"ask_html": "What is 1 + 1?", "options_html": ["1", "2", "3"], "answer": 1},
        "after_html": "<p>It was <strong>two</strong>.</p>\n",
    }


def test_assets_are_named_by_their_content() -> None:
    assert {(asset.name, asset.media_type) for asset in BUNDLE.rendered["first"].assets} == {
        ("arrow.svg", "image/svg+xml"),
        ("words.json", "application/json"),
    }
    assert all(asset.digest == hashlib.sha256(asset.body).hexdigest() for asset in BUNDLE.rendered["first"].assets)


def test_every_kind_of_item_is_there() -> None:
    items = BUNDLE.items["first"]
    assert {item.kind for item in items} == set(KINDS)
    assert {item.concept for item in items} == {"sums", "lengths", "likeness"}
    assert items[1].document["let"] == [["total", "n + m"], ["answer", "total * 2"]], "the order of names counts"


def test_the_exercise_is_read_without_being_run() -> None:
    exercise = BUNDLE.exercises["first"]
    assert (exercise.slug, exercise.title, exercise.concept, exercise.seconds) == ("measure", "Measure an arrow", "lengths", 90)
    assert exercise.entry == ({"name": "norm", "signature": "norm(a: list[float]) -> float"},)
    assert exercise.hints_html == ("<p>Square each number first.</p>\n", "<p><code>math.sqrt</code> is the root.</p>\n")
    assert [(one["name"], one["weight"], one["concept"], one["sample"]) for one in exercise.check_list] == [
        ("example", 1, "lengths", True),
        ("no_sign", 2, "lengths", False),
        ("any_number", 2, "", False),
        ("grows", 1, "", False),
        ("zero", 1, "", False),
    ]
    assert sorted(exercise.mutants) == ["adds_up.py", "counts_one_more.py", "forgets_the_root.py", "two_only.py"]


def test_reading_twice_gives_the_same_digests(copy: Copy) -> None:
    again = copy.load()
    assert again.rendered["first"].digest == BUNDLE.rendered["first"].digest
    assert again.exercises["first"].digest == BUNDLE.exercises["first"].digest


def test_a_changed_word_changes_the_digest_of_the_lesson_and_of_nothing_else(copy: Copy) -> None:
    copy.change("ground/01-first/lesson.md", "Pick a word.", "Pick any word.")
    again = copy.load()
    assert again.rendered["first"].digest != BUNDLE.rendered["first"].digest
    assert again.exercises["first"].digest == BUNDLE.exercises["first"].digest


def test_folders_that_begin_with_an_underscore_are_drafts(copy: Copy) -> None:
    copy.write("_later/path.yaml", "nothing yet")
    copy.write("ground/_02-second/lesson.md", "nothing yet")
    assert copy.problems() == []
