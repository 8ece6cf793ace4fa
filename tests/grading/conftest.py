"""What is graded with `kind_of_box` is graded in boxes of each kind."""

import pytest

from grading.sandbox import portable
from grading.sandbox.modes import Mode
from tests.grading import ways


@pytest.fixture(params=list(Mode), ids=lambda mode: mode.value.replace(" ", "-"))
def kind_of_box(request, monkeypatch):
    for name, value in ways.SETTINGS[request.param].items():
        monkeypatch.setenv(name, value)
    return request.param


@pytest.fixture(autouse=True)
def somebody_for_whom_tier_b_works(monkeypatch):
    command, before = portable.command, ways.identity(Mode.WARM_B)
    monkeypatch.setattr(portable, "command", lambda *given: (*before, *command(*given)))
