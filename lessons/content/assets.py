"""The files that a lesson shows: widget data and pictures, looked at before they are served."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path as FilePath
from typing import NoReturn
from xml.etree import ElementTree

from lessons.content.schema import Asset
from lessons.content.textfile import Unusable, read_bytes

MOST_BYTES = 1 << 20
NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,100}", re.ASCII)
# Ours, since what a machine knows of endings differs from the next.
MEDIA_TYPES = {
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}
PICTURES = tuple(suffix for suffix in MEDIA_TYPES if suffix != ".json")
BEGINS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".webp": b"RIFF"}
# Declarations and instructions: they make entities and fetch style sheets.
DECLARES = re.compile(r"<!(?!--|\[CDATA\[)|<\?(?!xml\s)")
RUNS = {"script", "foreignObject", "handler", "iframe", "embed", "object"}


def read_asset(folder: FilePath, file: FilePath) -> Asset:
    """A file of a lesson's folder, fit to be served. Raises Unusable."""
    if not NAME.fullmatch(file.name):
        raise Unusable("is no name for a file", "use letters, digits, hyphens and points")
    if file.suffix not in MEDIA_TYPES:
        raise Unusable("files of this kind are not served", f"use {', '.join(MEDIA_TYPES)}")
    body = read_bytes(folder, file, MOST_BYTES)
    if file.suffix == ".json":
        _check_json(body)
    elif file.suffix == ".svg":
        _check_drawing(body)
    elif not body.startswith(BEGINS[file.suffix]):
        raise Unusable(f"it is no {file.suffix[1:].upper()}", "export the picture again")
    return Asset(hashlib.sha256(body).hexdigest(), file.name, MEDIA_TYPES[file.suffix], body)


def _check_json(body: bytes) -> None:
    try:
        json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        raise Unusable(f"it is no JSON: {problem}", "build it again") from problem


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _check_drawing(body: bytes) -> None:
    """Refuses drawings with scripts, with links or pictures from elsewhere, or with entities."""
    try:
        text = body.decode()
        if DECLARES.search(text):
            raise Unusable("the drawing declares a type, an entity or a style sheet", "keep only the <svg> element")
        elements = list(ElementTree.fromstring(text).iter())
    except (ElementTree.ParseError, UnicodeDecodeError) as problem:
        raise Unusable(f"it is no SVG: {problem}", "export the drawing again") from problem
    for element in elements:
        tag = _bare(element.tag)
        if tag in RUNS:
            raise Unusable(f"the drawing has a <{tag}> element", "take it away")
        for name, value in element.items():
            if _bare(name).startswith("on"):
                raise Unusable(f"the drawing has the attribute {_bare(name)}", "take it away")
            if _bare(name) == "href" and not value.startswith("#"):
                raise Unusable(f"the drawing links to “{value[:60]}”", "draw it here")


def _bare(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]
