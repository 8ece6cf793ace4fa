"""The specification: as committed, whole, with examples that are true to it, and readable without scripts."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.caller import validator
from tests.api.contract import PROMISED, demands, promises
from tutor.api import schema
from tutor.api.problems import KINDS
from tutor.api.schema import specification, written

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"


def test_the_committed_specification_is_the_one_that_is_served() -> None:
    assert COMMITTED.read_bytes() == written("yaml"), "run: python3 manage.py spectacular --file docs/openapi.yaml"


def test_it_is_of_openapi_3_1_and_every_operation_says_what_it_does() -> None:
    assert specification()["openapi"] == "3.1.0"
    told = list(operations())
    assert len({one["operationId"] for _, one in told}) == len(told) > 15
    assert [where for where, one in told if not one.get("summary")] == []


def test_every_operation_tells_its_problems_and_gives_examples_of_all_it_sends() -> None:
    for where, one in operations():
        statuses = {status[0] for status in one["responses"]}
        assert "2" in statuses and "4" in statuses and "503" in one["responses"], where
        assert "401" in one["responses"] or {} in one.get("security", [{}]), where
        for content in contents(one):
            assert content.get("examples") or content["schema"].get("type") == "string", where


def test_every_address_with_a_name_in_it_tells_of_names_that_nothing_has() -> None:
    assert [where for where, one in operations() if "{" in where and "404" not in one["responses"]] == []


def test_every_example_is_true_to_its_schema() -> None:
    for where, one in operations():
        for content in contents(one):
            for name, example in content.get("examples", {}).items():
                problems = [
                    str(problem.message) for problem in validator(json.dumps(content["schema"])).iter_errors(example["value"])
                ]
                assert problems == [], f"{where}: {name}"


def test_every_code_that_an_operation_names_is_explained(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    assert [code for code in KINDS if f'id="problem-{code}"' not in page] == []
    for _, one in operations():
        assert f'id="{one["operationId"]}"' in page


def test_the_page_is_read_without_scripts_or_styles_of_its_own(client: Client) -> None:
    response = client.get("/api/v1/docs/")
    page = response.content.decode()
    assert "<style" not in page and "style=" not in page and "onclick" not in page
    assert "'unsafe" not in response["Content-Security-Policy"]
    assert client.get("/api/v1/openapi.yaml").content == written("yaml")
    assert client.get("/api/v1/openapi.json").json()["paths"].keys() == specification()["paths"].keys()


def test_what_was_prepared_is_served_and_nothing_is_gathered_anew(
    client: Client, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    schema.prepare()
    monkeypatch.setattr(schema, "_gathered", lambda form: pytest.fail(f"{form} takes seconds"))
    for kept in (schema.written, schema.specification):
        kept.cache_clear()
    assert client.get("/api/v1/openapi.yaml").content == COMMITTED.read_bytes()
    assert client.get("/api/v1/openapi.json").json() == schema.specification()
    assert b'id="openToday"' in client.get("/api/v1/docs/").content


def test_nothing_that_was_promised_is_broken() -> None:
    promised = set(PROMISED.read_text(encoding="utf-8").splitlines())
    kept = {line for line in promised if " demands " not in line}
    known = {line.partition(" is ")[0] for line in kept if " is " in line}
    assert sorted(kept - promises(specification())) == [], "clients of version 1 need these"
    new = {line for line in demands(specification()) if line.partition(" demands ")[0] in known} - promised
    assert sorted(new) == [], "clients of version 1 do not send these"
    assert sorted(promises(specification()) - kept) == [], "promise what is new: python -m tests.api.contract"


def test_a_field_less_another_type_and_a_new_demand_are_found() -> None:
    before, after = specification(), copy.deepcopy(specification())
    settings = after["components"]["schemas"]["Settings"]["properties"]
    del settings["theme"]
    settings["daily_minutes"]["type"] = "string"
    del after["components"]["schemas"]["Estimate"]["properties"]["low"]
    after["components"]["schemas"]["AnswerRequest"]["required"].append("seconds")
    lost = promises(before) - promises(after)
    assert "GET /api/v1/settings/ gives 200 theme (string)" in lost
    assert any("daily_minutes (integer)" in line for line in lost)
    assert "GET /api/v1/author/exercises/ gives 200 results[].checks[].failing.low (number, double)" in lost
    assert demands(after) - demands(before) == {"POST /api/v1/items/{item}/answers/ demands seconds"}


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in specification()["paths"].items():
        for method, one in item.items():
            yield f"{method} {path}", one


def contents(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What an operation takes and gives, but for files."""
    told = [one.get("requestBody", {}), *one["responses"].values()]
    for body in told:
        for content in body.get("content", {}).values():
            if content["schema"].get("format") != "binary":
                yield content
