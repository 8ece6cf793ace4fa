"""The real worker with a real broker: it is killed in the middle, gets jobs twice, and runs as whoever it may."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import pytest
import redis
from celery import Celery

from grading.sandbox.modes import Mode
from tests.grading import ways
from tests.grading.bench import RIGHT, dot, job
from tests.services.valkey import valkey as started_valkey
from tests.waiting import PATIENCE_SECONDS, until
from tutor.services.submissions import PRIORITIES

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "-m celery -q -A grading.tasks worker -Q grading -P threads -c 1 --without-gossip --without-mingle -l WARNING"
NAP_SECONDS = 6


@pytest.fixture
def valkey() -> Iterator[redis.Redis]:
    """A broker of this test's own: workers that other tests have left running would take its jobs."""
    with TemporaryDirectory(prefix="loci-") as folder, started_valkey(Path(folder) / "socket", Path(folder) / "valkey") as client:
        yield client


@pytest.fixture
def start(valkey: redis.Redis) -> Iterator[Callable[..., psutil.Process]]:
    """Starts a worker that knows the broker's address and nothing else of this installation."""
    started: list[subprocess.Popen[bytes]] = []

    def start(mode: Mode = Mode.WARM_A) -> psutil.Process:
        known = {"PATH": os.environ["PATH"], "LOCI_BROKER_URL": url_of(valkey), **ways.SETTINGS[mode]}
        command = [*ways.identity(mode), sys.executable, *COMMAND.split()]
        started.append(subprocess.Popen(command, cwd=ROOT, env=known, stderr=subprocess.DEVNULL))
        return psutil.Process(started[-1].pid)

    yield start
    for process in started:
        process.kill()
        process.wait()


def url_of(valkey: redis.Redis) -> str:
    return f"redis+socket://{valkey.connection_pool.connection_kwargs['path']}"


def send(valkey: redis.Redis, source: str, submission: str = "s-1", priority: int = 0) -> None:
    with Celery(broker=url_of(valkey)) as sender:
        sender.send_task("grading.grade", args=[submission, job(source).as_dict()], queue="grading", priority=priority)


def told(valkey: redis.Redis, name: str) -> list[Any]:
    """Arguments of the messages of this name that wait for the rooms with the database."""
    messages = [json.loads(message) for message in valkey.lrange("default", 0, -1)]
    bodies = [json.loads(b64decode(message["body"])) for message in messages if message["headers"]["task"] == name]
    return [arguments for arguments, *_ in bodies]


def with_a_job_in_hand(valkey: redis.Redis, start: Callable[..., psutil.Process], mode: Mode = Mode.WARM_A) -> psutil.Process:
    """A worker whose job has its first check done, and naps in the second until `NAP_SECONDS` after it was sent: who is graded
    again then does not nap again. That check's vectors are longer than the sample's.
    """
    worker = start(mode)
    until(lambda: told(valkey, "tutor.note_worker"))
    nap = f"if len(a) > 2: time.sleep(max(0, {time.time() + NAP_SECONDS} - time.time()))"
    send(valkey, dot(f"{nap}\nreturn float(a @ b)", "import time"), priority=PRIORITIES["submit"])
    until(lambda: told(valkey, "tutor.note_check"))
    return worker


@pytest.mark.parametrize("mode", list(Mode))
def test_a_worker_that_is_killed_in_the_middle_loses_no_job_and_leaves_no_process(mode, valkey, start):
    killed = with_a_job_in_hand(valkey, start, mode)
    boxes = killed.children(recursive=True)
    assert boxes
    os.kill(killed.pid, signal.SIGKILL)
    _, alive = psutil.wait_procs(boxes, timeout=NAP_SECONDS / 2)
    assert alive == [], "they would have ended by themselves later"
    assert told(valkey, "tutor.settle_submission") == []

    (job_in_doubt,) = valkey.zrange("unacked_index", 0, -1)
    valkey.zadd("unacked_index", {job_in_doubt: 0})  # as if the time had passed after which the broker gives it to another
    start(mode)
    until(lambda: told(valkey, "tutor.settle_submission"))
    ((submission, report),) = told(valkey, "tutor.settle_submission")
    assert (submission, report["verdict"]) == ("s-1", "passed")
    until(lambda: not valkey.exists("unacked"))


