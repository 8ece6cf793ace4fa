"""The placement test through its services: what is asked, what passing does, and that luck and repeats do not help."""

import pytest

from exercises.marking.responses import right_response, wrong_responses
from exercises.models import Item, ItemRevision
from lessons.models import Concept, Phase
from tests.helpers import LESSONS, MONDAY, answer, choice, later
from tutor import selectors, services
from tutor.errors import BadInput, NotFound, StaleQuestion, TooOften
from tutor.models import ConceptMemory, LessonProgress, Placement, StepDone
from tutor.rules.placement import MOST, STABILITY


@pytest.fixture
def bank(ada):
    """The course with enough questions to be tested on: ten more of each concept."""
    for concept in Concept.objects.all():
        for number in range(10):
            slug = f"{concept.slug}-more-{number}"
            item = Item.objects.create(slug=slug, lesson=concept.lesson, concept=concept)
            document = choice(slug)
            item.current = ItemRevision.objects.create(
                item=item, digest=slug, kind="choice", seconds=30, document=document, published_at=MONDAY
            )
            item.save()
    return ada


def sit(learner, now, *, right=True, phase=""):
    """Takes the test to its end."""
    services.begin_placement(learner=learner, path_slug="arrows", phase_slug=phase, now=now)
    while (shown := selectors.placement_for(learner, "arrows", now)).open:
        question = shown.open.question
        response = right_response(question) if right else wrong_responses(question)[0]
        services.answer_placement(learner=learner, path_slug="arrows", number=shown.open.number, response=response, now=now)
    return shown


def test_who_knows_it_all_need_not_take_the_lessons(bank):
    shown = sit(bank, MONDAY)
    assert [(result.title, result.passed) for result in shown.results] == [("First", True)]
    assert shown.lessons_placed == 3 and shown.phases == ()
    assert LessonProgress.objects.filter(learner=bank, finished_at__isnull=False).count() == 3
    assert StepDone.objects.filter(learner=bank).count() == sum(len(steps) for steps in LESSONS.values())
    memories = ConceptMemory.objects.filter(learner=bank)
    assert {memory.stability for memory in memories} == {STABILITY}
    assert all(0 < (memory.due_on - MONDAY.date()).days < 12 for memory in memories), "what was placed is soon asked once"


def test_who_does_not_is_let_go_after_a_few_questions_with_nothing_changed(bank):
    shown = sit(bank, MONDAY, right=False)
    assert [(result.passed, result.right) for result in shown.results] == [(False, 0)]
    assert shown.results[0].asked <= 4
    assert not ConceptMemory.objects.exists() and not StepDone.objects.exists()


def test_no_question_comes_twice_in_a_test_and_each_concept_has_its_turn(bank):
    sit(bank, MONDAY)
    asked = [one["item"] for one in Placement.objects.get().document["asked"]]
    assert len(set(asked)) == len(asked) <= MOST
    assert {slug.split("-")[0] for slug in asked[:4]} == {"norm", "empty", "dot", "angle"}


def test_two_tests_ask_differently(bank):
    sit(bank, MONDAY, right=False)
    sit(bank, later(1), right=False)
    later_test, first = (test.document["asked"] for test in Placement.objects.all())
    assert [(one["item"], one["seed"]) for one in first] != [(one["item"], one["seed"]) for one in later_test]


def test_a_test_is_not_to_be_tried_again_on_the_same_day(bank):
    sit(bank, MONDAY, right=False)
    with pytest.raises(TooOften):
        services.begin_placement(learner=bank, path_slug="arrows", now=later(hours=2))
    assert "" in selectors.placement_for(bank, "arrows", later(hours=2)).tried_today
    assert services.begin_placement(learner=bank, path_slug="arrows", now=later(1)).finished_at is None


def test_beginning_twice_finds_the_open_test_and_answering_twice_counts_once(bank):
    first = services.begin_placement(learner=bank, path_slug="arrows", now=MONDAY)
    assert services.begin_placement(learner=bank, path_slug="arrows", now=MONDAY) == first
    for _ in range(2):
        test = services.answer_placement(learner=bank, path_slug="arrows", number=0, response=None, now=MONDAY)
    assert [one["right"] for one in test.document["asked"]] == [False, None]
    with pytest.raises(StaleQuestion):
        services.answer_placement(learner=bank, path_slug="arrows", number=7, response=None, now=MONDAY)


def test_i_do_not_know_is_an_answer_and_nonsense_is_none(bank):
    services.begin_placement(learner=bank, path_slug="arrows", now=MONDAY)
    with pytest.raises(BadInput):
        services.answer_placement(learner=bank, path_slug="arrows", number=0, response={"choice": "zz"}, now=MONDAY)
    test = services.answer_placement(learner=bank, path_slug="arrows", number=0, response=None, now=MONDAY)
    assert len(test.document["asked"]) == 2


def test_a_phase_without_enough_questions_cannot_be_tested(ada):
    with pytest.raises(BadInput):
        services.begin_placement(learner=ada, path_slug="arrows", now=MONDAY)
    with pytest.raises(NotFound):
        services.begin_placement(learner=ada, path_slug="nowhere", now=MONDAY)
    assert selectors.placement_for(ada, "arrows", MONDAY).phases == ()


def test_what_was_learned_stays_as_it_was_and_the_day_is_planned_again(bank):
    answer(bank, "norm-which", MONDAY)
    before = ConceptMemory.objects.get(concept__slug="norm")
    services.open_day(learner=bank, now=MONDAY)
    sit(bank, MONDAY, phase=Phase.objects.get().slug)
    after = ConceptMemory.objects.get(concept__slug="norm")
    assert (after.stability, after.due_on) == (before.stability, before.due_on)
    assert selectors.today_for(bank, MONDAY).picks == ()


def test_leaving_ends_the_test_and_answers_after_it_change_nothing(bank):
    services.begin_placement(learner=bank, path_slug="arrows", now=MONDAY)
    services.leave_placement(learner=bank, path_slug="arrows", now=MONDAY)
    test = services.answer_placement(learner=bank, path_slug="arrows", number=0, response=None, now=MONDAY)
    assert test.finished_at == MONDAY and test.document["asked"][0]["right"] is None


def test_what_a_guest_was_placed_in_moves_to_the_account(bank):
    guest = services.begin_as_guest(zone="UTC", now=MONDAY)
    sit(guest, MONDAY)
    services.claim_guest(guest=guest, account=bank, now=later(hours=1))
    assert ConceptMemory.objects.filter(learner=bank, stability=STABILITY).count() == Concept.objects.count()
    assert selectors.placement_for(bank, "arrows", later(hours=1)).lessons_placed == 3
