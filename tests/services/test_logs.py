"""The log of a whole installation: one submission followed through the processes that had it in hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.services.conftest import SECRETS
from tests.services.installation import Installation
from tests.services.visitor import Visitor

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("up")]
EXERCISE = "count-the-company"
SOURCE = "def cooccurrence(tokens, window):\n    swordfish = 1\n    print(swordfish)\n    return {}\n"
WORDS = {
    "handed in": "tutor.services.submissions",
    "sent to be graded": "tutor.services.submissions",
    "grading begins": "grading.tasks",
    "graded": "grading.tasks",
    "settled": "tutor.services.settling",
}


def test_one_search_follows_a_submission_through_site_grader_and_settling(with_secrets: Installation) -> None:
    Visitor(f"http://localhost:{with_secrets.port}").begin().hand_in(SOURCE, exercise=EXERCISE)
    with_secrets.until(lambda: '"settled"' in with_secrets.said(), 90)

    said = with_secrets.said()
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    (public_id,) = {line["submission"] for line in lines if "submission" in line}
    own = [line for line in lines if line.get("submission") == public_id and line["level"] != "DEBUG"]
    assert {line["message"]: line["logger"] for line in own} == WORDS
    assert {(line["exercise"], line["kind"]) for line in own} == {(EXERCISE, "submit")}
    assert len({line["process"] for line in own}) == 3
    settled = next(line for line in own if line["message"] == "settled")
    assert settled["verdict"] in {"failed", "error"} and settled["seconds"] > 0
    while_it_ran = said.partition("Loci: ready")[2]
    assert [line for line in while_it_ran.splitlines()[1:] if not line.startswith(("{", "Loci: "))] == []
    known = SECRETS["LOCI_MAIL_PASSWORD"], SECRETS["LOCI_SECRET_KEY"]
    for secret in (*known, "swordfish", "from grading.checks", "def cooccurrence", _hidden_check()):
        assert secret not in said


def _hidden_check() -> str:
    """A line that only the checks have."""
    file = Path(__file__).parents[2] / "lessons" / "catalogue" / "embeddings" / "01-company" / "exercise" / "checks.py"
    return re.findall(r"t\.equal\(.*", file.read_text(encoding="utf-8"))[0]
