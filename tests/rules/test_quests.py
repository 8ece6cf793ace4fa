"""Quests: three, the same at each look, out of what the day holds, and all of them met by doing the plan well."""

import re
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.rules.quests import KINDS, Answer, DayAhead, Deeds, PlannedReview, PlannedStep, choose, progress

DAY = date(2026, 3, 2)
reviews = st.builds(
    PlannedReview,
    concept=st.sampled_from("abcdefgh"),
    title=st.just("Dot product"),
    lesson=st.sampled_from(["one", "two", "three"]),
    recall=st.floats(0, 1),
    days_since=st.integers(1, 60),
    missed_last=st.booleans(),
)
steps = st.builds(
    PlannedStep,
    lesson=st.sampled_from(["four", "five"]),
    lesson_title=st.just("Cosine"),
    key=st.sampled_from(["a", "b", "c", "d"]),
    kind=st.sampled_from(["read", "explore", "check", "code", "recap"]),
    title=st.just("Two arrows"),
    ends_lesson=st.booleans(),
)
days = st.builds(
    DayAhead,
    st.lists(reviews, max_size=6, unique_by=lambda one: one.concept).map(tuple),
    st.lists(steps, max_size=5, unique_by=lambda one: (one.lesson, one.key)).map(tuple),
)
NOTHING = Deeds((), (), recalled_first=False, finished=False)


def done_well(ahead):
    """The whole plan, unhurried and right."""
    answers = tuple(Answer(one.concept, one.lesson, right=True, hasty=False, hinted=False) for one in ahead.reviews)
    answers += tuple(Answer(one.key, one.lesson, True, False, False) for one in ahead.steps if one.kind == "check")
    stepped = tuple((one.lesson, one.key) for one in ahead.steps)
    return Deeds(answers, stepped, recalled_first=bool(ahead.reviews), finished=True)


@given(days, st.integers(1, 10**6), st.integers(0, 400))
@settings(max_examples=200)
def test_every_day_has_up_to_three_different_quests_that_its_plan_meets(ahead, learner, n):
    quests = choose(ahead, learner=learner, day=DAY + timedelta(days=n))
    assert quests == choose(ahead, learner=learner, day=DAY + timedelta(days=n))
    assert len({quest.slug for quest in quests}) == len(quests) <= 3
    subjects = [quest.subject for quest in quests if quest.subject]
    assert len(set(subjects)) == len(subjects)
    assert bool(quests) == bool(ahead.reviews or ahead.steps)
    if len(ahead.reviews) > 1 and ahead.steps:
        assert len(quests) == 3
    assert all(done == 0 for done, _ in progress(quests, NOTHING))
    assert all(done == needed for done, needed in progress(quests, done_well(ahead)))


@given(days, st.integers(1, 10**6))
def test_no_quest_asks_for_a_number_of_answers(ahead, learner):
    for quest in choose(ahead, learner=learner, day=DAY):
        assert not re.search(r"\d+ (more|questions|answers|reviews|items)", quest.title)


@given(days, st.integers(1, 10**6))
def test_what_was_asked_yesterday_waits_while_there_is_something_else(ahead, learner):
    first = {quest.slug for quest in choose(ahead, learner=learner, day=DAY)}
    second = {quest.slug for quest in choose(ahead, learner=learner, day=DAY + timedelta(days=1), before=first)}
    possible = {slug for slug, kind in KINDS.items() if kind.offer(ahead)}
    for slug in first & second:
        family = {one for one in possible if KINDS[one].family == KINDS[slug].family}
        subjects = {KINDS[one].offer(ahead)[0] for one in family - first}
        assert not family - first - second or subjects - {""} or len(possible) <= 3, "another of its kind was free"


def test_quests_vary_over_a_month():
    ahead = DayAhead(
        tuple(PlannedReview(name, name, lesson, 0.8, 20, True) for name, lesson in (("a", "one"), ("b", "two"), ("c", "one"))),
        tuple(PlannedStep("four", "Cosine", kind, kind, kind, kind == "recap") for kind in ("read", "explore", "check", "recap")),
    )
    before, seen = set(), []
    for n in range(30):
        quests = choose(ahead, learner=7, day=DAY + timedelta(days=n), before=before)
        before = {quest.slug for quest in quests}
        seen += before
    assert len(set(seen)) >= 10


def test_rushing_and_hints_do_not_meet_quests_about_care():
    ahead = DayAhead((PlannedReview("a", "A", "one", 0.8, 3, False),), ())
    rushed = Deeds((Answer("a", "one", right=True, hasty=True, hinted=False),), (), recalled_first=True, finished=True)
    hinted = Deeds((Answer("a", "one", right=True, hasty=False, hinted=True),), (), recalled_first=True, finished=True)
    quests = {quest.slug: quest for n in range(40) for quest in choose(ahead, learner=n, day=DAY)}
    assert progress([quests["unhurried"]], rushed) == ((0, 1),)
    assert progress([quests["unaided"]], hinted) == ((0, 1),)
