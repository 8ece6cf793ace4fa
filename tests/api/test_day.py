"""A day by the API: the plan, reading, answering, taking back, and what came of it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from exercises.marking.responses import right_response
from exercises.models import Attempt
from lessons.models import Concept
from tests.api.caller import Api
from tests.helpers import publish_course, take_lesson
from tests.sample import CONCEPT, LESSON, PATH, slug_of
from tutor import services
from tutor.models import ConceptMemory, User


def test_a_day_is_opened_walked_through_and_summed_up(api: Api, learner: User) -> None:
    assert api.get("/today/").json()["opened"] is False
    today = api.post("/today/").json()
    assert today["opened"] and [pick["step"] for pick in today["picks"]][:2] == ["sight", "which"]
    assert today["next"] == {"kind": "step", "item": "", "lesson": LESSON, "step": "sight"}
    assert api.post(f"/lessons/{LESSON}/steps/sight/done/", {"seconds": 20}).json()["next_step"] == "which"
    outcome = api.post(f"/items/{slug_of('choice')}/answers/", answer(learner, step="which"))
    assert outcome.status_code == 201 and outcome.json()["correct"] is True and outcome.json()["rating"] == 3
    assert api.post("/today/next/").json()["step"] == today["picks"][2]["step"]
    summary = api.get("/days/today/").json()
    assert summary["reviews_right"] == 1 and summary["concepts"][0]["slug"] == CONCEPT
    assert summary == api.get(f"/days/{summary['day']}/").json()


def test_an_answer_is_counted_once_however_often_it_is_sent(api: Api, learner: User) -> None:
    sent = answer(learner)
    first = api.post(f"/items/{slug_of('choice')}/answers/", sent)
    again = api.post(f"/items/{slug_of('choice')}/answers/", sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"repeated": True} and first.json()["id"] == sent["id"]
    assert Attempt.objects.filter(learner=learner).count() == 1
    assert [row["id"] for row in api.get("/answers/").json()["results"]] == [sent["id"]]


def test_an_answer_of_this_morning_keeps_its_true_time(api: Api, learner: User) -> None:
    at = timezone.now() - timedelta(minutes=90)
    sent = answer(learner) | {"at": at.isoformat(), "zone": "Asia/Tokyo"}
    assert api.post(f"/items/{slug_of('choice')}/answers/", sent).status_code == 201
    assert Attempt.objects.get(learner=learner).at == at


def test_a_lesson_is_warmed_up_by_what_has_faded(api: Api, learner: User) -> None:
    publish_course(timezone.now())
    assert api.get("/lessons/angles/warm-up/").json() == {"seconds": 0, "questions": []}
    take_lesson(learner, "lengths", timezone.now() - timedelta(days=60))
    ConceptMemory.objects.filter(learner=learner, concept__slug="norm").update(stability=1.0)
    Concept.objects.get(slug="dot").needs.add(Concept.objects.get(slug="norm"))
    told = api.get("/lessons/angles/warm-up/").json()
    (question,) = told["questions"]
    assert (question["title"], question["seconds"]) == ("Norm", told["seconds"]) and "remembered" in question["why"]
    asked = api.get(f"/items/{question['item']}/").json()
    sent = {"revision": asked["revision"], "number": asked["number"], "response": {"choice": "a"}}
    assert api.post(f"/items/{question['item']}/answers/", sent | {"id": str(uuid.uuid4())}).status_code == 201
    assert api.get("/lessons/angles/warm-up/").json()["questions"] == []
    assert api.get("/lessons/nothing/warm-up/").status_code == 404


def test_a_slip_is_taken_back(api: Api, learner: User) -> None:
    sent = answer(learner)
    api.post(f"/items/{slug_of('choice')}/answers/", sent)
    undone = api.post(f"/answers/{sent['id']}/undo/")
    assert undone.json() == {"item": slug_of("choice"), "lesson": "", "step": ""}
    assert api.get("/answers/").json()["results"] == []
    assert api.post(f"/answers/{uuid.uuid4()}/undo/").status_code == 404


def test_every_kind_of_question_is_put_and_marked(api: Api, learner: User) -> None:
    for kind in ("choice", "choices", "number", "order", "match", "fill", "output", "point", "text", "card", "design"):
        item = slug_of(kind)
        question = api.get(f"/items/{item}/").json()
        assert question["question"]["kind"] == kind and "key" not in question["question"]
        outcome = api.post(f"/items/{item}/answers/", answer(learner, kind)).json()
        assert outcome["score"] == 1, kind


def test_what_is_wrong_with_an_answer_is_told_with_field_and_mend(api: Api, learner: User) -> None:
    where = f"/items/{slug_of('choice')}/answers/"
    told = api.post(where, answer(learner) | {"response": {"choice": "nothing"}})
    assert told.status_code == 400 and told["Content-Type"] == "application/problem+json"
    assert told.json()["code"] == "bad_input" and told.json()["errors"][0]["field"] == "choice"
    assert told.json()["errors"][0]["mend"]
    stale = api.post(where, answer(learner) | {"number": 9})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_question")
    assert api.post(where, answer(learner) | {"revision": "other"}).json()["errors"][0]["field"] == "revision"
    unzoned = api.post(where, answer(learner) | {"at": "2026-03-02T09:00:00"})
    assert unzoned.json()["errors"] == [
        {
            "field": "at",
            "message": "This moment has no time zone.",
            "mend": "Send it with its offset, as in 2026-03-02T09:00:00Z.",
        }
    ]


def test_a_step_that_comes_later_is_locked(api: Api) -> None:
    told = api.post(f"/lessons/{LESSON}/steps/takeaways/done/")
    assert (told.status_code, told.json()["code"]) == (409, "step_locked")


def test_the_catalogue_tells_a_lesson_once(api: Api, nobody: Api) -> None:
    assert [path["slug"] for path in nobody.get("/paths/").json()["results"]] == [PATH]
    path = nobody.get(f"/paths/{PATH}/").json()
    assert path["phases"][0]["lessons"][0]["slug"] == LESSON and path["enrolled"] is False
    lesson = api.get(f"/lessons/{LESSON}/")
    assert [step["key"] for step in lesson.json()["steps"]][:2] == ["sight", "which"]
    assert lesson.json()["steps"][0]["markdown"] == f"{lesson.json()['steps'][0]['title']}."
    again = api.get(f"/lessons/{LESSON}/", if_none_match=lesson["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    progress = api.get(f"/lessons/{LESSON}/progress/").json()
    assert progress["next_step"] == "sight" and not progress["finished"]
    assert nobody.get(f"/lessons/{LESSON}/").status_code == 401


def test_a_path_is_joined_and_a_planned_one_awaited(api: Api) -> None:
    assert api.put(f"/paths/{PATH}/enrolment/").status_code == 204
    assert api.get(f"/paths/{PATH}/").json()["enrolled"] is True
    assert api.put("/paths/circles/awaited/").status_code == 204
    assert api.get(f"/paths/{PATH}/").json()["guide"]["related"][0]["wanted"] is True
    assert api.delete("/paths/circles/awaited/").status_code == 204
    assert api.put("/paths/nowhere/awaited/").status_code == 404


def test_a_question_is_reported_once(api: Api, learner: User) -> None:
    api.post(f"/items/{slug_of('choice')}/answers/", answer(learner))
    sent = {"revision": "choice", "reason": "slip", "note": "a comma"}
    assert api.post(f"/items/{slug_of('choice')}/reports/", sent).json() == {"new": True}
    assert api.post(f"/items/{slug_of('choice')}/reports/", sent).json() == {"new": False}


def test_what_was_fetched_and_has_not_changed_is_not_sent_again(api: Api, learner: User) -> None:
    question = api.get(f"/items/{slug_of('choice')}/")
    assert api.get(f"/items/{slug_of('choice')}/", if_none_match=question["ETag"]).status_code == 304
    api.post(f"/items/{slug_of('choice')}/answers/", answer(learner))
    assert api.get(f"/items/{slug_of('choice')}/", if_none_match=question["ETag"]).status_code == 200


def answer(learner: User, kind: str = "choice", *, step: str = "") -> dict[str, Any]:
    """The right one to what is asked next."""
    asked = services.question_for(learner=learner, item_slug=slug_of(kind), now=timezone.now())
    where = {"lesson": LESSON, "step": step} if step else {}
    return {
        "id": str(uuid.uuid4()),
        "revision": asked.revision,
        "number": asked.number,
        "response": right_response(asked.question),
        "seconds": 9,
        **where,
    }
