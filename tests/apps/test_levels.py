"""What each answer teaches beside the memory of its concept: level, difficulty, leeches, credit, parameters of one's own."""

from __future__ import annotations

import uuid

import pytest

from exercises import marking
from exercises.models import ItemRevision
from lessons.models import Concept
from tests.flows.test_any_order import state_of
from tests.helpers import answer, choice, later, learner, publish_course
from tutor import services
from tutor.models import ConceptMemory, Event, FittedParameters, ItemLevel, Kind, LearnerLevel, LeechFlag, Review, User
from tutor.rules import fit, level
from tutor.rules.memory import DEFAULT_PARAMETERS
from tutor.services import fit_memory, levels
from tutor.services.asking import seed_for
from tutor.services.refolding import refold

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    publish_course()
    return learner()


def days(user: User, item: str, pattern: str, *, gap: int = 3, begin: int = 0) -> None:
    """Answers an item every few days: r is right, w is wrong."""
    for number, one in enumerate(pattern):
        answer(user, item, later(begin + gap * number), right=one == "r")


def reviews_of(user: User) -> list[tuple[float, bool]]:
    rows = Review.objects.filter(learner=user, counted=True, predicted_recall__isnull=False).order_by("at", "pk")
    return [(row.predicted_recall, row.rating > 1) for row in rows]


def test_the_intercept_is_the_fold_of_the_learners_counted_reviews(ada: User) -> None:
    days(ada, "norm-which", "rrwwr")
    days(ada, "dot-which", "rwr", begin=20)
    answer(ada, "norm-again", later(26, minutes=5))
    known = LearnerLevel.objects.get(learner=ada)
    folded = level.fold(reviews_of(ada))
    assert known.answers == folded.answers == 7
    assert known.intercept == pytest.approx(folded.logits, abs=1e-12) and known.intercept != 0


def test_each_review_keeps_what_was_expected_of_it_then(ada: User) -> None:
    days(ada, "norm-which", "rrwr")
    rows = Review.objects.filter(learner=ada, intercept__isnull=False).order_by("at")
    told = [level.corrected(row.predicted_recall, row.intercept) for row in rows]
    assert told == pytest.approx(list(level.expected(reviews_of(ada))), abs=1e-12)


def test_making_the_levels_anew_changes_nothing(ada: User) -> None:
    days(ada, "norm-which", "rwwwrwr")
    before = [list(model.objects.order_by("pk").values()) for model in (LearnerLevel, ConceptMemory, Review)]
    levels.refold_levels(ada)
    for old, new in zip(before, (LearnerLevel, ConceptMemory, Review), strict=True):
        for was, now in zip(old, new.objects.order_by("pk").values(), strict=True):
            assert now == {key: pytest.approx(value) if isinstance(value, float) else value for key, value in was.items()}


def test_who_learned_before_there_were_levels_gets_theirs_from_the_reviews(ada: User) -> None:
    days(ada, "norm-which", "rrwr")
    LearnerLevel.objects.all().delete()
    answer(ada, "dot-which", later(20))
    assert LearnerLevel.objects.get(learner=ada).answers == 3


def test_a_question_that_is_missed_becomes_harder_for_all(ada: User) -> None:
    bob = learner("bob")
    for user in (ada, bob):
        days(user, "norm-which", "rwww")
    item = ItemLevel.objects.get(revision=ItemRevision.objects.get(item__slug="norm-which"))
    assert item.answers == 6 and item.difficulty > 0.3


def test_answers_at_the_same_time_are_both_learned_from(ada: User) -> None:
    days(ada, "norm-which", "rr")
    revision = ItemRevision.objects.get(item__slug="norm-which")
    before = LearnerLevel.objects.get(learner=ada)
    item = ItemLevel.objects.get(revision=revision)
    for _ in range(2):  # as read before either has written
        levels.learn(known=before, level=before.as_rule(), recall=0.9, passed=False, revision=revision)
    after = ItemLevel.objects.get(revision=revision)
    assert after.answers == item.answers + 2 and after.difficulty > item.difficulty + 0.4


def test_a_level_never_leaves_its_bounds(ada: User) -> None:
    days(ada, "norm-which", "r")
    LearnerLevel.objects.filter(learner=ada).update(intercept=-level.MOST, answers=0)
    days(ada, "norm-which", "www", begin=10)
    assert LearnerLevel.objects.get(learner=ada).intercept == -level.MOST


