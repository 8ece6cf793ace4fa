"""The doctor pushes against every wall of a real box."""

import logging
from dataclasses import replace

import pytest

from grading.contract import SandboxDown
from grading.inside import filters
from grading.sandbox import doctor, modes, open_box
from grading.sandbox.doctor import Examined, Finding
from grading.sandbox.modes import BOXES, TIER, Mode
from grading.sandbox.probe import PROBE


def test_it_finds_every_wall_standing_in_boxes_of_each_kind(kind_of_box):
    examined = doctor.examine(kind_of_box)
    assert examined.findings == ()
    assert len(examined.walls) > 20
    assert all(examined.walls.values())
    assert doctor.diagnose() == []
    assert doctor.mode() is doctor.known() is kind_of_box


def test_outside_of_a_box_its_probe_finds_what_is_open():
    probe: dict[str, object] = {}
    exec(PROBE, probe)
    attempts = probe["attempts"]()  # type: ignore[operator]
    for what in ("make a network socket", "make a pair of sockets", "read the machine's users", "look into processes"):
        assert probe["refused"](attempts[what]) is not None, what  # type: ignore[operator]


@pytest.mark.parametrize(
    ("said", "mend"),
    [
        ("the sandbox does not open: bwrap: setting up uid map: Permission denied.", "user namespaces"),
        ("there is no bwrap on this machine. Install bubblewrap.", "Install bubblewrap"),
        ("the sandbox does not open: Unlockable: the system-call filter is written for x86-64, not for arm.", "x86-64 machine"),
        ("the sandbox does not open: Unlockable: this kernel has no Landlock.", "Linux 5.13"),
        ("the sandbox does not open: Unlockable: root cannot become nobody: not permitted.", "a user of its own"),
        ("the sandbox does not open: Unlockable: the sandbox's user may not read /home/of/another.", "a user of its own"),
        ("something else.", "Report this"),
    ],
)
def test_a_sandbox_that_is_down_is_one_finding_with_a_mend(said, mend, monkeypatch):
    def down(*_):
        raise SandboxDown(said)

    monkeypatch.setenv(TIER, "A")
    monkeypatch.setattr(modes, "open_in", down)
    (finding,) = doctor.diagnose()
    assert mend in finding.mend
    assert said.startswith(finding.problem) and not finding.problem.endswith(".")
    assert doctor.known() is None


@pytest.mark.parametrize(
    ("boxes", "tier", "ways"),
    [
        ("", "", (Mode.WARM_A, Mode.WARM_B)),
        ("warm", "strongest", (Mode.WARM_A, Mode.WARM_B)),
        ("warm", "A", (Mode.WARM_A,)),
        ("warm", "B", (Mode.WARM_B,)),
        ("single-use", "", (Mode.SINGLE_USE,)),
        ("single-use", "A", (Mode.SINGLE_USE,)),
    ],
)
def test_the_settings_say_which_ways_are_allowed(boxes, tier, ways):
    assert modes.allowed({BOXES: boxes, TIER: tier}) == ways


@pytest.mark.parametrize(
    ("boxes", "tier", "says"),
    [
        ("cold", "A", "LOCI_GRADING_BOXES is 'cold'. Set it to warm or single-use."),
        ("warm", "b", "LOCI_GRADING_TIER is 'b'. Set it to strongest, A or B."),
        ("single-use", "B", "single-use boxes are of tier A, and LOCI_GRADING_TIER is B. Set it to strongest or A"),
    ],
)
def test_settings_that_make_no_sense_pause_grading_and_name_the_mend(boxes, tier, says, monkeypatch):
    monkeypatch.setenv(BOXES, boxes)
    monkeypatch.setenv(TIER, tier)
    (finding,) = doctor.diagnose()
    assert f"{finding.problem}. {finding.mend}.".startswith(says)
    with pytest.raises(SandboxDown, match=finding.problem):
        open_box(None, None, None)  # type: ignore[arg-type]


def looking(monkeypatch, **found):
    """What the doctor finds in each way, and nothing known from before."""
    monkeypatch.setattr(doctor, "_chosen", {})
    monkeypatch.setattr(doctor, "examine", lambda mode: found[mode.name])


UNSOUND = Examined(Mode.WARM_A, (Finding("there is no bwrap", "Install it"),))
SOUND = Examined(Mode.WARM_B, ())


def test_where_the_strong_walls_do_not_hold_the_others_are_taken_and_the_log_says_what_is_missing(monkeypatch, caplog):
    looking(monkeypatch, WARM_A=UNSOUND, WARM_B=SOUND)
    with caplog.at_level(logging.WARNING):
        assert doctor.mode() is Mode.WARM_B
        assert doctor.diagnose() == []
    (told,) = caplog.messages
    assert told == "code is graded in tier B, behind fewer walls than this could be: there is no bwrap. Install it."


def test_where_only_the_strong_ones_are_accepted_nothing_is_graded_without_them(monkeypatch):
    monkeypatch.setenv(TIER, "A")
    looking(monkeypatch, WARM_A=UNSOUND)
    with pytest.raises(SandboxDown, match=r"there is no bwrap\. Install it\."):
        doctor.mode()


def test_where_neither_holds_both_are_named(monkeypatch):
    looking(monkeypatch, WARM_A=UNSOUND, WARM_B=replace(UNSOUND, mode=Mode.WARM_B))
    assert [finding.problem for finding in doctor.diagnose()] == ["there is no bwrap"] * 2


def test_what_a_sound_way_does_without_is_told_once(monkeypatch, caplog):
    looking(monkeypatch, WARM_A=Examined(Mode.WARM_A, (), lacks="the kernel makes no namespaces for each child"))
    with caplog.at_level(logging.WARNING):
        assert doctor.mode() is Mode.WARM_A
        doctor.diagnose()
    assert caplog.messages == ["code is graded in tier A, though the kernel makes no namespaces for each child."]


def test_the_filter_allows_nothing_by_which_code_could_leave():
    forbidden = {41, 42, 53, 56, 57, 58, 59, 62, 101, 157, 165, 272, 298, 308, 310, 317, 319, 321, 322, 323, 425, 435}
    assert forbidden.isdisjoint(filters.ALLOWED.values())
    assert len(set(filters.ALLOWED.values())) == len(filters.ALLOWED)
    assert all(len(line) == 8 for line in filters.program(1))
    length, code = filters.prepared()
    assert len(code) == 8 * length
    assert code.count(filters.OWN_NUMBER.to_bytes(4, "little")) == 1
