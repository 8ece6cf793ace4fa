"""The lessons that are taught: what was designed for each of them holds. Their widgets' numbers are tests/lab's."""

from __future__ import annotations

from collections import Counter

import pytest

from exercises.content.exercises import ExerciseFile
from exercises.marking import KINDS
from lessons.content.checks import stage_seconds
from lessons.content.markdown import count_words
from lessons.content.schema import Lesson
from tests.catalogue.bundle import real

BUNDLE = real()
LESSONS = [lesson for path in BUNDLE.paths for lesson in path.lessons]
CONCEPTS = [(lesson, concept.slug) for lesson in LESSONS for concept in lesson.concepts]
ITEMS = [item for items in BUNDLE.items.values() for item in items]
ROUNDING = 30  # seconds: minutes are declared whole
CAPSTONE = "duplicates"  # it is taken in stages, over several days

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
every_concept = pytest.mark.parametrize(("lesson", "concept"), CONCEPTS, ids=[concept for _, concept in CONCEPTS])
every_exercise = pytest.mark.parametrize("exercise", BUNDLE.exercises.values(), ids=lambda exercise: exercise.slug)


def test_nothing_is_wrong_with_the_catalogue() -> None:
    assert [str(problem) for problem in BUNDLE.problems] == []


def test_what_there_is_of_each_phase_is_taught_in_its_order() -> None:
    assert [(path.slug, [phase.slug for phase in path.phases]) for path in BUNDLE.paths] == [
        ("embeddings", ["meaning-as-geometry", "training-the-map", "from-words-to-documents", "find-the-duplicates"])
    ]
    assert [(lesson.number, lesson.slug) for lesson in LESSONS] == [
        ("1.1", "company"),
        ("1.2", "coordinates"),
        ("1.3", "cosine"),
        ("1.4", "high-dimensions"),
        ("2.1", "guessing-game"),
        ("2.2", "negative-sampling"),
        ("2.3", "one-step"),
        ("2.4", "analogies"),
        ("2.5", "bias"),
        ("3.1", "sentences"),
        ("3.2", "rerank"),
        ("3.3", "ann"),
        ("3.4", "drift"),
        ("4.1", "duplicates"),
    ]


@every_lesson
def test_a_lesson_begins_with_reading_and_exploring_and_ends_with_code_and_a_recap(lesson: Lesson) -> None:
    kinds = [step.kind for step in lesson.steps]
    assert kinds[:2] == ["read", "explore"]
    assert kinds.count("explore") == (2 if lesson.slug == CAPSTONE else 1)
    assert kinds.count("recap") == 1 and kinds[-1] == "recap"
    if lesson.slug == CAPSTONE:
        return
    assert kinds[-2] == "code"
    assert 2 <= kinds.count("check") <= 3
    assert kinds.count("code") == 1


def test_the_capstone_is_taken_in_five_stages_of_a_day_each() -> None:
    document = BUNDLE.rendered[CAPSTONE].document
    assert len(document["stages"]) == 5
    assert all(4 <= seconds / 60 <= 7.5 for seconds in stage_seconds(document))
    code = [step for step in document["steps"] if step["kind"] in {"code", "report"}]
    asked = [step.get("goal") or step.get("findings") for step in code]
    assert asked == ["samples", "samples", None, "submission"]
    assert {step["exercise"] for step in code} == {"find-duplicates"}


@every_lesson
def test_a_lesson_takes_the_minutes_that_it_declares(lesson: Lesson) -> None:
    seconds = sum(step["seconds"] for step in BUNDLE.rendered[lesson.slug].document["steps"])
    assert abs(seconds - 60 * lesson.minutes) <= ROUNDING
    assert lesson.minutes <= (25 if lesson.slug == CAPSTONE else 8), "it fits into a day or two"


