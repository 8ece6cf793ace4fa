"""Each line of the catalogue on the whole stack, in each kind of box: the verdict, what every try gave, and what came after."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from grading.contract import CheckReport, Verdict
from grading.sandbox.modes import Mode
from tests.attacks.attack import Attack, Try
from tests.attacks.catalogue import ATTACKS, ELSEWHERE
from tests.attacks.listening import SECRET
from tests.attacks.stack import Stack, after

PAGE = Path(__file__).resolve().parents[2] / "docs" / "grading.md"


@pytest.fixture(scope="session")
def sent(stack: Stack, mode: str, request: pytest.FixtureRequest) -> Stack:
    """All attacks of this run wait in the queue from the beginning: the worker never rests."""
    for item in request.session.items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if params.get("mode") == mode and "attack" in params:
            stack.attack(params["attack"])
    return stack


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_attack(sent: Stack, mode: str, attack: Attack) -> None:
    report = sent.report(attack.id)
    assert [check.title for check in report.checks] == [one.name for one in attack.tries]
    for check, one in zip(report.checks, attack.tries, strict=True):
        assert_came_of(one, check, report.output, portable=mode == Mode.WARM_B)
    assert report.fault is None
    everything = json.dumps(report.as_dict())
    assert SECRET not in everything
    assert not attack.never or attack.never not in everything
    assert sent.surroundings.knocks() == []
    assert sent.surroundings.is_untouched()
    assert sent.report(after(attack.id)).verdict is Verdict.PASSED


def assert_came_of(one: Try, check: CheckReport, output: str, *, portable: bool) -> None:
    expected = one.portable if portable and one.portable else one.status
    assert (one.name, check.status) == (one.name, expected), (check.message, check.output or output)
    assert one.says in check.message, check.message
    printed = dict(line.split(": ", 1) for line in check.output.splitlines() if ": " in line)
    for name, pattern in one.prints.items():
        assert re.fullmatch(pattern, printed.get(name, "nothing")), (name, printed.get(name))


def test_no_line_of_the_catalogue_is_left_out() -> None:
    assert {attack.number for attack in ATTACKS} | ELSEWHERE.keys() == set(range(1, 85))
    for file, test in ELSEWHERE.values():
        assert f"def {test}(" in Path(__file__).with_name(file).read_text(), test


def test_the_page_on_grading_tells_of_every_line_as_it_is() -> None:
    told = re.findall(r"^\| (\d+) \| .+ \| (`.+`) \| (\S.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number, _, _ in told] == list(range(1, 85))
    for number, verdicts, files in told:
        tries = [one for attack in ATTACKS if attack.number == int(number) for one in attack.tries]
        if tries:
            assert set(verdicts.strip("`").split("`, `")) == {one.status.value for one in tries}, number
        if int(number) in ELSEWHERE:
            assert ELSEWHERE[int(number)][0] in files, number
        assert all((Path(__file__).parent / file).exists() for file in files.split(", ")), files
