"""What is left out is asked for nowhere, and one recall is told everywhere: that of the learner's level and parameters."""

from datetime import timedelta

import pytest

from exercises.models import Item
from tests.helpers import MONDAY, answer, later, take_lesson
from tutor import selectors, services
from tutor.models import ConceptMemory, DayPlan, ItemLevel, LearnerLevel
from tutor.rules import level
from tutor.rules.memory import recall
from tutor.selectors import digest, reminding, statistics
from tutor.services.planning import material

NOW = later(20)
DAY = NOW.date()


@pytest.fixture
def ada(ada):
    for slug in ("lengths", "angles"):
        take_lesson(ada, slug, MONDAY)
    return ada


@pytest.mark.parametrize("state", ["suspended", "known"])
def test_what_is_left_out_comes_back_nowhere(ada, state):
    ConceptMemory.objects.filter(learner=ada, concept__slug="norm").update(state=state, due_on=DAY - timedelta(days=3))
    ConceptMemory.objects.filter(learner=ada, concept__slug="dot").update(due_on=DAY)
    ConceptMemory.objects.filter(learner=ada, concept__slug__in=["angle", "empty-sum"]).update(due_on=DAY + timedelta(days=3))
    assert [one.concept for one in material(ada, DAY).due] == ["dot"]
    assert set(material(ada, DAY, every_memory=True).memories) == {"dot", "angle", "empty-sum"}
    waiting = reminding.waiting_for([ada], {ada.pk: DAY})[ada.pk]
    assert (waiting.due, waiting.fading.title) == (1, "Dot")
    assert digest.digests_for([ada], {ada.pk: DAY})[ada.pk].coming_count == 2
    assert selectors.today_for(ada, NOW).due_count == 1
    shown = {one.title: one.due_on for one in statistics.memory_map(ada, "arrows", DAY)}
    assert shown["Norm"] is None and shown["Dot"] == DAY
    asked = sum(day.reviews for day in statistics.upcoming_for(ada, DAY))
    ConceptMemory.objects.filter(learner=ada).update(state="active")
    assert asked < sum(day.reviews for day in statistics.upcoming_for(ada, DAY))


def test_one_recall_is_told_everywhere(ada):
    """By FSRS it would be another: this learner forgets more than it says."""
    LearnerLevel.objects.filter(learner=ada).update(intercept=-1.0)
    row = ConceptMemory.objects.get(learner=ada, concept__slug="dot")
    ConceptMemory.objects.filter(pk=row.pk).update(due_on=DAY)
    ItemLevel.objects.all().delete()
    expected = level.corrected(recall(row.as_rule(), DAY), -1.0)
    assert expected < recall(row.as_rule(), DAY) - 0.1
    lessons = selectors.path_map(ada, "arrows", NOW).phases[0].lessons
    told = {
        "plan": next(one.recall for one in material(ada, DAY).due if one.concept == "dot"),
        "reminder": reminding.waiting_for([ada], {ada.pk: DAY})[ada.pk].fading.recall,
        "map": next(one.recall for one in lessons[1].concepts if one.slug == "dot"),
        "sky": next(one.recall for one in statistics.memory_map(ada, "arrows", DAY) if one.title == "Dot"),
        "concept": selectors.concept_page(ada, "dot", NOW).recall,
        "profile": next(one.recall for one in selectors.profile_for(ada, NOW).memories if one.slug == "dot"),
    }
    assert told == {place: pytest.approx(expected) for place in told}
    answer(ada, "dot-which", NOW)
    (gain,) = selectors.day_summary(ada, DAY, NOW).concepts
    (month,) = statistics.retention(ada, DAY)
    assert gain.recall_before == pytest.approx(expected) == pytest.approx(month.expected)
    assert digest.digests_for([ada], {ada.pk: DAY})[ada.pk].brighter[0].growth == pytest.approx(
        selectors.concept_page(ada, "dot", NOW).recall - expected
    )


def test_a_harder_question_is_less_likely_to_be_answered(ada):
    ConceptMemory.objects.filter(learner=ada).update(due_on=DAY)
    easy = {one.concept: one.recall for one in material(ada, DAY).due}
    for item in Item.objects.select_related("current"):
        ItemLevel.objects.update_or_create(revision=item.current, defaults={"difficulty": 1.0})
    hard = {one.concept: one.recall for one in material(ada, DAY).due}
    assert all(hard[concept] < easy[concept] for concept in easy)


def test_what_is_suspended_leaves_the_plan_of_today(ada):
    ConceptMemory.objects.filter(learner=ada).update(due_on=DAY)
    services.open_day(learner=ada, now=NOW)
    before = [pick["concept"] for pick in DayPlan.objects.get(learner=ada, day=DAY).document["picks"]]
    services.set_concept(learner=ada, concept_slug="dot", act="suspend", now=NOW)
    after = [pick["concept"] for pick in DayPlan.objects.get(learner=ada, day=DAY).document["picks"]]
    assert "dot" in before and after == [concept for concept in before if concept != "dot"]
