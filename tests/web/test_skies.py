"""Paths and days as pictures: everything has its place inside, and the light says what it should."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.selectors import PathMap, PickView
from tutor.selectors.paths import ConceptView, LessonView, PhaseView
from tutor.web.constellation import constellation
from tutor.web.skies import day_sky, words

RECALLS = st.none() | st.floats(0, 1)
CONCEPTS = st.lists(st.builds(ConceptView, st.just("c"), st.text(max_size=20), st.just(""), RECALLS), max_size=8).map(tuple)


def a_lesson(number: int, concepts: tuple[ConceptView, ...]) -> LessonView:
    met = [concept.recall for concept in concepts if concept.recall is not None]
    title = "A title of several words that needs more than one line"
    recall = sum(met) / len(met) if met else None
    state = "done" if met else "open"
    return LessonView(f"l{number}", f"1.{number}", title, "", 6, state, recall, concepts, f"/learn/p/l{number}/")


def a_path(lessons: list[tuple[ConceptView, ...]]) -> PathMap:
    views = tuple(a_lesson(number, concepts) for number, concepts in enumerate(lessons))
    phases = (PhaseView("one", "One", "", 6, views),)
    ahead = next((view.url for view in views if view.state != "done"), "")
    return PathMap("p", "P", "", "", True, phases, 0, len(views), 6, ahead)


PATHS = st.lists(CONCEPTS, max_size=30).map(a_path)


@settings(max_examples=60)
@given(PATHS, st.booleans())
def test_every_lesson_and_star_lies_within_the_sky_and_no_lesson_on_another(path: PathMap, tall: bool) -> None:
    sky = constellation(path, tall=tall)
    places = [(lesson.x, lesson.y) for lesson in sky.lessons]
    assert all(0 < x < sky.width and 0 < y < sky.height for x, y in places)
    assert all(0 < star.x < sky.width and 0 < star.y < sky.height for lesson in sky.lessons for star in lesson.stars)
    assert all(lesson.label_y + 19 * len(lesson.lines) < sky.height for lesson in sky.lessons)
    assert all(abs(x - u) + abs(y - v) > 54 for i, (x, y) in enumerate(places) for u, v in places[:i])
    assert len(sky.threads) == max(0, len(places) - 1)


def on_the_way(way: str) -> list[tuple[float, float]]:
    """Points of a cubic Bézier curve, as an SVG path has it."""
    (x, y), (a, b), (c, d), (u, v) = [tuple(map(float, pair.split())) for pair in re.findall(r"[-\d.]+ [-\d.]+", way)]
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in (n / 40 for n in range(41))]
    return [(o * x + p * a + q * c + r * u, o * y + p * b + q * d + r * v) for o, p, q, r in weights]


@settings(max_examples=60)
@given(PATHS, st.booleans())
def test_no_thread_runs_through_the_name_of_a_lesson(path: PathMap, tall: bool) -> None:
    sky = constellation(path, tall=tall)
    ways = [point for thread in sky.threads for point in on_the_way(thread.way)]
    assert all(0 < x < sky.width for x, _ in ways)
    for lesson in sky.lessons:
        wide = 6.5 * max(map(len, lesson.lines))
        left = lesson.label_x - (wide / 2 if lesson.anchor == "middle" else 0)
        within = [x for x, y in ways if left < x < left + wide and 0 < y - lesson.label_y < 15 * len(lesson.lines)]
        assert not within, lesson.number


@settings(max_examples=60)
@given(PATHS)
def test_a_star_is_as_bright_as_it_is_remembered_and_one_never_met_is_unlit(path: PathMap) -> None:
    stars = [star for lesson in constellation(path, tall=False).lessons for star in lesson.stars]
    concepts = [concept for lesson in path.phases[0].lessons for concept in lesson.concepts]
    lit = sorted(
        (concept.recall, star.brightness) for concept, star in zip(concepts, stars, strict=True) if concept.recall is not None
    )
    assert [brightness for _, brightness in lit] == sorted(brightness for _, brightness in lit)
    assert all(0 < brightness <= 1 for _, brightness in lit)
    assert all((star.brightness is None) == (concept.recall is None) for concept, star in zip(concepts, stars, strict=True))


@given(PATHS)
def test_only_the_lesson_to_go_on_with_is_marked(path: PathMap) -> None:
    marked = [lesson.url for lesson in constellation(path, tall=True).lessons if lesson.here]
    assert marked == ([path.next_url] if path.next_url else [])


PICKS = st.lists(st.tuples(st.integers(1, 1800), st.booleans()), max_size=40)


@given(PICKS)
def test_a_day_lights_up_in_its_order_within_its_sky(plan: list[tuple[int, bool]]) -> None:
    picks = [PickView("step", "read", "k", "t", "", "", seconds, done, "/") for seconds, done in plan]
    sky = day_sky(picks)
    assert [point.state == "done" for point in sky.points] == [done for _, done in plan]
    assert [point.state for point in sky.points].count("next") == (not all(done for _, done in plan))
    assert [point.x for point in sky.points] == sorted(point.x for point in sky.points)
    assert all(0 < point.x < sky.width and 0 < point.y < sky.height for point in sky.points)


def test_a_word_is_led_to_another_one() -> None:
    assert all((word.x, word.y) != (word.near_x, word.near_y) for word in words())
