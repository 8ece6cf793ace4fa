"""Files that are not what they seem are reported like any other mistake: nothing is read from elsewhere, nothing hangs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.content.fields import fields_of
from lessons.content.yamlfile import BadYaml, read
from tests.content.conftest import Copy

FOLDER = "ground/01-first"
LESSON, ITEMS, PICTURE, DATA = (f"{FOLDER}/{name}" for name in ("lesson.md", "items.yaml", "images/arrow.svg", "data/words.json"))
ELSEWHERE = "this is a link that leads elsewhere; copy the file here"
TEXTS = (
    "ground/path.yaml",
    LESSON,
    ITEMS,
    *(f"{FOLDER}/exercise/{name}" for name in ("exercise.yaml", "prompt.md", "starter.py", "solution.py", "checks.py")),
    f"{FOLDER}/exercise/mutants/adds_up.py",
)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"one\ntwo \xe4\xf6\n", "2: byte 8 is no UTF-8; save the file as UTF-8"),
        (b"one\ntwo\n\x00\n", "3: the text has a character that cannot be shown; take it away"),
        (b"\n" * (256 * 1024 + 1), "1: this file has more than 256 KiB; make it smaller"),
    ],
    ids=["not UTF-8", "a character without a look", "too large"],
)
def test_a_text_that_cannot_be_read_is_named(copy: Copy, name: str, content: bytes, problem: str) -> None:
    copy.write(name, content)
    assert f"{name}:{problem}" in copy.problems()


@pytest.mark.parametrize("name", [name for name in TEXTS if name != LESSON and "/mutants/" not in name])
def test_a_text_that_is_missing_is_named(copy: Copy, name: str) -> None:
    (copy.root / name).unlink()
    assert copy.problems() == [f"{name}:1: there is no such file; write it"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_link_that_leads_out_of_the_catalogue_is_not_followed(copy: Copy, name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes((copy.root / name).read_bytes())
    (copy.root / name).unlink()
    (copy.root / name).symlink_to(secret)
    assert f"{name}:1: {ELSEWHERE}" in copy.problems()


def test_a_folder_that_is_a_link_is_not_followed(copy: Copy, tmp_path: Path) -> None:
    (copy.root / "ground").rename(tmp_path / "ground")
    (copy.root / "ground").symlink_to(tmp_path / "ground")
    assert copy.problems() == [f"ground/path.yaml:1: {ELSEWHERE}"]


def test_links_in_a_circle_and_pipes_are_no_files(copy: Copy) -> None:
    (copy.root / ITEMS).unlink()
    (copy.root / ITEMS).symlink_to("items.yaml")
    os.mkfifo(copy.root / FOLDER / "exercise" / "mutants" / "pipe.py")
    assert copy.problems() == [
        f"{FOLDER}/exercise/mutants/pipe.py:1: this is no file; put a file in its place",
        f"{ITEMS}:1: {ELSEWHERE}",
    ]


@pytest.mark.parametrize(("name", "line", "shown"), [(PICTURE, 27, "the picture “images/arrow.svg”"), (DATA, 35, "“words.json”")])
def test_pictures_and_data_are_not_taken_from_elsewhere_either(
    copy: Copy, name: str, line: int, shown: str, tmp_path: Path
) -> None:
    (copy.root / name).rename(tmp_path / "elsewhere")
    (copy.root / name).symlink_to(tmp_path / "elsewhere")
    assert copy.problems() == [f"{LESSON}:{line}: {shown}: {ELSEWHERE}"]


@pytest.mark.parametrize(
    ("drawing", "problem"),
    [
        ("<script>alert(1)</script>", "the drawing has a <script> element; take it away"),
        ("<g><foreignObject/></g>", "the drawing has a <foreignObject> element; take it away"),
        ('<path onload="alert(1)"/>', "the drawing has the attribute onload; take it away"),
        ('<a href="javascript:alert(1)"/>', "the drawing links to “javascript:alert(1)”; draw it here"),
        (
            '<image xmlns:x="http://www.w3.org/1999/xlink" x:href="https://example.org/a.png"/>',
            "the drawing links to “https://example.org/a.png”; draw it here",
        ),
        ("<path>", "it is no SVG: mismatched tag: line 1, column 48; export the drawing again"),
    ],
)
def test_a_drawing_runs_and_fetches_nothing(copy: Copy, drawing: str, problem: str) -> None:
    copy.write(PICTURE, f'<svg xmlns="http://www.w3.org/2000/svg">{drawing}</svg>')
    assert copy.problems() == [f"{LESSON}:27: the picture “images/arrow.svg”: {problem}"]


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<?xml-stylesheet href="https://example.org/a.css"?>',
    ],
)
def test_a_drawing_declares_nothing(copy: Copy, before: str) -> None:
    copy.write(PICTURE, f'{before}<svg xmlns="http://www.w3.org/2000/svg"/>')
    problem = "the drawing declares a type, an entity or a style sheet; keep only the <svg> element"
    assert copy.problems() == [f"{LESSON}:27: the picture “images/arrow.svg”: {problem}"]


def test_a_picture_is_what_its_name_says(copy: Copy) -> None:
    copy.write(f"{FOLDER}/images/arrow.png", "<svg/>")
    copy.change(LESSON, "images/arrow.svg", "images/arrow.png")
    problem = "it is no PNG; export the picture again"
    assert copy.problems() == [f"{LESSON}:27: the picture “images/arrow.png”: {problem}"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"{", "it is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1); build it again"),
        (b'{"cosine": NaN}', "it is no JSON: NaN is no number; build it again"),
        (b'"' + b"x" * (1 << 20) + b'"', "this file has more than 1024 KiB; make it smaller"),
    ],
    ids=["no JSON", "no number", "too large"],
)
def test_data_are_what_a_browser_reads(copy: Copy, body: bytes, problem: str) -> None:
    copy.write(DATA, body)
    assert copy.problems() == [f"{LESSON}:35: “words.json”: {problem}"]


def test_deeply_nested_data_are_refused(copy: Copy) -> None:
    copy.write(DATA, "[" * 100_000)
    (problem,) = copy.problems()
    assert problem.startswith(f"{LESSON}:35: “words.json”: it is no JSON: ")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: &x [1]\nb: *x\n", 2, "an *alias stands for something else"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 2, "an *alias stands for something else"),
        ("a: 1\nb: 2\na: 3\n", 3, "the name “a” stands twice"),
        ("a: 1\n? [b]\n: 2\n", 2, "a name is no text"),
        (
            "a: 1\nb: !!python/object/apply:os.system [true]\n",
            2,
            "“tag:yaml.org,2002:python/object/apply:os.system” is no plain value",
        ),
        ("a: 1\nb: !!python/name:os.system\n", 2, None),
        ("a: 1\nb: !!binary aGVsbG8=\n", 2, "a bytes is no plain value"),
        ("a: 1\nb: !!timestamp 2026-01-01\n", 2, "a date is no plain value"),
        ("a: 1\nb: 1e999\n", 2, "inf is no number"),
        ('a: 1\nb: "\\0"\n', 2, "the text has a character that cannot be shown"),
        ("a: " + "[" * 30 + "]" * 30, 1, "this is nested too deep"),
        ("a: 1\nb: " + "[" * 100_000, 2, "this is nested too deep"),
        ("a: 1\n" + "- " * 100_000, 2, None),
        ("- " * 100_000, 1, "this is nested too deep"),
        ("a: 1\nb: [1, 2\n", 3, None),
        ("a: 1\n\tb: 2\n", 2, None),
        ("---\na: 1\n---\nb: 2\n", 3, None),
    ],
)
def test_yaml_that_is_more_than_plain_values_is_refused_at_its_line(text: str, line: int, what: str | None) -> None:
    with pytest.raises(BadYaml) as refused:
        read(text)
    assert (refused.value.line, refused.value.what if what else None) == (line, what)
    assert refused.value.what


def test_words_that_look_like_words_are_words() -> None:
    text = "{a: no, b: on, c: 1:30, d: 2026-01-01, e: 0o17, f: =, g: '1', h: 1, i: 1.5, j: true, k: null, l: 1_000, m: <<}"
    assert read(text)[0] == {
        **{"a": "no", "b": "on", "c": "1:30", "d": "2026-01-01", "e": "0o17", "f": "=", "g": "1", "h": 1, "i": 1.5},
        **{"j": True, "k": None, "l": "1_000", "m": "<<"},
    }


def test_each_part_of_a_document_knows_its_line() -> None:
    _, lines = read("a:\n  - b: 1\n    c: |\n      text\n  - [x,\n     y]\n", first_line=10)
    assert [lines.of(*path) for path in ((), ("a",), ("a", 0, "b"), ("a", 0, "c"), ("a", 1), ("a", 1, 1), ("a", 7, "z"))] == [
        *(10, 10, 11, 12, 14, 15, 10)
    ]
    assert (lines.of_text("a", 0, "c"), lines.of_text("a", 0, "b"), lines.of_text("a", 7)) == (13, 11, 10)


@given(st.text(max_size=200) | st.text(alphabet="ab:-[]{}&*!|>?'\"#%@,\n \t", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found: list = []
    fields = fields_of("a.yaml", text, found, first_line=5)
    assert (fields is None) <= bool(found)
    assert all(5 <= problem.line <= 6 + len(text.splitlines()) for problem in found)
