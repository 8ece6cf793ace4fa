"""The worker's end of the queue: what it tells whom, and that it grades nothing without a sound sandbox."""

import pytest
from celery.exceptions import Retry

from grading import tasks
from grading.contract import BrokenExercise, SandboxDown
from grading.sandbox.doctor import Finding
from tests.grading.bench import CHECKS, RIGHT, job

UNSOUND = [Finding("code in the sandbox can make a network socket", "Mend it")]


@pytest.fixture
def sent(monkeypatch):
    messages = []
    monkeypatch.setattr(tasks.app, "send_task", lambda name, args, queue: messages.append((name, args, queue)))
    return messages


@pytest.fixture
def waiting(monkeypatch):
    """Retries that were asked for, by their delay."""
    delays = []

    def retry(countdown):
        delays.append(countdown)
        return Retry()

    monkeypatch.setattr(tasks.grade, "retry", retry)
    return delays


def at_gate(monkeypatch, *looks):
    answers = iter(looks)
    monkeypatch.setattr(tasks, "gate", tasks.Gate(lambda: next(answers)))


def test_a_quick_grading_is_told_once(sent, monkeypatch):
    monkeypatch.setattr(tasks, "CHECKS_TOLD_SECONDS", 600)
    tasks.grade("s-1", job(RIGHT).as_dict())
    ((name, (submission, report), queue),) = sent
    assert (name, queue) == ("tutor.settle_submission", "default")
    assert (submission, report["verdict"], report["score"], len(report["checks"])) == ("s-1", "passed", 1.0, 2)


def test_of_a_slow_grading_checks_are_told_as_they_end(sent):
    slow = "import time\ndef dot(a, b):\n    if len(a) > 2: time.sleep(2)\n    return float(a @ b)\n"
    tasks.grade("s-1", job(slow).as_dict())
    assert [name for name, _, _ in sent] == ["tutor.note_check", "tutor.settle_submission"]
    submission, position, check = sent[0][1]
    assert (submission, position, check["name"], check["status"]) == ("s-1", 0, "one_pair", "passed")


def test_without_a_sound_sandbox_the_job_waits_and_nothing_is_run(sent, waiting, monkeypatch):
    at_gate(monkeypatch, UNSOUND)
    monkeypatch.setattr(tasks, "judge", lambda *_, **__: pytest.fail("it was graded"))
    for _ in range(2):
        with pytest.raises(Retry):
            tasks.grade("s-1", job(RIGHT).as_dict())
    assert sent == [("tutor.grading_paused", ["code in the sandbox can make a network socket. Mend it."], "default")] * 2
    assert waiting == [tasks.PAUSE_SECONDS] * 2


def test_a_mended_machine_is_noticed(monkeypatch):
    at_gate(monkeypatch, UNSOUND, [])
    monkeypatch.setattr(tasks, "LOOK_AGAIN_SECONDS", -1)
    assert tasks.gate.findings() == UNSOUND
    assert tasks.gate.findings() == []


def test_a_sound_machine_is_looked_at_once(monkeypatch):
    at_gate(monkeypatch, [])
    assert tasks.gate.findings() == tasks.gate.findings() == []


def test_a_worker_says_at_its_start_that_it_is_paused(sent, monkeypatch):
    at_gate(monkeypatch, UNSOUND)
    tasks.look_at_the_sandbox()
    assert [name for name, _, _ in sent] == ["tutor.grading_paused"]


def test_a_box_that_does_not_open_is_tried_again_and_the_sandbox_looked_at(sent, waiting, monkeypatch):
    at_gate(monkeypatch, [], UNSOUND)

    def down(*_, **__):
        raise SandboxDown("no memory")

    monkeypatch.setattr(tasks, "judge", down)
    with pytest.raises(Retry):
        tasks.grade("s-1", job(RIGHT).as_dict())
    assert (sent, waiting) == ([], [1])
    assert tasks.gate.findings() == UNSOUND


@pytest.mark.parametrize(
    ("problem", "fault"),
    [
        (BrokenExercise("the check a: it hangs"), "broken exercise: the check a: it hangs"),
        (ZeroDivisionError("a bug of ours"), "grader: ZeroDivisionError"),
    ],
)
def test_our_faults_are_reported_as_ours(problem, fault, sent, monkeypatch):
    at_gate(monkeypatch, [])

    def broken(*_, **__):
        raise problem

    monkeypatch.setattr(tasks, "judge", broken)
    tasks.grade("s-1", job(RIGHT).as_dict())
    ((name, (_, report), _),) = sent
    assert (name, report["verdict"], report["fault"], report["score"]) == ("tutor.settle_submission", "internal", fault, 0.0)


def test_a_job_of_another_form_and_broken_checks_are_our_faults_too(sent):
    tasks.grade("s-1", {"id": 3})
    tasks.grade("s-2", job(RIGHT, checks="1 / 0" + CHECKS).as_dict())
    assert [report["verdict"] for _, (_, report), _ in sent] == ["internal", "internal"]
    assert sent[0][1][1]["fault"].startswith("grader: job.")
    assert sent[1][1][1]["fault"].startswith("broken exercise: ")


def test_only_json_is_taken():
    assert tasks.app.conf.accept_content == ["json"]
    assert tasks.app.conf.task_acks_late
    assert tasks.app.conf.task_reject_on_worker_lost
