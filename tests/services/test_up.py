"""`manage.py up` as its owner meets it: real programs, real signals, a real port."""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import redis

from tests.services.conftest import SECRETS
from tests.services.installation import Installation, still_there

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("up")]


def test_the_home_page_comes_with_every_file_that_it_names(running: Installation) -> None:
    page = running.read("/")
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert files
    assert {file: running.status(file) for file in files} == dict.fromkeys(files, 200)


def test_it_says_where_the_site_is_and_how_to_get_an_account(running: Installation) -> None:
    assert f"http://localhost:{running.port}/" in running.said()
    assert "python3 manage.py createsuperuser" in running.said()


def test_the_grading_worker_knows_the_broker_and_no_secret(with_secrets: Installation) -> None:
    known = with_secrets.worker("grading").environ()
    assert known["LOCI_BROKER_URL"].startswith("redis+socket://")
    assert not {SECRETS["LOCI_MAIL_PASSWORD"], SECRETS["LOCI_SECRET_KEY"]} & set(known.values())
    assert not {"LOCI_SECRET_KEY", "LOCI_DATABASE_URL", "LOCI_DATA_DIR", "LOCI_MAIL_PASSWORD"} & set(known)


def test_nothing_but_the_index_worker_ever_holds_torch(running: Installation) -> None:
    index = running.worker("index").pid
    for process in running.processes():
        if process.pid != index:
            assert not [file.path for file in process.memory_maps() if "libtorch" in file.path], process.cmdline()


def test_a_taken_port_is_said_in_one_line_with_the_mend(another: Callable[..., Installation]) -> None:
    installation = another()
    with socket.create_server(("127.0.0.1", installation.port)):
        status, said = installation.refusal()
    assert status == 1
    other = installation.port + 1
    assert said == f"Loci cannot start: port {installation.port} is taken by another program. Choose another: --port {other}.\n"


def test_a_second_start_on_the_same_data_is_refused_in_one_line(running: Installation) -> None:
    second = Installation(running.data_dir)
    second.log = running.data_dir.with_name("second.log")
    status, said = second.refusal()
    assert status == 1
    assert running.process is not None
    assert f"process {running.process.pid} already runs Loci on {running.data_dir}. Stop that one, or" in said
    assert said.count("\n") == 1


def test_a_start_with_all_prepared_takes_less_than_five_seconds_of_work(ended: Installation) -> None:
    ended.start()
    workers = {ended.worker(queue).pid for queue in ("grading", "default", "index")}
    spent = [process.cpu_times() for process in ended.processes() if not workers & {process.pid, process.ppid()}]
    # Work and not the clock, which would tell how busy the machine is with other tests.
    assert sum(times.user + times.system for times in spent) < 5
    assert "preparing" not in ended.said()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_stop_leaves_no_process_and_loses_nothing(disturbed: Installation, number: int) -> None:
    value = f"kept at {number}"
    _broker(disturbed).set("kept", value)
    processes = disturbed.processes()
    assert disturbed.stop(number) == 0
    assert not still_there(processes)
    disturbed.start()
    assert _broker(disturbed).get("kept") == value.encode()


def test_a_killed_grading_worker_is_started_again_and_said_so(disturbed: Installation) -> None:
    killed = disturbed.worker("grading")
    killed.kill()
    disturbed.until(lambda: _has_another(disturbed, killed), 20)
    assert "grading worker was killed by SIGKILL" in disturbed.said()
    assert disturbed.status("/health/") == 200


def test_a_killed_supervisor_leaves_no_process_and_the_next_start_works(disturbed: Installation) -> None:
    processes = disturbed.processes()
    disturbed.stop(signal.SIGKILL)
    disturbed.start()
    assert not still_there(processes)
    assert disturbed.status("/health/") == 200


def test_without_a_sandbox_the_site_runs_and_grading_is_said_to_be_paused(
    another: Callable[..., Installation], tmp_path: Path
) -> None:
    refusing = tmp_path / "bin" / "bwrap"
    refusing.parent.mkdir()
    refusing.write_text("#!/bin/sh\necho 'bwrap: No permissions to create a new namespace' >&2\nexit 1\n")
    refusing.chmod(0o755)
    installation = another(PATH=f"{refusing.parent}:{os.environ['PATH']}")
    installation.start()
    installation.until(lambda: "grading is paused, all else works" in installation.said(), 30)
    assert installation.status("/") == 200


def test_a_data_folder_with_a_long_path_works(with_secrets: Installation) -> None:
    assert len(str(with_secrets.data_dir)) > 108, "no socket has a longer path"
    assert with_secrets.status("/health/") == 200


def _broker(installation: Installation) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(installation.data_dir / "valkey.sock"))


def _has_another(installation: Installation, killed: psutil.Process) -> bool:
    try:
        return installation.worker("grading").pid != killed.pid
    except (AssertionError, psutil.Error):
        return False
