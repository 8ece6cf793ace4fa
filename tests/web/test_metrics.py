"""/metrics: what it says after what happened, as Prometheus would read it, who may, and what it costs."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from exercises.models import Submission
from tests.helpers import MONDAY, later, learner, publish_course, report, settle, submit
from tests.web.statements import reads_of, statements
from tutor import services
from tutor.selectors.submissions import PAUSED_KEY
from tutor.services.submissions import MOST_SENDS

TOKEN = "a-token-of-more-than-twenty"
QUERIES = 3


@pytest.fixture
def ada(db: None):
    publish_course()
    return learner()


def samples(client: Client, **headers: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by its name and labels, read by Prometheus' own parser."""
    answer = client.get("/metrics", **headers)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def of(found: dict, name: str, **labels: str) -> float | None:
    return found.get((name, tuple(sorted(labels.items()))))


def test_what_waits_is_told_by_kind_with_the_age_of_the_oldest(client: Client, ada) -> None:
    submit(ada, timezone.now())
    old = submit(ada, timezone.now(), mode="run")
    running = submit(learner("bob"), timezone.now())
    services.note_check(public_id=running.public_id, position=0, check=report(running)["checks"][0])
    Submission.objects.filter(pk=old.pk).update(created_at=timezone.now() - timezone.timedelta(seconds=90))
    found = samples(client)
    assert [of(found, "loci_waiting", kind=kind) for kind in ("run", "submit", "regrade")] == [1, 1, 0]
    assert 90 <= of(found, "loci_oldest_waiting_seconds", kind="run") < 300
    assert of(found, "loci_oldest_waiting_seconds", kind="regrade") == 0
    assert of(found, "loci_running", kind="submit") == 1


def test_verdicts_are_counted_with_the_time_they_took(client: Client, ada) -> None:
    settle(submit(ada, MONDAY), later(seconds=0.2))
    settle(submit(ada, MONDAY), later(seconds=1.5))
    settle(submit(ada, MONDAY, mode="run"), later(days=1), verdict="timeout")
    found = samples(client)
    passed = {"kind": "submit", "verdict": "passed"}
    buckets = {le: of(found, "loci_verdict_seconds_bucket", le=le, **passed) for le in ("0.15", "0.3", "1", "2", "+Inf")}
    assert buckets == {"0.15": 0, "0.3": 1, "1": 1, "2": 2, "+Inf": 2}
    assert of(found, "loci_verdict_seconds_sum", **passed) == pytest.approx(1.7)
    assert of(found, "loci_verdict_seconds_count", kind="run", verdict="timeout") == 1


def test_kills_faults_repeats_and_replacements_are_counted_by_cause(client: Client, ada) -> None:
    submission = submit(ada, MONDAY)
    given = report(submission, verdict="timeout")
    given["checks"][0]["status"] = given["checks"][1]["status"] = "timeout"
    given["checks"][2]["status"] = "forbidden"
    for _ in range(3):
        services.settle_submission(public_id=submission.public_id, report=given, now=MONDAY)
    settle(submit(ada, MONDAY), MONDAY, verdict="internal", fault="grader: the box fell over")
    settle(submit(ada, MONDAY), MONDAY, verdict="internal", fault="broken exercise: checks.py does not load")
    submit(ada, MONDAY, mode="run")
    submit(ada, MONDAY, mode="run")
    Submission.objects.filter(mode="run").update(sends=MOST_SENDS, sent_at=MONDAY)
    services.sweep_unsettled(now=later(days=1))
    found = samples(client)
    kills = {cause: of(found, "loci_check_kills_total", cause=cause) for cause in ("timeout", "forbidden", "error")}
    assert kills == {"timeout": 2, "forbidden": 1, "error": 0}
    faults = {cause: of(found, "loci_grader_faults_total", cause=cause) for cause in ("grader", "exercise", "lost")}
    assert faults == {"grader": 1, "exercise": 1, "lost": 1}
    assert (of(found, "loci_reports_repeated_total"), of(found, "loci_superseded_total")) == (2, 1)


def test_a_verdict_that_was_rolled_back_is_not_counted(client: Client, ada, monkeypatch) -> None:
    submission = submit(ada, MONDAY)
    monkeypatch.setattr("tutor.services.settling.count_verdict", _count_and_fail)
    with pytest.raises(ZeroDivisionError):
        settle(submission, MONDAY)
    assert of(samples(client), "loci_verdict_seconds_count", kind="submit", verdict="passed") is None


def _count_and_fail(*args: object) -> None:
    from tutor.services.counting import count_verdict

    count_verdict(*args)
    raise ZeroDivisionError