def test_a_job_that_comes_twice_gets_the_same_report_twice(valkey, start):
    send(valkey, RIGHT)
    send(valkey, RIGHT)
    start()
    until(lambda: len(told(valkey, "tutor.settle_submission")) == 2)
    cost = {"cpu_ms": 0, "wall_ms": 0, "peak_kib": 0}
    reports = [report for _, report in told(valkey, "tutor.settle_submission")]
    first, second = (report | cost | {"checks": [check | cost for check in report["checks"]]} for report in reports)
    assert first == second


def test_a_later_run_overtakes_the_submits_that_wait_and_these_overtake_the_least_urgent(valkey, start):
    with_a_job_in_hand(valkey, start)
    send(valkey, RIGHT, "least", 9)
    for name in ("first", "second"):
        send(valkey, RIGHT, name, PRIORITIES["submit"])
    send(valkey, RIGHT, "run", PRIORITIES["run"])
    until(lambda: len(told(valkey, "tutor.settle_submission")) == 5)
    settled = [submission for submission, _ in reversed(told(valkey, "tutor.settle_submission"))]
    assert settled == ["s-1", "run", "first", "second", "least"]


def test_a_worker_that_is_asked_to_end_finishes_what_it_has(valkey, start):
    worker = with_a_job_in_hand(valkey, start)
    worker.terminate()
    psutil.wait_procs([worker], timeout=PATIENCE_SECONDS)
    ((_, report),) = told(valkey, "tutor.settle_submission")
    assert report["verdict"] == "passed"
    assert not valkey.exists("unacked")


LOOK_AND_GRADE = """
import os
from grading.sandbox.doctor import diagnose, mode
from tests.grading.bench import RIGHT, grade
print(os.geteuid(), diagnose(), mode().tier, grade(RIGHT).verdict)
"""


@pytest.mark.parametrize("identity", [(), ways.ORDINARY], ids=["as it is", "as an ordinary user"])
def test_it_grades_as_whoever_it_is(identity):
    said = subprocess.run([*identity, sys.executable, "-c", LOOK_AND_GRADE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["1234" if identity else str(os.geteuid()), "[]", "A", "passed"]


@pytest.fixture
def without_namespaces() -> tuple[str, ...]:
    """Runs a command as an ordinary user in a namespace of its own, in which no more can be made."""
    last = f'echo 1 > /proc/sys/user/max_user_namespaces && exec {" ".join(ways.ORDINARY)} "$@"'
    return ("unshare", "--user", "--map-root-user", "sh", "-c", last, "sh", sys.executable)


def test_where_the_kernel_allows_no_user_namespaces_code_is_graded_in_tier_b_and_the_log_says_so(without_namespaces):
    done = subprocess.run([*without_namespaces, "-c", LOOK_AND_GRADE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1234", "[]", "B", "passed"]
    assert "code is graded in tier B, behind fewer walls than this could be: the sandbox does not open: bwrap: " in done.stderr
    assert "Allow unprivileged user namespaces: sysctl user.max_user_namespaces=15000" in done.stderr


def test_where_they_are_insisted_on_the_doctor_says_so_with_the_mend(without_namespaces):
    asked = {**os.environ, "LOCI_GRADING_TIER": "A", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    doctor = [*without_namespaces, "manage.py", "sandbox", "doctor"]
    done = subprocess.run(doctor, cwd=ROOT, env=asked, capture_output=True, text=True)
    assert done.returncode == 1
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith("Nothing is graded on this machine: the sandbox does not open: bwrap: ")
    assert "Allow unprivileged user namespaces: sysctl user.max_user_namespaces=15000" in last