@every_lesson
def test_no_screen_of_text_is_long(lesson: Lesson) -> None:
    words = {step.key: count_words(step.text) for step in lesson.steps}
    assert all(words[step.key] <= 120 for step in lesson.steps if step.kind in {"read", "recap"})
    assert all(words[step.key] <= 60 for step in lesson.steps if step.kind in {"explore", "check", "code"})


@every_lesson
def test_something_is_predicted_before_the_widget_is_touched(lesson: Lesson) -> None:
    for widget in [step.widget for step in lesson.steps if step.widget]:
        assert widget.data and widget.source and widget.after
        assert widget.predict is not None and len(widget.predict.options) >= 3


def test_the_predictions_do_not_always_have_the_same_answer() -> None:
    answers = [step.widget.predict.answer for lesson in LESSONS for step in lesson.steps if step.widget and step.widget.predict]
    assert len(set(answers)) > 1


@every_lesson
def test_every_concept_but_the_first_ones_rests_on_another(lesson: Lesson) -> None:
    assert 4 <= len(lesson.concepts) <= 6
    taught = [concept for _, concept in CONCEPTS]
    for concept in lesson.concepts:
        assert all(taught.index(need) < taught.index(concept.slug) for need in concept.needs), "what is needed is taught before"
    rootless = [concept.slug for concept in lesson.concepts if not concept.needs]
    assert len(rootless) <= 1


@every_concept
def test_a_concept_is_asked_in_three_ways_or_more_one_of_them_with_fresh_numbers(lesson: Lesson, concept: str) -> None:
    items = [item for item in BUNDLE.items[lesson.slug] if item.concept == concept]
    assert len(items) >= 3
    assert len({item.kind for item in items}) >= 3
    assert any(item.document.get("parameters") for item in items)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.slug)
def test_every_wrong_answer_that_is_foreseen_has_its_reason(item) -> None:
    document = item.document
    assert document["why"].strip()
    foreseen = [*document.get("options", []), *document.get("mistakes", []), *document.get("near", [])]
    foreseen += [*document.get("pairs", []), *document.get("picture", {}).get("points", []), *document.get("blanks", {}).values()]
    assert all(one["why"].strip() for one in foreseen)
    assert 10 <= item.seconds <= 90


def test_all_kinds_of_questions_are_asked_and_none_most_of_the_time() -> None:
    count = Counter(item.kind for item in ITEMS)
    assert set(count) == set(KINDS)
    assert max(count.values()) <= len(ITEMS) / 3


def test_every_lesson_has_an_exercise() -> None:
    assert [exercise.slug for exercise in BUNDLE.exercises.values()] == [
        "count-the-company",
        "weigh-words",
        "cosine-and-matrix",
        "random-projection",
        "skip-gram-pairs",
        "loss-and-noise",
        "negative-sampling-step",
        "three-cos-add",
        "weat-effect",
        "pool-and-contrast",
        "retrieve-then-rerank",
        "ann-index",
        "drift-and-stale-rows",
        "find-duplicates",
    ]


@every_exercise
def test_an_exercise_has_checks_for_its_concept_hints_and_known_mistakes(exercise: ExerciseFile) -> None:
    checks = exercise.check_list
    assert len(checks) >= 5
    assert 1 <= sum(check["sample"] for check in checks) <= 2
    assert any(check["concept"] == exercise.concept for check in checks)
    assert sum(check["weight"] for check in checks if check["sample"]) < sum(check["weight"] for check in checks) / 2
    assert len(exercise.mutants) >= 4
    assert len(exercise.hints_html) == 3
    assert exercise.seconds <= (420 if exercise.slug == "find-duplicates" else 180)


@every_exercise
def test_the_mistakes_of_an_exercise_are_different_and_caught_by_different_checks(exercise: ExerciseFile) -> None:
    assert len(set(exercise.mutants.values())) == len(exercise.mutants)
    named = {source.split("Fails:")[1].split()[0] for source in exercise.mutants.values()}
    assert len(named) >= 3
    assert named <= {check["name"] for check in exercise.check_list}