def test_improbable_misses_raise_a_flag_once_and_passes_take_it_down(ada: User) -> None:
    days(ada, "norm-which", "rrr", gap=5)
    days(ada, "norm-which", "wwwwwww", gap=1, begin=15)
    flag = LeechFlag.objects.get(learner=ada)
    assert flag.closed_at is None and flag.misses >= 4 and flag.revision.item.slug == "norm-which"
    days(ada, "norm-which", "r" * 30, gap=2, begin=30)
    flag.refresh_from_db()
    assert flag.closed_at is not None and LeechFlag.objects.count() == 1


def test_misses_that_are_told_late_raise_the_flag_as_well(ada: User) -> None:
    days(ada, "norm-which", "rrr", gap=5)
    answer(ada, "dot-which", later(30))
    first, acts = services.question_for(learner=ada, item_slug="norm-which", now=later(30)).number, []
    for place in range(6):
        question = marking.generate(choice("norm-which"), seed_for("norm-which", ada.pk, first + place))
        wrong = next(one["id"] for one in question.public["options"] if one["text"] != "This one")
        told = {"item": "norm-which", "revision": "norm-which", "number": first + place, "response": {"choice": wrong}}
        act = {"id": str(uuid.uuid4()), "kind": "answered", "at": later(15 + place).isoformat(), "zone": "UTC", **told}
        acts.append(act | {"seconds": 20, "hints_used": 0})
    assert {one.state for one in services.accept(learner=ada, events=acts, now=later(31))} == {"accepted"}
    flag = LeechFlag.objects.get(learner=ada)
    assert flag.closed_at is None and flag.misses >= 4 and flag.revision.item.slug == "norm-which"
    assert later(15) < flag.opened_at <= later(20)


def test_a_flag_goes_with_the_slip_that_raised_it(ada: User) -> None:
    days(ada, "norm-which", "rrr", gap=5)
    for day in range(15, 30):
        missed = answer(ada, "norm-which", later(day), right=False)
        if LeechFlag.objects.exists():
            break
    services.undo_last(learner=ada, answer=missed.event_id, now=later(day, minutes=1))
    assert not LeechFlag.objects.exists()


def test_a_pass_credits_what_the_concept_builds_on_and_is_no_review_of_it(ada: User) -> None:
    Concept.objects.get(slug="dot").needs.add(Concept.objects.get(slug="norm"))
    days(ada, "norm-which", "rr")
    before = ConceptMemory.objects.get(learner=ada, concept__slug="norm")
    answer(ada, "dot-which", later(8))
    after = ConceptMemory.objects.get(learner=ada, concept__slug="norm")
    assert after.stability > before.stability and after.credited_on == later(8).date()
    assert after.repetitions == before.repetitions
    assert Review.objects.filter(learner=ada, concept__slug="norm").count() == 2
    refold(learner=ada, concepts=[after.concept_id])
    again = ConceptMemory.objects.get(learner=ada, concept__slug="norm")
    assert again.as_rule() == after.as_rule()


def test_a_miss_implies_nothing(ada: User) -> None:
    Concept.objects.get(slug="dot").needs.add(Concept.objects.get(slug="norm"))
    days(ada, "norm-which", "rr")
    before = ConceptMemory.objects.get(learner=ada, concept__slug="norm")
    answer(ada, "dot-which", later(8), right=False)
    assert ConceptMemory.objects.get(learner=ada, concept__slug="norm").as_rule() == before.as_rule()


