"""What a learner is told beside the day: answers to reports, findings, awaited paths, totals; and corrections of the zone."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils import timezone

from exercises.models import Attempt, CheckResult, Submission
from grading.findings import Findings, Mistake
from lessons.models import Path
from tests.api.caller import Api
from tests.play import play_day
from tests.sample import EXERCISE
from tests.web.ledgers import live
from tutor import services
from tutor.models import Event, ItemReport, PathReminder, PushDevice, User


def test_what_came_of_a_report_is_told_once_and_can_be_looked_up(api: Api, learner: User) -> None:
    play_day(learner, timezone.now())
    asked = Attempt.objects.filter(learner=learner).select_related("item", "revision").first()
    sent = {"revision": asked.revision.digest, "reason": "slip", "note": "A comma."}
    assert api.post(f"/items/{asked.item.slug}/reports/", sent).status_code == 201
    assert api.post("/reports/answered/").json() == {"results": []}
    author = User.objects.create_user("eve")
    report = ItemReport.objects.get()
    services.answer_report(report_id=report.pk, status="fixed", answer="Thanks.", by=author, now=timezone.now())
    told = api.post("/reports/answered/").json()["results"]
    assert [(one["item"], one["status"], one["answer"]) for one in told] == [(asked.item.slug, "fixed", "Thanks.")]
    assert api.post("/reports/answered/").json() == {"results": []}
    assert api.get("/reports/").json()["results"][0]["seen_at"], "what was lost on the way is still there"


def found(texts: tuple[str, ...] = ("a", "b", "c")) -> dict[str, object]:
    mistakes = (Mistake("wrong", 0, 1, 0.91, "They share words."), Mistake("missed", 1, 2, 0.2))
    curve = (("yours", ((0.0, 1.0), (1.0, 0.5))),)
    return Findings(0.75, (("precision", 0.8),), (("pairs", 7),), curve, texts, mistakes, 2).as_dict()


def test_findings_are_told_and_hidden_data_are_not(api: Api, learner: User) -> None:
    address = f"/exercises/{EXERCISE}/findings/"
    assert api.get(address).json()["checks"] == []
    live(learner, 10, timezone.now())
    handed_in = Submission.objects.filter(learner=learner).latest("created_at")
    for position, sample in ((90, True), (91, False)):
        CheckResult.objects.create(
            submission=handed_in, name=f"n{position}", title="Pairs", position=position, sample=sample, status="passed", weight=1,
            details={"findings": found()},
        )  # fmt: skip
    samples = api.get(f"{address}?of=samples&kind=missed").json()
    assert samples["checks"][0]["shares"] == [{"name": "precision", "share": 0.8}]
    assert samples["checks"][0]["curves"][0]["points"] == [[0.0, 1.0], [1.0, 0.5]]
    assert [one["second"] for one in samples["mistakes"]["results"]] == ["c"] and samples["mistakes"]["total"] == 1
    hidden = api.get(address).json()
    assert hidden["mistakes"] is None and [one["note"] for one in hidden["teaching"]] == ["They share words."]
    assert hidden["trials"] and hidden["certificate"]
    for wrong in ("of=all", "kind=x", "page=0", "page=a"):
        assert api.get(f"{address}?{wrong}").json()["errors"][0]["field"] == wrong.partition("=")[0]
    assert api.get("/exercises/none/findings/").status_code == 404


def test_a_path_that_was_awaited_is_told_of_until_it_is_known(api: Api, learner: User) -> None:
    path = Path.objects.get()
    PathReminder.objects.create(learner=learner, path_slug=path.slug, at=timezone.now())
    assert [one["slug"] for one in api.get("/awaited-paths/").json()["results"]] == [path.slug]
    assert api.delete(f"/paths/{path.slug}/awaited/").status_code == 204
    assert api.get("/awaited-paths/").json()["results"] == []


def test_totals_are_those_of_the_profile(api: Api, learner: User) -> None:
    play_day(learner, timezone.now())
    totals = api.get("/statistics/totals/").json()
    assert totals["days_finished"] == 1 and totals["answers"] >= totals["answers_right"] > 0 < totals["effort_seconds"]


def test_a_zone_is_corrected_once_looked_at_before_and_taken_back(api: Api, learner: User) -> None:
    day = learner.clock.day(timezone.now()) - timedelta(days=2)
    play_day(learner, learner.clock.bounds(day)[0] - timedelta(minutes=15), most=2)
    sent = {"zone": "Asia/Tokyo", "since": (timezone.now() - timedelta(days=5)).isoformat()}
    changes = api.post("/zone-corrections/preview/", sent).json()
    assert changes["days"] and not Event.objects.filter(kind="zone_set").exists()
    act = sent | {"id": str(uuid.uuid4())}
    for _ in range(2):
        done = api.post("/zone-corrections/", act)
        assert done.status_code == 201 and done.json()["results"][0] | {"zone": "Asia/Tokyo"} == done.json()["results"][0]
    assert Event.objects.filter(kind="zone_set").count() == 1 and done.json()["results"][0]["before"] == "Europe/Berlin"
    correction = done.json()["results"][0]["id"]
    assert correction == act["id"]
    for _ in range(2):
        assert api.delete(f"/zone-corrections/{correction}/").status_code == 204
    learner.refresh_from_db()
    assert learner.zone == "Europe/Berlin" and api.get("/zone-corrections/").json() == {"results": []}
    wrong = api.post("/zone-corrections/", sent | {"since": "2001-01-01T00:00:00Z"}).json()
    assert wrong["errors"][0]["field"] == "since"


def test_a_subscription_is_renewed_by_who_knows_the_old_one(api: Api, nobody: Api, learner: User) -> None:
    live(learner, 5, timezone.now())
    device = PushDevice.objects.filter(learner=learner).first()
    fresh = {"old": device.endpoint, "endpoint": f"{device.endpoint}2", "p256dh": device.p256dh, "auth": device.auth}
    for sent in (fresh, fresh, fresh | {"old": "https://push.example/unknown"}):
        assert nobody.post("/push-subscriptions/renewal/", sent).status_code in {204, 400}
