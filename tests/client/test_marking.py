"""The client's own marking gives the marks that the server gives, or none."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from exercises import marking
from exercises.marking.on_device import on_device
from exercises.marking.responses import right_response, wrong_responses
from loci_client import shapes, typed
from loci_client.marking import Marked, mark
from loci_client.reading import read
from tests.marking import vectors
from tests.marking.test_catalogue_items import ITEMS

HTML = {"html": "", "why_html": "", "solution_html": ""}


def taken(told: Any) -> shapes.OnDevice:
    """As the API tells it, without the rendered texts."""
    foreseen = [{"accepts": one["accepts"], "note": one["note"] | HTML} for one in told["foreseen"]]
    notes = [note | HTML for note in told["explanation"]["notes"]]
    return read(shapes.OnDevice, {**told, "foreseen": foreseen, "explanation": told["explanation"] | HTML | {"notes": notes}})


def test_the_client_marks_the_examples_as_they_say() -> None:
    for one in json.loads(vectors.FILE.read_text(encoding="utf-8")):
        marks = taken(one["marking"])
        for answer in one["answers"]:
            marked = mark(one["question"]["kind"], marks, answer["response"])
            assert (marked and marked.score) == answer["on_device"], answer


def test_the_client_marks_every_question_of_the_catalogue_as_the_server_does_and_says_the_same_of_it() -> None:
    left = total = 0
    documents = [item.document for item in ITEMS] + [document for document, _ in vectors.TYPED]
    for document in documents:
        question = marking.generate(document, 7)
        told = on_device(question)
        if told is None:
            continue
        marks = taken(asdict(told))
        for response in (right_response(question), *wrong_responses(question)):
            given, ours = marking.mark(question, response), mark(question.kind, marks, response)
            total += 1
            left += ours is None
            if ours:
                assert said(ours) == (given.score, notes_of(question, response, given)), (document["ask"], response)
    assert left < total / 50


def said(marked: Marked) -> tuple[float, list[tuple[str, str, bool, bool]]]:
    return marked.score, sorted((note.target, note.text, note.right, note.chosen) for note in marked.notes)


def notes_of(question: marking.Question, response: Any, given: marking.Mark) -> list[tuple[str, str, bool, bool]]:
    told = marking.explain(question, response, given).notes
    return sorted((note.target, note.text, note.right, note.chosen) for note in told)


def test_what_the_client_reads_of_scribbles_is_what_the_server_reads() -> None:
    read_at_all = 0
    for text in vectors.every_scribble():
        values = typed.numbers(text, vectors.UNITS)
        ours = (list(dict.fromkeys(values)) if values else None, typed.words(text), typed.code(text))
        for mine, theirs in zip(ours, vectors.readings(text), strict=True):
            read_at_all += mine is not None
            assert mine in (None, theirs), text
    assert read_at_all > 1000
