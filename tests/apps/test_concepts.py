"""What learners decide of a concept: leave it out, take it up, begin it anew, show that they know it."""

from __future__ import annotations

from datetime import date

import pytest

from exercises.models import Item, ItemRevision
from lessons.models import Concept
from tests.helpers import MONDAY, answer, choice, later, learner, publish_course
from tutor import selectors, services
from tutor.errors import BadInput, NotFound
from tutor.models import ConceptMemory, DayPlan, Event, Kind, KnownCheck, MemoryState, Review, User
from tutor.services.refolding import refold

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    publish_course()
    user = learner()
    answer(user, "norm-which", MONDAY)
    answer(user, "norm-which", later(2))
    return user


def decide(user: User, act: str, day: float) -> None:
    services.set_concept(learner=user, concept_slug="norm", act=act, now=later(day))


def memory(user: User) -> ConceptMemory | None:
    return ConceptMemory.objects.filter(learner=user, concept__slug="norm").first()


def planned(user: User, day: float) -> set[str]:
    services.open_day(learner=user, now=later(day))
    plan = DayPlan.objects.get(learner=user, day=user.clock.day(later(day)))
    return {pick["item"] for pick in plan.document["picks"] if pick["kind"] == "review"}


def test_what_is_left_out_is_not_asked_until_it_is_taken_up_again(ada: User) -> None:
    decide(ada, "suspend", 3)
    assert not planned(ada, 60) & {"norm-which", "norm-again"}
    decide(ada, "resume", 60)
    assert planned(ada, 61) & {"norm-which", "norm-again"}


def test_a_concept_that_is_begun_anew_is_as_if_it_had_not_been_met_but_its_reviews_stay(ada: User) -> None:
    decide(ada, "reset", 3)
    assert memory(ada) is None and Review.objects.filter(learner=ada).count() == 2
    answer(ada, "norm-which", later(5))
    assert memory(ada).repetitions == 1


def test_a_clean_fold_gives_the_same_after_any_decisions(ada: User) -> None:
    for day, act in ((3, "suspend"), (4, "resume"), (5, "reset")):
        decide(ada, act, day)
    answer(ada, "norm-which", later(6))
    answer(ada, "norm-which", later(9), right=False)
    decide(ada, "suspend", 10)
    before = memory(ada)
    refold(learner=ada, concepts=[before.concept_id])
    after = memory(ada)
    assert after.as_rule() == before.as_rule() and after.state == before.state == MemoryState.SUSPENDED
    decide(ada, "reset", 11)
    refold(learner=ada, concepts=[before.concept_id])
    assert memory(ada) is None