def lives_long(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks come early, so that a short history has several."""
    monkeypatch.setattr(fit, "FIRST", 4)
    monkeypatch.setattr(fit, "WINDOW", 3)
    monkeypatch.setattr(fit, "WINS", 2)
    monkeypatch.setattr(fit, "BEYOND_CHANCE", -100.0)


def stretched(factor: float) -> list[float]:
    """The defaults, but with other stabilities at first."""
    return [value * factor for value in DEFAULT_PARAMETERS[:4]] + list(DEFAULT_PARAMETERS[4:])


def better(history: list[fit.Seen]) -> list[float]:
    """Better for who never misses."""
    return stretched(6)


def worse(history: list[fit.Seen]) -> list[float]:
    return stretched(1 / 6)


def live_on(user: User, optimizer: object, *, begin: int) -> None:
    for number in range(3):
        day = begin + 9 * number
        answer(user, ("norm-which", "dot-which", "angle-which")[number], later(day))
    fit_memory(learner_id=user.pk, now=later(begin + 27), optimizer=optimizer)


def test_own_parameters_are_used_once_they_have_won_and_given_back_when_they_lose(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_long(ada, monkeypatch)
    for item in ("norm-which", "dot-which", "angle-which"):
        days(ada, item, "rr", gap=2)
    used = []
    for lap in range(6):
        live_on(ada, better if lap < 4 else worse, begin=30 * (lap + 1))
        used.append(LearnerLevel.objects.get(learner=ada).fit_id is not None)
    assert used[0] is False and True in used and used[-1] is False
    rows = list(FittedParameters.objects.filter(learner=ada))
    assert [row.in_use for row in rows] == used
    assert all(row.error is not None for row in rows[:-1]) and rows[-1].error is None


def test_parameters_that_predict_worse_are_never_used(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    lives_long(ada, monkeypatch)
    for item in ("norm-which", "dot-which", "angle-which"):
        days(ada, item, "rr", gap=2)
    for lap in range(4):
        live_on(ada, worse, begin=30 * (lap + 1))
    assert FittedParameters.objects.filter(learner=ada).count() == 4
    assert not FittedParameters.objects.filter(in_use=True).exists()


def test_memories_are_folded_anew_by_parameters_that_ship(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    lives_long(ada, monkeypatch)
    for item in ("norm-which", "dot-which", "angle-which"):
        days(ada, item, "rr", gap=2)
    for lap in range(4):
        before = ConceptMemory.objects.get(learner=ada, concept__slug="norm").stability
        live_on(ada, better, begin=30 * (lap + 1))
    known = LearnerLevel.objects.get(learner=ada)
    assert known.fit is not None and ConceptMemory.objects.get(learner=ada, concept__slug="norm").stability != before
    kept = ConceptMemory.objects.get(learner=ada, concept__slug="norm").as_rule()
    refold(learner=ada, concepts=[Concept.objects.get(slug="norm").pk])
    assert ConceptMemory.objects.get(learner=ada, concept__slug="norm").as_rule() == kept


def test_a_refit_is_an_event_and_what_was_foretold_before_it_stays(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    lives_long(ada, monkeypatch)
    for item in ("norm-which", "dot-which", "angle-which"):
        days(ada, item, "rr", gap=2)
    for lap in range(5):
        live_on(ada, better if lap < 4 else worse, begin=30 * (lap + 1))
    told = [event.document["parameters"] is None for event in Event.objects.filter(kind=Kind.REFITTED).order_by("at")]
    assert told == [False, True], "they came into force, and were given up again"
    answer(ada, "norm-which", later(200))
    lived = state_of(ada)
    FittedParameters.objects.filter(in_use=True).delete()
    for row in (Review, ConceptMemory, LearnerLevel):
        row.objects.all().delete()
    services.refold_all(learner=ada)
    assert state_of(ada) == lived


def test_a_fit_that_is_asked_for_twice_is_made_once(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    lives_long(ada, monkeypatch)
    days(ada, "norm-which", "rrrrrr")
    assert fit_memory(learner_id=ada.pk, now=later(30), optimizer=better) is not None
    assert fit_memory(learner_id=ada.pk, now=later(30), optimizer=better) is None
    assert fit_memory(learner_id=ada.pk + 99, now=later(30), optimizer=better) is None
    assert FittedParameters.objects.count() == 1


def test_a_fit_is_asked_for_at_a_mark_and_at_no_other_answer(
    ada: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    lives_long(ada, monkeypatch)
    asked: list[int] = []
    monkeypatch.setattr(levels, "ask_for_a_fit", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        days(ada, "norm-which", "r" * 9)
    assert asked == [ada.pk, ada.pk], "after four counted reviews, and after seven"


def test_what_an_answer_costs_does_not_grow_with_what_a_concept_builds_on(ada: User, django_assert_max_num_queries) -> None:
    concepts = list(Concept.objects.exclude(slug="dot"))
    days(ada, "norm-which", "r")
    answer(ada, "dot-which", later(2))
    counts = []
    for wave in range(2):
        with django_assert_max_num_queries(80) as seen:
            answer(ada, "dot-which", later(10 + 9 * wave))
        counts.append(len(seen))
        Concept.objects.get(slug="dot").needs.add(*concepts)
        days(ada, "empty-which", "r", begin=14)
        days(ada, "angle-which", "r", begin=14)
    assert counts[1] <= counts[0] + 3
