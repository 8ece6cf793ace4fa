"""A deck as a package that Anki and its relatives open (.apkg), written by genanki."""

from __future__ import annotations

import hashlib
import io
import itertools
import sqlite3
import zipfile
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from html import escape
from typing import Any

import genanki

from exercises.marking import Question
from lessons.content.markdown import BadMarkdown, code, render, render_inline
from tutor.selectors.decks import Card, Deck

STYLE = """
.card { max-width: 34em; margin: 1em auto; font: 18px/1.5 system-ui, sans-serif; text-align: left; }
.concept { color: #777; font-size: 14px; }
.solution { font-weight: 600; }
pre { overflow-x: auto; font-size: 15px; }
"""
FRONT = '<div class="concept">{{Concept}}</div>{{Question}}'
BACK = '{{FrontSide}}<hr id="answer"><div class="solution">{{Answer}}</div>{{Explanation}}'


def package(deck: Deck, now: datetime) -> bytes:
    """The deck as a zipped collection. Formulas are MathML, which Anki shows as it is.

    The ids of deck, note type and notes follow from slugs alone, so that a later export updates the cards that are there and
    leaves their schedule as it is.
    """
    kind = genanki.Model(
        _number("loci:note-type"),
        "Loci question",
        fields=[{"name": name} for name in ("Question", "Answer", "Explanation", "Concept")],
        templates=[{"name": "Question", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
        sort_field_index=3,
    )
    made = genanki.Deck(_number(f"loci:deck:{deck.slug}"), f"Loci::{deck.title}")
    for card in deck.cards:
        guid, tags = genanki.guid_for("loci", card.key), ["loci", _tag(card.concept)]
        made.add_note(genanki.Note(kind, _fields(card), guid=guid, tags=tags))
    return _zipped(genanki.Package(made), now)


def _zipped(made: genanki.Package, now: datetime) -> bytes:
    """The package with its collection in memory: the library's own writer leaves a file behind for each."""
    with closing(sqlite3.connect(":memory:")) as connection:
        moment = now.timestamp()
        made.write_to_db(connection.cursor(), moment, itertools.count(int(moment * 1000)))
        connection.commit()
        collection = connection.serialize()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("collection.anki2", collection)
        package.writestr("media", "{}")
    return written.getvalue()


def _fields(card: Card) -> list[str]:
    asked = "".join([_block(card.question.ask), *_more(card.question)])
    return [asked, _block(card.solution), _block(card.why), escape(card.concept)]


def _more(question: Question) -> list[str]:
    """What is shown beside the question itself: options, entries, a program, a text with gaps, the points of a picture."""
    shown: dict[str, Any] = question.public
    match question.kind:
        case "choice" | "choices":
            return [_list(option["text"] for option in shown["options"])]
        case "order":
            return [_list(entry["text"] for entry in shown["entries"])]
        case "match":
            return [_list(one["text"] for one in shown["left"]), _list(one["text"] for one in shown["right"])]
        case "output":
            return [code(shown["code"], "python")]
        case "fill":
            gaps = "".join(part if isinstance(part, str) else "____" for part in shown["segments"])
            return [code(gaps, "python") if shown["language"] == "python" else _block(gaps)]
        case "point":
            points = shown["picture"]["points"]
            return [_list(f"{one['label']} at ({one['at'][0]:g}, {one['at'][1]:g})" for one in points)]
        case "design":
            return [f"{_block(one['ask'])}{_list(option['text'] for option in one['options'])}" for one in shown["decisions"]]
        case _:
            return []


def _list(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_line(text)}</li>' for text in texts)}</ul>"


def _block(text: str) -> str:
    try:
        return render(text)
    except BadMarkdown:
        return f"<p>{escape(text)}</p>"


def _line(text: str) -> str:
    try:
        return render_inline(text)
    except BadMarkdown:
        return escape(text)


def _number(name: str) -> int:
    """An id as Anki takes them (a positive whole number that JavaScript can hold), from a name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") >> 1


def _tag(text: str) -> str:
    """Tags have no spaces."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())
