"""The browser's own marking gives the marks that the server gives, or none."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from exercises import marking
from exercises.marking.on_device import on_device
from exercises.marking.responses import right_response, wrong_responses
from tests.marking import vectors
from tests.marking.test_catalogue_items import ITEMS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MARKS = """async (asked) => {
    const {mark} = await import("/static/tutor/offline/marking.js");
    return asked.map(([kind, marking, response]) => mark(kind, marking, response)?.score ?? null);
}"""

READS = """async ([texts, units]) => {
    const {numbers, words, code} = await import("/static/tutor/offline/typed.js");
    const values = (text) => { const read = numbers(text, units); return read && [...new Set(read)]; };
    return texts.map((text) => [values(text), words(text), code(text)]);
}"""


def test_the_browser_marks_the_examples_for_clients_as_they_say(page, live_server) -> None:
    page.goto(f"{live_server.url}/offline/")
    told = json.loads(vectors.FILE.read_text(encoding="utf-8"))
    asked = [[one["question"]["kind"], one["marking"], answer["response"]] for one in told for answer in one["answers"]]
    found = page.evaluate(MARKS, asked)
    wanted = [answer["on_device"] for one in told for answer in one["answers"]]
    assert [(sent, got) for sent, got, want in zip(asked, found, wanted, strict=True) if got != want] == []


def test_the_browser_marks_every_question_of_the_catalogue_as_the_server_does(page, live_server) -> None:
    asked, wanted = [], []
    for item in ITEMS:
        question = marking.generate(item.document, 7)
        if told := on_device(question):
            for response in (right_response(question), *wrong_responses(question)):
                asked.append([question.kind, asdict(told), response])
                wanted.append((item.slug, response, marking.mark(question, response).score))
    page.goto(f"{live_server.url}/offline/")
    found = page.evaluate(MARKS, asked)
    assert [(one, got) for one, got in zip(wanted, found, strict=True) if got is not None and got != one[2]] == []
    assert sum(got is None for got in found) < len(found) / 50, "nearly all are marked at once"


def test_what_the_browser_reads_of_scribbles_is_what_the_server_reads(page, live_server) -> None:
    page.goto(f"{live_server.url}/offline/")
    texts = vectors.every_scribble()
    found = page.evaluate(READS, [texts, vectors.UNITS])
    assert sum(one is not None for read in found for one in read) > 1000
    for text, ours in zip(texts, found, strict=True):
        assert all(mine in (None, theirs) for mine, theirs in zip(ours, vectors.readings(text), strict=True)), (text, ours)
