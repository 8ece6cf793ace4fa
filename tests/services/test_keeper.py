"""The supervisor's parts, on small programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.waiting import until
from tutor.supervisor import guard
from tutor.supervisor.child import Child, Program
from tutor.supervisor.keeper import Keeper


def program(name: str, code: str, ends: int = 1) -> Program:
    return Program(name, (sys.executable, "-c", code), dict(os.environ), (), ends)


def test_each_crash_doubles_the_wait_up_to_half_a_minute() -> None:
    child = Child(program("crashing", "raise SystemExit(3)"))
    said = []
    for _ in range(6):
        child.start()
        until(lambda: not child.alive)
        said.append(child.crashed() or "")
    assert [words.rsplit(" ", 2)[-2] for words in said] == ["1", "2", "4", "8", "16", "30"]
    assert "ended with status 3" in said[0]


def test_what_a_crashed_program_left_behind_is_ended_before_it_starts_again(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    leave = f"import subprocess; open({str(note)!r}, 'w').write(str(subprocess.Popen(['sleep', '60']).pid))"
    child = Child(program("leaving", leave))
    child.start()
    until(lambda: not child.alive)
    child.crashed()
    until(lambda: not Path(f"/proc/{note.read_text()}").exists() or "Z" in Path(f"/proc/{note.read_text()}/stat").read_text())


def test_programs_end_in_the_order_that_they_name(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        "import signal, sys, time\n"
        f"signal.signal(signal.SIGTERM, lambda *_: (open({str(log)!r}, 'a').write('NAME '), sys.exit(0)))\n"
        f"open({str(log)!r} + 'NAME', 'w').close()\n"
        "while True: time.sleep(0.01)"
    )
    names = {"broker": 3, "site": 1, "worker": 2}
    keeper = Keeper(print)
    keeper.start([program(name, code.replace("NAME", name), ends) for name, ends in names.items()])
    until(lambda: all(Path(f"{log}{name}").exists() for name in names))
    keeper.stop()
    assert log.read_text().split() == ["site", "worker", "broker"]


def test_a_full_disk_is_refused_with_the_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(guard, "BYTES_NEEDED", 1 << 62)
    with pytest.raises(SystemExit, match=r"MB left\. Free 100 MB or more"):
        guard.check_space(tmp_path)


def test_an_address_of_another_machine_is_refused_with_the_mend() -> None:
    with pytest.raises(SystemExit, match=r"Set --host to an address of this machine"):
        guard.take_port("192.0.2.1", 8000)


def test_a_socket_folder_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    with pytest.raises(SystemExit, match="not yours alone"):
        guard.private_folder(tmp_path / "open")
