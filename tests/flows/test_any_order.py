"""The same acts, in whichever order and however often they arrive, lead to the same state, which is that of a clean fold."""

import random
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.models import Attempt
from lessons.models import Concept
from tests.helpers import ITEMS, LESSONS, MONDAY, answer, choice, learner, publish_course
from tutor import selectors, services
from tutor.models import (
    ConceptMemory,
    Event,
    FittedParameters,
    Kind,
    LearnerDay,
    LearnerLevel,
    LeechFlag,
    Review,
    StepDone,
    User,
    XpEntry,
)
from tutor.rules.memory import DEFAULT_PARAMETERS
from tutor.selectors.streaks import streak_at
from tutor.services.asking import seed_for
from tutor.services.log import note_plan

SYNC = MONDAY + timedelta(days=6)
ZONES = ["UTC", "Asia/Tokyo", "America/New_York"]
ORDER = [("lengths", "sight"), ("lengths", "which"), ("angles", "turning"), ("angles", "dot"), ("angles", "right")]


def state_of(user: User) -> dict[str, object]:
    """Everything that is a fold over the log."""
    uuids = {f"attempt:{one.pk}": str(one.client_id) for one in Attempt.objects.filter(learner=user)}
    reviews = Review.objects.filter(learner=user)
    told = ("event__uuid", "concept__slug", "rating", "predicted_recall", "counted", "due_on", "day", "at")
    told += ("intercept", "answers", "evidence", "misses")
    memories = ConceptMemory.objects.filter(learner=user)
    level = LearnerLevel.objects.filter(learner=user)
    flags = LeechFlag.objects.filter(learner=user, closed_at=None)
    xp = XpEntry.objects.filter(learner=user).values_list("cause", "effort_seconds", "day", "at")
    return {
        "memories": {row.concept.slug: (row.as_rule(), row.state, row.watch) for row in memories},
        "level": list(level.values_list("intercept", "answers", "fit__reviews")),
        "reviews": sorted(reviews.values_list(*told), key=str),
        "xp": sorted(((uuids.get(cause, cause), *rest) for cause, *rest in xp), key=str),
        "steps": sorted(StepDone.objects.filter(learner=user).values_list("lesson__slug", "step_key", "day", "at")),
        "days": sorted(LearnerDay.objects.filter(learner=user).values_list("day", "zone", "finished_at")),
        "answers": sorted(Attempt.objects.filter(learner=user).values_list("client_id", "day", "at", "score"), key=str),
        "streak": streak_at(user, SYNC),
        "leeches": sorted(flags.values_list("concept__slug", "misses", "opened_at")),
    }


def acts_of(user: User, chance: random.Random) -> list[dict]:
    """Four days of learning on devices that were without a connection: answers, steps, slips that were taken back."""
    acts: list[dict] = []
    numbers: dict[str, int] = {}
    steps = iter(ORDER)
    for day in range(4):
        moment = MONDAY + timedelta(days=day, minutes=chance.randrange(60))
        for _ in range(chance.randrange(2, 6)):
            moment += timedelta(seconds=chance.randrange(20, 4000), microseconds=chance.randrange(10**6))
            act = {"id": str(uuid.UUID(int=chance.getrandbits(128))), "at": moment.isoformat(), "zone": chance.choice(ZONES)}
            lesson, step = next(steps, ("", "")) if chance.random() < 0.4 else ("", "")
            item = next((one["item"] for one in LESSONS.get(lesson, ()) if one["key"] == step), None)
            if step and not item:
                acts.append({**act, "kind": "step_done", "lesson": lesson, "step": step})
                continue
            item = item or chance.choice(list(ITEMS))
            # Another device may have asked the same.
            numbers[item] = numbers.get(item, 0) + (numbers.get(item, 0) == 0 or chance.random() < 0.8)
            acts.append(act | answered(user, item, numbers[item], chance) | ({"lesson": lesson, "step": step} if step else {}))
            if chance.random() < 0.2:
                slip = {"kind": "undone", "answer": act["id"], "zone": act["zone"]}
                at = (moment + timedelta(seconds=3)).isoformat()
                acts.append({"id": str(uuid.UUID(int=chance.getrandbits(128))), "at": at, **slip})
    return acts


