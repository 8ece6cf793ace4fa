"""The doctor pushes against every wall of a real box."""

import pytest

from grading.contract import SandboxDown
from grading.inside import lock
from grading.sandbox import doctor


def test_it_finds_every_wall_standing_here(capsys):
    assert doctor.diagnose() == []
    assert doctor.main() == 0
    assert capsys.readouterr().out == "Every wall holds: code can be graded on this machine.\n"


def test_outside_of_a_box_its_probe_finds_what_is_open():
    probe: dict[str, object] = {}
    exec(doctor.PROBE, probe)
    attempts = probe["attempts"]()  # type: ignore[operator]
    for what in ("make a network socket", "make a pair of sockets", "read the machine's users", "look into processes"):
        assert probe["refused"](attempts[what]) is not None, what  # type: ignore[operator]


@pytest.mark.parametrize(
    ("said", "mend"),
    [
        ("the sandbox does not open: bwrap: setting up uid map: Permission denied.", "user namespaces"),
        ("there is no bwrap on this machine. Install bubblewrap.", "Install bubblewrap"),
        ("the sandbox does not open: Unlockable: the system-call filter is written for x86-64, not for arm.", "x86-64 machine"),
        ("something else.", "Report this"),
    ],
)
def test_a_sandbox_that_is_down_is_one_finding_with_a_mend(said, mend, monkeypatch):
    def down(*_):
        raise SandboxDown(said)

    monkeypatch.setattr(doctor, "open_box", down)
    (finding,) = doctor.diagnose()
    assert mend in finding.mend
    assert said.startswith(finding.problem)


def test_the_filter_allows_nothing_by_which_code_could_leave():
    forbidden = {41, 42, 53, 56, 57, 58, 59, 62, 101, 157, 165, 272, 298, 308, 310, 317, 319, 321, 322, 323, 425, 435}
    assert forbidden.isdisjoint(lock.ALLOWED.values())
    assert len(set(lock.ALLOWED.values())) == len(lock.ALLOWED)
    assert all(len(line) == 8 for line in lock.program(1))
