"""What a path's page tells beside its lessons: what to know before, questions with answers, and the paths that are planned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

from lessons.content.fields import Fields
from lessons.content.markdown import try_render
from lessons.content.problems import Problem
from lessons.content.schema import Answer, Guide, LearningPath, Planned
from lessons.content.textfile import read_text

NAME = "faq.md"
QUESTION = re.compile(r"# +(?P<question>.+)")
FENCE = re.compile(r"`{3,}|~{3,}")
LESSON = re.compile(r"\]\(lesson:")
MOST_QUESTION = 160


def load_guide(root: FilePath, folder: FilePath, fields: Fields, found: list[Problem]) -> Guide:
    """The guide of the path in `folder`, whose path.yaml are the `fields`. All of it may be missing."""
    planned = tuple(_planned(fields.inner("related", index)) for index, _ in enumerate(fields.entries("related", optional=True)))
    for index, one in enumerate(planned):
        if one.slug and one.slug in {fields.given.get("slug"), *(other.slug for other in planned[:index])}:
            fields.report("related", f"names “{one.slug}” again", "give each path a slug of its own", index)
    before = fields.texts("before")
    lines = tuple(fields.lines.of_text("before", index) for index, _ in enumerate(before))
    file = folder / NAME
    text = read_text(root, file, found) if file.exists() or file.is_symlink() else None
    answers = tuple(_answers(file.relative_to(root).as_posix(), text, found)) if text is not None else ()
    return Guide(before, lines, answers, planned)


def _planned(fields: Fields) -> Planned:
    fields.only("slug", "title", "emoji", "promise")
    return Planned(
        fields.slug("slug"),
        fields.text("title", most=120),
        fields.text("emoji", most=8, optional=True),
        fields.text("promise", most=400),
    )


def _answers(file: str, text: str, found: list[Problem]) -> Iterator[Answer]:
    """Each heading of level one is a question, and what follows it the answer."""
    rows = text.split("\n")
    heads, fence = [], ""
    for index, row in enumerate(rows):
        if mark := FENCE.match(row):
            fence = "" if fence and mark[0].startswith(fence) else fence or mark[0]
        elif not fence and QUESTION.fullmatch(row.strip()):
            heads.append(index)
    if any(row.strip() for row in rows[: heads[0] if heads else None]) or not heads:
        found.append(Problem(file, 1, "it does not begin with a question", "write “# question” above each answer"))
    for head, end in pairwise([*heads, len(rows)]):
        asked = QUESTION.fullmatch(rows[head].strip())
        question = asked["question"].strip() if asked else ""
        answer = "\n".join(rows[head + 1 : end])
        if len(question) > MOST_QUESTION:
            found.append(Problem(file, head + 1, f"the question has {len(question)} characters", f"use at most {MOST_QUESTION}"))
        if not LESSON.search(answer):
            found.append(Problem(file, head + 1, "the answer names no lesson", "link to who teaches it: [text](lesson:slug)"))
        yield Answer(question, answer, head + 2)


def render_guide(root: FilePath, path: LearningPath, path_of: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """The guide as it is published, and what in it cannot be shown. `path_of` says to which path each lesson belongs."""
    folder = path.folder.relative_to(root).as_posix()
    found: list[Problem] = []

    def link(slug: str) -> str | None:
        return f"/learn/{path_of[slug]}/{slug}/" if slug in path_of else None

    def html(file: str, text: str, line: int, *, inline: bool = False) -> str:
        rendered, flaws = try_render(text, link=link, inline=inline)
        found.extend(Problem(f"{folder}/{file}", line + flaw.line, flaw.what, flaw.mend) for flaw in flaws)
        return rendered

    guide = path.guide
    before = zip(guide.before, guide.before_lines, strict=True)
    document = {
        "before_html": [html("path.yaml", text, line, inline=True) for text, line in before],
        "faq": [{"question": one.question, "html": html(NAME, one.text, one.line)} for one in guide.answers],
        "related": [asdict(one) for one in guide.related],
    }
    return document, found