def test_workers_tell_of_their_pools_until_they_fall_silent(client: Client, db: None) -> None:
    state = {"paused": "", "boxes": "warm", "tier": "A", "zygotes": 2, "opened": 40, "renewed": 1, "died": 3}
    services.note_worker(name="grading@one", state=state, now=timezone.now())
    services.note_worker(name="grading@two", state={"paused": "No sandbox."}, now=timezone.now())
    services.note_worker(name="grading@gone", state=state, now=timezone.now() - timezone.timedelta(minutes=1))
    found = samples(client)
    assert of(found, "loci_grading_workers") == 2
    assert of(found, "loci_worker_grading", worker="grading@one", boxes="warm", tier="A") == 1
    assert of(found, "loci_worker_grading", worker="grading@two", boxes="", tier="") == 0
    assert of(found, "loci_zygotes", worker="grading@one") == 2
    counted = [
        of(found, f"loci_{name}_total", worker="grading@one") for name in ("boxes_opened", "zygotes_renewed", "zygotes_died")
    ]
    assert counted == [40, 1, 3]


def test_a_worker_that_is_silent_for_a_day_is_forgotten(db: None) -> None:
    from tutor.models import GradingWorker

    services.note_worker(name="grading@old", state={}, now=MONDAY)
    services.note_worker(name="grading@new", state={}, now=later(days=1.1))
    assert [one.name for one in GradingWorker.objects.all()] == ["grading@new"]


def test_the_document_names_every_metric_and_no_other(client: Client, ada) -> None:
    settle(submit(ada, MONDAY), MONDAY)
    services.note_worker(name="grading@one", state={}, now=timezone.now())
    families = text_string_to_metric_families(client.get("/metrics").content.decode())
    exposed = {one.name + ("_total" if one.type == "counter" else "") for one in families}
    document = (settings.ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(loci_\w+)", document, re.MULTILINE)) == exposed
    rules = set(re.findall(r"\b(loci_\w+?)(?:_bucket|_sum|_count)?\b[{\[ )]", "".join(re.findall(r"expr: .*", document))))
    assert len(rules) >= 3 and rules <= exposed


def test_a_pause_is_told(client: Client, db: None) -> None:
    assert of(samples(client), "loci_grading_paused") == 0
    cache.set(PAUSED_KEY, "no sandbox", 30)
    assert of(samples(client), "loci_grading_paused") == 1


def test_nothing_of_a_learner_is_in_it(client: Client, ada) -> None:
    submit(ada, timezone.now(), source="swordfish = 1")
    text = client.get("/metrics").content.decode()
    assert "ada" not in text and "swordfish" not in text


# --- who may


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_without_a_token_this_machine_may_read_it(client: Client, db: None, address: str) -> None:
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"REMOTE_ADDR": "192.0.2.1"},
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "192.0.2.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=192.0.2.1"},
        {"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": "Bearer "},
    ],
    ids=str,
)
def test_without_a_token_nobody_else_may(client: Client, db: None, asked: dict[str, str]) -> None:
    refusal = client.get("/metrics", **asked)
    assert refusal.status_code == 403 and b"loci_" not in refusal.content


def test_who_knows_the_token_may_read_it_from_anywhere(client: Client, db: None, settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert samples(client, REMOTE_ADDR="192.0.2.1", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer ü"]
)
def test_with_a_token_set_nobody_may_without_it(client: Client, db: None, settings, said: str) -> None:
    settings.METRICS_TOKEN = TOKEN
    refusal = client.get("/metrics", HTTP_AUTHORIZATION=said)
    assert (refusal.status_code, refusal["WWW-Authenticate"]) == (401, "Bearer")
    assert b"loci_" not in refusal.content


def test_it_is_read_and_nothing_else(client: Client, db: None) -> None:
    assert client.post("/metrics").status_code == 405
    assert "no-store" in client.get("/metrics")["Cache-Control"]


def test_on_a_site_with_https_this_machine_reads_it_without(client: Client, db: None, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/metrics").status_code == 200
    assert client.get("/health/").status_code == 301


# --- what it costs


def test_it_takes_three_queries_however_much_there_was_and_reads_no_history(client: Client, ada) -> None:
    for n in range(12):
        settle(
            submit(ada, later(days=n), mode=("run", "submit")[n % 2]),
            later(days=n, seconds=n),
            verdict=("error", "passed")[n % 2],
        )
    asked = statements(lambda: client.get("/metrics"))
    assert len(asked) == QUERIES
    plans = [plan for statement in asked for plan in reads_of(statement)]
    assert plans and all("state" in plan for plan in plans), plans


def test_counting_a_verdict_is_one_statement(ada) -> None:
    submission = submit(ada, MONDAY)
    given = report(submission)
    sent = [sql for sql, _ in statements(lambda: settle(submission, MONDAY))]
    assert given and sum("tutor_tally" in sql for sql in sent) == 1
