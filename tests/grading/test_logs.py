"""The lines of the log: their form, their fields, and what is never in them."""

import io
import json
import logging
import logging.config
import os
import subprocess
import sys

import pytest

from grading import logs, tasks
from grading.env import SettingError
from tests.grading.bench import CHECKS, RIGHT, job

SECRETS = ("swordfish", "hidden-input-17")


@pytest.fixture
def lines():
    """Arranges the log as a setting says, and gives what is written; afterwards all is as it was."""
    root = logging.getLogger()
    kept = {name: logging.getLogger(name).level for name in [*logs.OURS, *logs.TALKATIVE, logs.AUTHORS]}
    handlers, level = root.handlers[:], root.level
    said = io.StringIO()

    def arrange(**environ: str) -> io.StringIO:
        logging.config.dictConfig(logs.settings({f"LOCI_LOG_{name.upper()}": value for name, value in environ.items()}))
        root.handlers[-1].setStream(said)
        return said

    yield arrange
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in kept.items():
        logging.getLogger(name).setLevel(before)


def objects(said: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_a_line_says_what_it_is_about_and_after_it_nothing_is(lines):
    said = lines(format="json")
    with logs.about(submission="s-1", exercise="norm"), logs.about(kind="run"):
        logging.getLogger("grading.x").info("graded %s", "well", extra={"verdict": "passed", "checks": 3})
    logging.getLogger("grading.x").warning("later")
    first, second = objects(said)
    told = {"level": "INFO", "logger": "grading.x", "message": "graded well", "process": os.getpid()}
    told |= {"submission": "s-1", "exercise": "norm", "kind": "run", "verdict": "passed", "checks": 3}
    assert first.pop("time").endswith("Z") and first == told
    assert "submission" not in second


def test_text_has_the_same_fields_at_its_end(lines):
    said = lines(format="Text")
    with logs.about(submission="s-1"):
        logging.getLogger("grading.x").info("settled", extra={"verdict": "failed", "score": 0.5})
    assert said.getvalue().endswith(" INFO grading.x settled submission=s-1 verdict=failed score=0.5\n")


def test_an_exception_and_text_with_line_ends_stay_one_object(lines):
    said = lines(format="json")
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError:
        logging.getLogger("grading.x").exception("it\nfailed “here”")
    (line,) = objects(said)
    assert line["message"] == "it\nfailed “here”" and "ZeroDivisionError" in line["exception"]


def test_only_known_fields_are_written(lines):
    said = lines(format="json")
    logging.getLogger("grading.x").error("failed", extra={"data": {"args": "swordfish"}, "source": "swordfish"})
    assert "swordfish" not in said.getvalue()


def test_the_level_counts_and_libraries_stay_quiet_at_every_level(lines):
    said = lines(level="debug")
    logging.getLogger("grading.x").debug("mine")
    for name in ("celery.worker.strategy", "kombu.transport", "celery.pool"):
        logging.getLogger(name).info("TaskPool: Apply swordfish")
    for name in ("django.db.backends", "django.template", "anybody.else"):
        logging.getLogger(name).debug("INSERT swordfish")
    assert "mine" in said.getvalue() and "swordfish" not in said.getvalue()
    said = lines(level="error")
    logging.getLogger("celery.x").warning("not now")
    assert "not now" not in said.getvalue()


def test_of_a_message_that_celery_cannot_use_the_log_has_not_the_message(lines):
    said = lines(format="json")
    body = "Received unregistered task of type 'x'.\nThe full contents of the message body was:\n%s"
    logging.getLogger("celery.worker.consumer.consumer").error(body, "swordfish")
    assert objects(said)[0]["message"] == "Received unregistered task of type 'x'."


@pytest.mark.parametrize(("name", "value"), [("LOCI_LOG_FORMAT", "xml"), ("LOCI_LOG_LEVEL", "LOUD")])
def test_a_setting_that_makes_no_sense_ends_the_grading_worker_with_one_line(name, value):
    with pytest.raises(SettingError, match=f"Setting {name}: “{value.upper()}” is none of"):
        logs.settings({name: value})
    command = [sys.executable, "-m", "celery", "-q", "-A", "grading.tasks", "worker", "-P", "threads"]
    environ = {"PATH": os.environ["PATH"], name: value, "LOCI_BROKER_URL": "memory://"}
    worker = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120)
    assert worker.returncode == 1 and f"Setting {name}" in worker.stderr
    assert "django" not in worker.stderr.lower()


@pytest.mark.parametrize("level", ["info", "debug"])
@pytest.mark.parametrize(
    ("source", "checks"),
    [
        (f"{RIGHT}\nsecret = 'swordfish'\n", CHECKS),
        ("def dot(*_):\n    print('swordfish')\n    raise ValueError('swordfish')\n", CHECKS),
        ("swordfish = = 1\n", CHECKS),
        (RIGHT, f"raise ValueError('hidden-input-17')\n{CHECKS}"),
        (RIGHT, CHECKS.replace("def ", "def hidden(t):\n    raise ValueError('hidden-input-17')\n\n\ndef ", 1)),
    ],
    ids=["passes", "raises", "does not load", "broken checks", "other checks"],
)
def test_neither_code_nor_hidden_inputs_get_into_the_log(lines, monkeypatch, level, source, checks):
    said = lines(format="json", level=level)
    monkeypatch.setattr(tasks.app, "send_task", lambda *_, **__: None)
    tasks.grade("s-1", job(source, checks=checks).as_dict(), {"exercise": "dot", "kind": "submit"})
    told = objects(said)
    assert told[0]["message"] == "grading begins"
    assert all((one["submission"], one["exercise"], one["kind"]) == ("s-1", "dot", "submit") for one in told)
    assert not [secret for secret in (*SECRETS, "def dot", "from grading.checks") if secret in said.getvalue()]


def test_the_judges_own_bug_is_told_with_its_place_and_not_with_its_values(lines, monkeypatch):
    said = lines(format="json")
    monkeypatch.setattr(tasks.app, "send_task", lambda *_, **__: None)

    def broken(*_, **__):
        raise KeyError("swordfish")

    monkeypatch.setattr(tasks, "judge", broken)
    tasks.grade("s-1", job(RIGHT).as_dict())
    line = objects(said)[-1]
    assert line["message"].startswith("the judge failed by KeyError\n") and "in _grade" in line["message"]
    assert line["cause"] == "grader" and "swordfish" not in said.getvalue().replace('raise KeyError(\\"swordfish\\")', "")


def test_authors_see_by_what_their_check_ended(lines):
    said = lines(format="json")
    logging.getLogger(logs.AUTHORS).warning("hidden-input-17")
    assert said.getvalue() == ""
    logs.tell_authors()
    logging.getLogger(logs.AUTHORS).warning("hidden-input-17")
    assert objects(said)[0]["message"] == "hidden-input-17"