def answered(user: User, item: str, number: int, chance: random.Random) -> dict:
    from exercises import marking

    question = marking.generate(choice(item), seed_for(item, user.pk, number))
    options = question.public["options"]
    right = next(one["id"] for one in options if one["text"] == "This one")
    given = right if chance.random() < 0.7 else next(one["id"] for one in options if one["id"] != right)
    told = {"item": item, "revision": item, "number": number, "seconds": chance.randrange(3, 60), "hints_used": 0}
    return {"kind": "answered", "response": {"choice": given}, **told}


def send(user: User, batches: list[list[dict]]) -> None:
    """Sends batches until all is taken: what needs something that has not arrived yet is sent again."""
    waiting = batches
    for _ in range(4):
        refused = []
        for batch in waiting:
            taken = services.accept(learner=user, events=batch, now=SYNC)
            refused += [act for act, one in zip(batch, taken, strict=True) if one.state == "refused"]
        if not refused:
            return
        waiting = [refused]
    raise AssertionError(services.accept(learner=user, events=refused, now=SYNC))


@pytest.fixture
def ada(db):
    publish_course()
    ada = learner("ada", daily_minutes=3)
    for day in range(4):
        services.open_day(learner=ada, now=MONDAY - timedelta(hours=4) + timedelta(days=day))
    return ada


def decide(user: User, chance: random.Random) -> None:
    """What was decided on the site meanwhile, and parameters of one's own: they come into force, and may be given up again."""
    fitted = [value * 3 for value in DEFAULT_PARAMETERS[:4]] + list(DEFAULT_PARAMETERS[4:])
    told = []
    for hours, reviews, parameters in ((20, 1500, fitted), (44, 2000, None))[: chance.randrange(3)]:
        at, fit = MONDAY + timedelta(hours=hours), None
        if parameters:
            given = {"parameters": parameters, "fitted_at": at, "in_use": True}
            fit = FittedParameters.objects.create(learner=user, reviews=reviews, **given)
        LearnerLevel.objects.update_or_create(learner=user, defaults={"fit": fit})
        told.append((Kind.REFITTED, at, None, {"reviews": reviews, "parameters": parameters}))
    for state in chance.sample(["suspended", "known", "reset"], 2):
        at = MONDAY + timedelta(hours=chance.randrange(100), microseconds=chance.randrange(10**6))
        told.append((Kind.CONCEPT_SET, at, chance.choice(Concept.objects.order_by("slug")), {"state": state}))
    for kind, at, concept, document in told:
        same = {"uuid": uuid.UUID(int=chance.getrandbits(128)), "at": at, "received_at": at, "day": at.date(), "zone": "UTC"}
        Event.objects.create(learner=user, kind=kind, concept=concept, document=document, **same)


