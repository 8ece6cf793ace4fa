"""Style sheets and bundles that must agree with what they were made from."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pytest
from django.contrib.staticfiles import finders

from lessons.lab import glove
from tutor.web.skies import WORDS

TUTOR = Path(__file__).parents[2] / "tutor"
STATIC = TUTOR / "static" / "tutor"


def block(css: str, selector: str) -> dict[str, str]:
    """The declarations of the one rule with this selector."""
    (body,) = re.findall(re.escape(selector) + r"\s*\{([^}]*)\}", css)
    return dict(re.findall(r"([\w-]+):\s*([^;]+);", body))


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_dark_is_the_same_whether_the_device_asks_for_it_or_the_learner() -> None:
    css = (STATIC / "tokens.css").read_text(encoding="utf-8")
    chosen = block(css, ':root[data-theme="dark"]')
    asked = block(css, ':root:not([data-theme="light"], [data-theme="dark"])')
    assert chosen == asked
    assert {"color-scheme", "--ink", "--paper", "--accent"} < chosen.keys()


def test_every_value_that_a_style_sheet_uses_is_there() -> None:
    sheets = [*STATIC.glob("*.css"), *(TUTOR.parent / "lessons" / "static").rglob("*.css")]
    # The admin's page of grading takes its colours from the admin.
    sheets.append(Path(finders.find("admin/css/base.css")))
    css = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    set_by_scripts = {"--part", "--alike", "--share"}
    given = set(re.findall(r"(--[\w-]+)\s*:", css)) | set_by_scripts
    assert set(re.findall(r"var\((--[\w-]+)", css)) <= given


@pytest.mark.parametrize("bundle", ["editor", "plot"])
def test_a_bundle_is_built_from_its_source_and_brings_its_licences(bundle: str) -> None:
    built = json.loads((STATIC / "vendor" / f"{bundle}.built-from.json").read_text(encoding="utf-8"))
    assert {name: digest(TUTOR / "editor" / name) for name in built["inputs"]} == built["inputs"]
    assert digest(STATIC / "vendor" / f"{bundle}.js") == built["output"]
    assert "Permission" in (STATIC / "vendor" / f"{bundle}.LICENSES.txt").read_text(encoding="utf-8")


def test_the_lines_on_the_landing_page_lead_to_the_nearest_meaning() -> None:
    vectors = glove.vectors([text for text, *_ in WORDS])
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    alike = unit @ unit.T
    np.fill_diagonal(alike, -1)
    assert [WORDS[nearest][0] for nearest in alike.argmax(axis=1)] == [near for *_, near in WORDS]
