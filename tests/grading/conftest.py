"""Everything that is graded here is graded in boxes of each kind."""

import pytest

from grading.sandbox.opening import SETTING


@pytest.fixture(autouse=True, params=["warm", "single-use"])
def kind_of_box(request, monkeypatch):
    monkeypatch.setenv(SETTING, request.param)
    return request.param