# An example tells its acts twice and folds them twice, in a second or two; it is drawn by a seed, so none is like another.
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_any_order_duplication_undo_and_refit_lead_to_the_state_of_a_clean_fold(ada, seed):
    Concept.objects.get(slug="angle").needs.set([Concept.objects.get(slug="dot")])
    chance = random.Random(seed)
    acts = acts_of(ada, chance)
    states = []
    for shuffled in (False, True):
        with transaction.atomic():
            decide(ada, random.Random(-1 - seed))  # of a stream of its own, or names of acts come twice
            batches = [acts]
            if shuffled:
                mixed = [*acts, *chance.sample(acts, len(acts) // 2)]
                chance.shuffle(mixed)
                cut = chance.randrange(len(mixed))
                batches = [[act] for act in mixed[:cut]] + [mixed[cut:]]
            send(ada, batches)
            states.append(state_of(ada))
            services.refold_all(learner=ada)
            states.append(state_of(ada))
            transaction.set_rollback(True)
    for other in states[1:]:
        assert other == states[0]


@pytest.mark.parametrize("names", [(1, 2, 3), (3, 2, 1)])
def test_acts_of_the_same_moment_are_taken_live_in_the_order_of_their_fold(ada, names):
    """Two devices, or two tabs: which of them came first is nothing that the log could tell."""
    Concept.objects.get(slug="dot").needs.set([Concept.objects.get(slug="norm")])
    for day, right in ((0, True), (4, False), (9, True)):
        now = MONDAY + timedelta(days=day, hours=1)
        for name, item in zip(names, ("norm-which", "dot-which", "norm-again"), strict=True):
            answer(ada, item, now, right=right, event_id=uuid.UUID(int=100 * day + name))
        services.set_concept(learner=ada, concept_slug="dot", act="suspend", now=now)
        for name, item in zip(names, ("angle-which", "dot-which"), strict=False):
            answer(ada, item, now, right=not right, event_id=uuid.UUID(int=100 * day + 50 + name))
    reset = MONDAY + timedelta(days=12)
    answer(ada, "norm-which", reset, event_id=uuid.UUID(int=9900 + names[0]))
    services.set_concept(learner=ada, concept_slug="norm", act="reset", now=reset, event_id=uuid.UUID(int=9900 + names[1]))
    answer(ada, "norm-again", reset, right=False, event_id=uuid.UUID(int=9900 + names[2]))
    lived = state_of(ada)
    services.refold_all(learner=ada)
    assert state_of(ada) == lived


def test_what_is_answered_elsewhere_finishes_the_day_there(ada):
    plan = services.open_day(learner=ada, now=MONDAY)
    plan.document["picks"] = [one for one in plan.document["picks"] if one["key"] == "sight"]
    plan.save()
    note_plan(ada, plan, MONDAY)
    later = MONDAY + timedelta(minutes=1)
    given = {"learner": ada, "now": later, "at": later, "zone": "Asia/Tokyo"}
    assert services.finish_step(lesson_slug="lengths", step_key="sight", **given).day_finished
    lived = state_of(ada)["days"]
    assert LearnerDay.objects.get(learner=ada).zone == "Asia/Tokyo"
    services.refold_all(learner=ada)
    assert state_of(ada)["days"] == lived


def test_what_was_lost_is_made_again_from_the_log(ada):
    chance = random.Random(7)
    send(ada, [acts_of(ada, chance)])
    before = state_of(ada)
    for model in (Review, XpEntry, ConceptMemory, LearnerLevel, LearnerDay, StepDone, Attempt):
        model.objects.filter(learner=ada).delete()
    services.refold_all(learner=ada)
    assert state_of(ada) == before and before["reviews"]


def test_an_act_of_yesterday_finishes_yesterday(ada):
    """What was done in the underground counts for the day on which it was done, and the streak goes on."""
    ada.daily_minutes = 3
    ada.save()
    plan = services.open_day(learner=ada, now=MONDAY)
    acts = []
    for place, pick in enumerate(plan.document["picks"]):
        at = (MONDAY + timedelta(minutes=1 + place)).isoformat()
        act = {"id": str(uuid.uuid4()), "at": at, "zone": "UTC", "lesson": pick["lesson"], "step": pick["key"]}
        if pick["step_kind"] == "check":
            item = next(one["item"] for one in LESSONS[pick["lesson"]] if one["key"] == pick["key"])
            acts.append(act | answered(ada, item, 1, random.Random(1)))
        elif pick["step_kind"] != "code":
            acts.append({**act, "kind": "step_done"})
    assert all(one.state == "accepted" for one in services.accept(learner=ada, events=acts, now=MONDAY + timedelta(days=1)))
    done = selectors.today_for(ada, MONDAY).picks
    code = any(pick["step_kind"] == "code" for pick in plan.document["picks"])
    assert all(pick.done for pick in done if pick.step_kind != "code")
    assert LearnerDay.objects.filter(learner=ada, day=MONDAY.date()).exists() is not code


def test_a_day_that_was_spent_without_a_connection_is_finished_by_half_of_the_learners_minutes(ada):
    """Nobody asked the site for a plan of that day. What is done twice is no more, and the order of arrival does not matter."""
    away = MONDAY + timedelta(days=5)
    acts = []
    for place, item in enumerate(["norm-which", "norm-which", "dot-which", "angle-which"]):
        told = answered(ada, item, 1 + (place == 1), random.Random(place))
        at = (away + timedelta(minutes=place)).isoformat()
        acts.append({"id": str(uuid.uuid4()), "at": at, "zone": "UTC", **told})
    for act in reversed(acts[:3]):
        services.accept(learner=ada, events=[act], now=SYNC)
    assert not LearnerDay.objects.filter(learner=ada, day=away.date()).exists(), "two questions are one minute of three"
    services.accept(learner=ada, events=acts, now=SYNC)
    finished = LearnerDay.objects.get(learner=ada, day=away.date())
    assert finished.finished_at == away + timedelta(minutes=3) and finished.zone == "UTC"
    lived = state_of(ada)
    services.refold_all(learner=ada)
    assert state_of(ada) == lived


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "7"}, "id"),
        ({"kind": "day_opened"}, "kind"),
        ({"kind": None}, "kind"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-03-02T09:00:00"}, "at"),
        ({"at": "2020-01-01T00:00:00Z"}, "at"),
        ({"at": "2030-01-01T00:00:00Z"}, "at"),
        ({"zone": "Mars"}, "zone"),
        ({"item": "nothing"}, "revision"),
        ({"revision": 3}, "revision"),
        ({"number": 0}, "number"),
        ({"number": 99}, "number"),
        ({"number": True}, "number"),
        ({"seconds": -1}, "seconds"),
        ({"response": []}, "response"),
        ({"response": {"choice": "zzz"}}, "choice"),
    ],
)
def test_an_act_that_cannot_be_is_refused_alone_with_its_field(ada, change, field):
    good = {"id": str(uuid.uuid4()), "at": MONDAY.isoformat(), "zone": "UTC", **answered(ada, "norm-which", 1, random.Random(1))}
    other = good | {"id": str(uuid.uuid4()), **answered(ada, "dot-which", 1, random.Random(1))}
    refused, taken = services.accept(learner=ada, events=[good | change, other], now=SYNC)
    assert (refused.state, refused.field) == ("refused", field) and refused.reason
    assert taken.state == "accepted"


