"""The body of a lesson.md as steps: each begins with a heading `# kind key: Title`."""

from __future__ import annotations

import re

from lessons.content.fields import SLUG, Fields, fields_of
from lessons.content.problems import Problem
from lessons.content.schema import FINDINGS, GOALS, STEP_KINDS, Prediction, Step, Widget

HEAD = re.compile(r"# +(?P<kind>\S+) +(?P<key>[^\s:]+) *: *(?P<title>.+)")
FENCE = re.compile(r"(`{3,}|~{3,}) *(\w*)")
MOST_TITLE = 160
MOST_OPTIONS = 5
# Which block a kind of step is made around; a code step may have one.
BLOCK_OF = {"explore": "widget", "check": "item", "report": "findings", "code": "goal"}
MAY_MISS = {"code"}
WORDS_OF = {"goal": GOALS, "findings": FINDINGS}


def read_steps(name: str, rows: list[str], start: int, found: list[Problem]) -> list[Step]:
    """The steps in `rows` from index `start` on; what is wrong with them goes to `found`, under the file's `name`."""
    heads = _heads(rows, start)
    first = heads[0] if heads else len(rows)
    if any(row.strip() for row in rows[start:first]):
        found.append(Problem(name, start + 1, "text stands before the first step", "begin a step with “# read key: Title”"))
    ends = [*heads[1:], len(rows)]
    steps = [_step(name, rows, head, end, found) for head, end in zip(heads, ends, strict=False)]
    return [step for step in steps if step is not None]


def _heads(rows: list[str], start: int) -> list[int]:
    """Where level-one headings stand; a # inside a code block is none, but a step does end a block of ours."""
    heads: list[int] = []
    fence = ours = ""
    for index in range(start, len(rows)):
        mark = FENCE.match(rows[index])
        if mark and not fence:
            fence, ours = mark[1], mark[2] if mark[2] in BLOCK_OF.values() else ""
        elif mark and mark[1].startswith(fence) and not mark[2]:
            fence = ""
        elif rows[index].startswith("# ") and (not fence or (ours and HEAD.fullmatch(rows[index].strip()))):
            heads.append(index)
            fence = ""
    return heads


def _step(name: str, rows: list[str], head: int, end: int, found: list[Problem]) -> Step | None:
    line = head + 1
    given = rows[head].strip()
    parts = HEAD.fullmatch(given)
    if parts is None or parts["kind"] not in STEP_KINDS:
        found.append(Problem(name, line, f"“{given[:60]}” is no step", f"write “# {'|'.join(STEP_KINDS)} key: Title”"))
        return None
    if not SLUG.fullmatch(parts["key"]) or len(parts["key"]) > 80:
        found.append(Problem(name, line, f"“{parts['key'][:60]}” is no key", "use small letters, digits and single hyphens"))
        return None
    if len(parts["title"]) > MOST_TITLE:
        found.append(Problem(name, line, f"the title has {len(parts['title'])} characters", f"use at most {MOST_TITLE}"))
    kind = parts["kind"]
    text, blocks, unclosed = _cut_blocks(rows[head + 1 : end])
    if unclosed is not None:
        found.append(Problem(name, line + 1 + unclosed, "this block does not end", "close it with ```"))
    wanted = [block for block in blocks if block[0] == BLOCK_OF.get(kind)]
    for other, at, _ in blocks:
        if other != BLOCK_OF.get(kind):
            found.append(Problem(name, line + 1 + at, f"a {kind} step has no {other} block", "move it to a step of its own"))
    least = 0 if kind in MAY_MISS else 1
    if kind in BLOCK_OF and not least <= len(wanted) <= 1 and unclosed is None:
        block = BLOCK_OF[kind]
        found.append(Problem(name, line, f"this {kind} step has {len(wanted)} {block} blocks", f"give it one ```{block} block"))
    widget = item = None
    block_line = line + 2 + wanted[0][1] if wanted else 0
    if wanted and kind == "explore":
        widget = _widget(name, wanted[0][2], block_line, found)
    elif wanted and kind == "check":
        item = wanted[0][2].strip()
    word = _word(name, wanted[0], block_line, found) if wanted and BLOCK_OF[kind] in WORDS_OF else ""
    said = {BLOCK_OF[kind]: word} if word else {}
    return Step(kind, parts["key"], parts["title"].strip(), text, line, head + 2, block_line, widget, item, **said)


def _word(name: str, block: tuple[str, int, str], line: int, found: list[Problem]) -> str:
    """The one word of a block that says which of a few things is meant."""
    known, word = WORDS_OF[block[0]], block[2].strip()
    if word not in known:
        found.append(Problem(name, line, f"the {block[0]} “{word[:60]}” is not known", f"write {' or '.join(known)}"))
        return ""
    return word


OPENING = {f"```{block}" for block in BLOCK_OF.values()}


def _cut_blocks(body: list[str]) -> tuple[str, list[tuple[str, int, str]], int | None]:
    """The text with its blocks left empty; those blocks with where they begin; where one does not end."""
    kept: list[str] = []
    blocks: list[tuple[str, int, str]] = []
    opened: tuple[str, int] | None = None
    for index, row in enumerate(body):
        if opened is None and row.rstrip() in OPENING:
            opened = (row.rstrip()[3:], index)
            kept.append("")
        elif opened is not None:
            kept.append("")
            if row.rstrip() == "```":
                blocks.append((*opened, "\n".join(body[opened[1] + 1 : index])))
                opened = None
        else:
            kept.append(row)
    return "\n".join(kept), blocks, opened[1] if opened else None


def _widget(name: str, content: str, line: int, found: list[Problem]) -> Widget | None:
    fields = fields_of(name, content, found, first_line=line)
    if fields is None:
        return None
    fields.only("name", "data", "source", "predict", "after")
    return Widget(
        fields.slug("name"),
        fields.text("data", most=80, optional=True),
        fields.text("source"),
        _prediction(fields),
        fields.text("after", most=2000),
        fields.lines,
    )


def _prediction(widget: Fields) -> Prediction | None:
    if widget.given.get("predict") is None:
        return None
    fields = Fields(widget.file, widget.given["predict"], widget.lines, widget.found, ("predict",))
    fields.only("ask", "options", "answer")
    options = fields.texts("options")
    enough = 2 <= len(options) <= MOST_OPTIONS
    if not enough:
        fields.report("options", f"are not 2 to {MOST_OPTIONS} texts", "write what one may expect")
    return Prediction(fields.text("ask"), options, fields.whole("answer", 0, len(options if enough else range(MOST_OPTIONS)) - 1))
