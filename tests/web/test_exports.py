"""What a learner takes along: tables that say what the JSON says, and decks that Anki opens."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Item
from lessons.models import Concept
from tests.sample import CONCEPT, ITEMS, PATH, slug_of
from tests.web.ledgers import live
from tutor import services
from tutor.models import ConceptMemory, User
from tutor.selectors.export import PARTS, columns_of


@pytest.fixture
def lived(site: Client, learner: User) -> Client:
    live(learner, 30, timezone.now())
    return site


def opened(response: object) -> zipfile.ZipFile:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return zipfile.ZipFile(io.BytesIO(content))


@contextmanager
def collection(site: Client, folder: Path) -> Iterator[sqlite3.Connection]:
    """The database within the deck's package."""
    response = site.get(f"/settings/export/{PATH}.apkg")
    assert response.status_code == 200 and response["Content-Disposition"].endswith('.apkg"')
    package = opened(response)
    assert set(package.namelist()) == {"collection.anki2", "media"} and json.loads(package.read("media")) == {}
    file = folder / "collection.anki2"
    file.write_bytes(package.read("collection.anki2"))
    connection = sqlite3.connect(file)
    try:
        yield connection
    finally:
        connection.close()


def test_the_tables_say_what_the_json_says(lived: Client) -> None:
    told = json.loads(lived.get("/settings/export/").content)
    response = lived.get("/settings/export/tables/")
    assert response["Content-Disposition"].endswith('.zip"') and "no-store" in response["Cache-Control"]
    package = opened(response)
    assert package.testzip() is None and set(package.namelist()) == {"learner.csv", *(f"{part}.csv" for part in PARTS)}
    for part in PARTS:
        rows = list(csv.reader(io.StringIO(package.read(f"{part}.csv").decode())))
        assert rows[0] == columns_of(part), part
        assert len(rows) - 1 == len(told[part]), part
        if told[part]:
            assert list(told[part][0]) == columns_of(part)
    answers = list(csv.DictReader(io.StringIO(package.read("answers.csv").decode())))
    assert [json.loads(answer["response"]) for answer in answers] == [answer["response"] for answer in told["answers"]]
    for column in ("item", "day"):
        assert [answer[column] for answer in answers] == [answer[column] for answer in told["answers"]]


def test_the_columns_of_a_part_differ_from_each_other() -> None:
    assert {part: len(columns_of(part)) for part in PARTS} == {part: len(fields) for part, (_, _, fields) in PARTS.items()}


def test_a_deck_has_a_note_for_each_question_on_what_was_met(lived: Client, tmp_path: Path) -> None:
    with collection(lived, tmp_path) as deck:
        notes = [fields.split("\x1f") for (fields,) in deck.execute("select flds from notes")]
        cards = deck.execute("select count(*), count(distinct nid), min(queue), max(queue) from cards").fetchone()
        decks = json.loads(deck.execute("select decks from col").fetchone()[0])
        models = json.loads(deck.execute("select models from col").fetchone()[0])
    assert len(notes) == len(ITEMS) == cards[0] == cards[1] and (cards[2], cards[3]) == (0, 0)
    assert any(one["name"].startswith("Loci::") for one in decks.values())
    fields = [[one["name"] for one in model["flds"]] for model in models.values()]
    assert ["Question", "Answer", "Explanation", "Concept"] in fields
    assert all(question and answer and why and concept for question, answer, why, concept in notes)
    asked = next(note for note in notes if "What is true of the dot product" in note[0])
    assert "<math" in asked[0] and "It counts <code>words</code>" in asked[0] and "It grows with both lengths" in asked[1]
    printed = next(note for note in notes if "What does it print?" in note[0])
    assert "print" in printed[0] and "3" in printed[1]


def test_a_deck_made_again_has_the_same_notes(lived: Client, tmp_path: Path) -> None:
    kept = []
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        with collection(lived, tmp_path / folder) as deck:
            kept.append(deck.execute("select guid, mid, flds from notes order by guid").fetchall())
    assert kept[0] == kept[1] and len({guid for guid, *_ in kept[0]}) == len(kept[0])


def test_what_was_not_met_is_in_no_deck(site: Client, learner: User, tmp_path: Path) -> None:
    assert b"once you have met the first concept" in site.get("/settings/data/").content
    with collection(site, tmp_path) as deck:
        assert deck.execute("select count(*) from notes").fetchone() == (0,)
    live(learner, 10, timezone.now())
    page = site.get("/settings/data/").content.decode()
    assert f"/settings/export/{PATH}.apkg" in page and "the 1 concept that you have met" in page


def test_a_retired_question_leaves_the_deck_and_a_path_that_is_not_there_is_said(lived: Client, tmp_path: Path) -> None:
    Item.objects.filter(slug=slug_of("choice")).update(retired_at=timezone.now())
    with collection(lived, tmp_path) as deck:
        assert deck.execute("select count(*) from notes").fetchone() == (len(ITEMS) - 1,)
    assert lived.get("/settings/export/nowhere.apkg").status_code == 404


def test_a_deck_is_of_what_oneself_has_met(lived: Client, tmp_path: Path) -> None:
    other = services.begin_as_guest(zone="UTC", now=timezone.now())
    lived.force_login(other)
    assert ConceptMemory.objects.filter(concept=Concept.objects.get(slug=CONCEPT)).exists()
    with collection(lived, tmp_path) as deck:
        assert deck.execute("select count(*) from notes").fetchone() == (0,)