@pytest.mark.parametrize(
    ("slug", "act", "refusal"), [("norm", "forget", BadInput), ("dot", "suspend", BadInput), ("x", "reset", NotFound)]
)
def test_what_makes_no_sense_is_refused_by_name(ada: User, slug: str, act: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        services.set_concept(learner=ada, concept_slug=slug, act=act, now=later(3))
    assert not Event.objects.filter(kind=Kind.CONCEPT_SET).exists()


def written(slug: str) -> None:
    """A question that cannot be guessed."""
    item = Item.objects.get(slug=slug)
    document = {"slug": slug, "kind": "number", "ask": "How long is (3, 4)?", "answer": 5, "tolerance": {"absolute": 0.01}}
    document |= {"why": "By Pythagoras.", "mistakes": []}
    item.current = ItemRevision.objects.create(
        item=item, digest=f"{slug}-2", kind="number", seconds=30, document=document, published_at=MONDAY
    )
    item.save()


def four_options(slug: str) -> None:
    item, document = Item.objects.get(slug=slug), choice(slug)
    document["options"].append({"text": "Neither", "why": "No."})
    item.current = ItemRevision.objects.create(
        item=item, digest=f"{slug}-4", kind="choice", seconds=30, document=document, published_at=MONDAY
    )
    item.save()


def test_one_question_that_cannot_be_guessed_shows_it(ada: User) -> None:
    written("norm-again")
    check = services.begin_known_check(learner=ada, concept_slug="norm", now=later(3))
    assert check.items == ["norm-again"]
    outcome = answer(ada, "norm-again", later(3, minutes=1), response={"number": "5"})
    assert memory(ada).state == MemoryState.KNOWN and outcome.next_url == "/concepts/norm/"
    assert not planned(ada, 90) & {"norm-which", "norm-again"}


def test_a_proof_falls_with_the_answer_that_gave_it(ada: User) -> None:
    written("norm-again")
    services.begin_known_check(learner=ada, concept_slug="norm", now=later(3))
    outcome = answer(ada, "norm-again", later(3, minutes=1), response={"number": "5"})
    services.undo_last(learner=ada, answer=outcome.event_id, now=later(3, minutes=2))
    assert memory(ada).state == MemoryState.ACTIVE and KnownCheck.objects.get().passed is None


def test_a_slip_that_is_taken_back_leaves_the_check_open(ada: User) -> None:
    written("norm-again")
    services.begin_known_check(learner=ada, concept_slug="norm", now=later(3))
    slip = answer(ada, "norm-again", later(3, minutes=1), response={"number": "6"})
    services.undo_last(learner=ada, answer=slip.event_id, now=later(3, minutes=2))
    answer(ada, "norm-again", later(3, minutes=3), response={"number": "5"})
    assert memory(ada).state == MemoryState.KNOWN and KnownCheck.objects.get().passed


@pytest.mark.parametrize(("minutes", "state"), [(2, MemoryState.ACTIVE), (-1, MemoryState.KNOWN), (9, MemoryState.ACTIVE)])
def test_a_miss_that_is_told_late_ends_the_check_in_which_it_was_made(ada: User, minutes: float, state: str) -> None:
    """As it would have at once: after a miss anybody knows the answer. What was missed before the check was shown since."""
    written("norm-again")
    services.begin_known_check(learner=ada, concept_slug="norm", now=later(3))
    number = services.question_for(learner=ada, item_slug="norm-again", now=later(3)).number
    answer(ada, "norm-again", later(3, minutes=5), response={"number": "5"})
    missed = {"item_slug": "norm-again", "number": number, "response": {"number": "6"}, "seconds": 20, "hints_used": 0}
    missed["revision"] = Item.objects.get(slug="norm-again").current_id
    services.answer_item(learner=ada, now=later(3, minutes=60), at=later(3, minutes=minutes), **missed)
    assert memory(ada).state == state and KnownCheck.objects.get().passed is (minutes != 2)
    services.refold_all(learner=ada)
    assert memory(ada).state == state and KnownCheck.objects.get().passed is (minutes != 2)


def test_the_log_suffices_to_make_the_checks_again(ada: User) -> None:
    for slug in ("norm-which", "norm-again"):
        four_options(slug)
    services.begin_known_check(learner=ada, concept_slug="norm", now=later(3))
    answer(ada, "norm-which", later(3, minutes=1))
    answer(ada, "norm-again", later(3, minutes=2))
    services.begin_known_check(learner=ada, concept_slug="norm", now=later(4))
    answer(ada, "norm-again", later(4, minutes=1), right=False)
    services.begin_known_check(learner=ada, concept_slug="norm", now=later(5))
    services.set_concept(learner=ada, concept_slug="norm", act="reset", now=later(5, minutes=1))
    told = list(KnownCheck.objects.order_by("day").values("items", "done", "passed", "day", "begun_at"))
    assert [(one["done"], one["passed"]) for one in told] == [(1, None), (0, False), (0, False)]
    KnownCheck.objects.all().delete()
    services.refold_all(learner=ada)
    assert list(KnownCheck.objects.order_by("day").values("items", "done", "passed", "day", "begun_at")) == told


def test_of_four_options_it_takes_two_questions_and_one_right_answer_is_not_enough(ada: User) -> None:
    for slug in ("norm-which", "norm-again"):
        four_options(slug)
    check = services.begin_known_check(learner=ada, concept_slug="norm", now=later(3))
    assert check.items == ["norm-again", "norm-which"]
    outcome = answer(ada, "norm-again", later(3, minutes=1))
    assert memory(ada).state == MemoryState.ACTIVE and outcome.next_url == "/review/norm-which/"
    answer(ada, "norm-which", later(3, minutes=2))
    assert memory(ada).state == MemoryState.KNOWN


def test_too_few_questions_say_so_and_ask_none(ada: User) -> None:
    with pytest.raises(BadInput, match="too few questions"):
        services.begin_known_check(learner=ada, concept_slug="norm", now=later(3))


@pytest.mark.parametrize("given", [{"response": {"number": "6"}}, {"response": {"number": "5"}, "hints_used": 1}])
def test_a_miss_or_help_ends_the_check_and_another_waits_for_tomorrow(ada: User, given: dict[str, object]) -> None:
    written("norm-again")
    services.begin_known_check(learner=ada, concept_slug="norm", now=later(3))
    answer(ada, "norm-again", later(3, minutes=1), **given)
    assert KnownCheck.objects.get().passed is False and memory(ada).state == MemoryState.ACTIVE
    with pytest.raises(BadInput, match="tried today"):
        services.begin_known_check(learner=ada, concept_slug="norm", now=later(3, minutes=2))
    assert services.begin_known_check(learner=ada, concept_slug="norm", now=later(4)).passed is None


def test_who_never_met_a_concept_can_show_that_they_know_it(ada: User) -> None:
    written("dot-which")
    services.begin_known_check(learner=ada, concept_slug="dot", now=later(3))
    answer(ada, "dot-which", later(3, minutes=1), response={"number": "5"})
    assert ConceptMemory.objects.get(learner=ada, concept__slug="dot").state == MemoryState.KNOWN


def test_what_was_shown_to_be_known_and_is_missed_later_is_asked_again(ada: User) -> None:
    written("norm-again")
    services.begin_known_check(learner=ada, concept_slug="norm", now=later(3))
    answer(ada, "norm-again", later(3, minutes=1), response={"number": "5"})
    answer(ada, "norm-which", later(30), right=False)
    assert memory(ada).state == MemoryState.ACTIVE
    refold(learner=ada, concepts=[memory(ada).concept_id])
    assert memory(ada).state == MemoryState.ACTIVE


def test_the_page_tells_the_curve_the_past_and_the_neighbours(ada: User) -> None:
    Concept.objects.get(slug="dot").needs.add(Concept.objects.get(slug="norm"))
    page = selectors.concept_page(ada, "norm", later(4))
    assert page.curve.first == date(2026, 3, 4) and page.curve.recalls[0] > page.curve.recalls[-1]
    assert page.curve.recalls[(page.curve.today - page.curve.first).days] == page.recall
    assert [one.passed for one in page.past] == [True, True] and page.past[0].expected is not None
    assert [one.slug for one in page.needed_by] == ["dot"] and page.needs == ()
    assert page.kinds == (("choice", 2),) and not page.can_prove


def test_a_concept_that_resists_gets_another_explanation_a_prerequisite_and_another_question(ada: User) -> None:
    Concept.objects.get(slug="norm").needs.add(Concept.objects.get(slug="empty-sum"))
    answer(ada, "empty-which", later(3), right=False)
    for day in range(20, 28):
        answer(ada, "norm-which", later(day), right=False)
    leech = selectors.concept_page(ada, "norm", later(28)).leech
    assert leech.misses >= 4 and leech.other_item == "norm-again"
    assert leech.explained_url == "/learn/arrows/lengths/sight/" and leech.prerequisite.slug == "empty-sum"
    resisting = [one.slug for one in selectors.profile_for(ada, later(28)).memories if one.resists]
    assert resisting == ["norm"]