@pytest.mark.parametrize("document", [None, [], "x", {}, {"id": {}}])
def test_what_is_no_act_at_all_is_refused(ada, document):
    assert services.accept(learner=ada, events=[document], now=SYNC)[0].state == "refused"


def test_a_corrected_zone_moves_what_was_done_since_to_its_days_and_leaves_the_rest(ada):
    answer(ada, "norm-which", MONDAY)
    wrong = MONDAY + timedelta(days=1, hours=12)  # 21:00 in the device's zone, UTC, but the learner has landed in Auckland
    answer(ada, "dot-which", wrong)
    services.finish_step(learner=ada, lesson_slug="lengths", step_key="sight", now=wrong + timedelta(minutes=1))
    assert Review.objects.get(concept__slug="dot").day == wrong.date()
    since = MONDAY + timedelta(hours=12)
    services.correct_zone(learner=ada, zone="Pacific/Auckland", since=since, now=wrong + timedelta(hours=1))
    tomorrow = wrong.date() + timedelta(days=1)
    assert Review.objects.get(concept__slug="norm").day == MONDAY.date()
    assert Review.objects.get(concept__slug="dot").day == ConceptMemory.objects.get(concept__slug="dot").reviewed_on == tomorrow
    assert StepDone.objects.get().day == XpEntry.objects.get(cause__startswith="step").day == tomorrow
    assert Attempt.objects.get(item__slug="dot-which").day == tomorrow
    before = state_of(ada)
    services.refold_all(learner=ada)
    assert state_of(ada) == before
    assert Event.objects.filter(kind=Kind.ANSWERED, day=wrong.date()).exists(), "the log keeps what the device told"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"zone": "Mars"}, "zone"),
        ({"since": MONDAY + timedelta(hours=1)}, "since"),
        ({"since": MONDAY - timedelta(days=61)}, "since"),
        ({"since": datetime(2026, 3, 1)}, "since"),
    ],
)
def test_a_zone_is_corrected_within_bounds(ada, given, field):
    with pytest.raises(services.LearningError) as refused:
        services.correct_zone(**{"learner": ada, "zone": "Asia/Tokyo", "since": MONDAY, "now": MONDAY} | given)
    assert refused.value.field == field and refused.value.mend
