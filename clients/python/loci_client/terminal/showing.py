"""The site's HTML as what rich prints: paragraphs, lists, tables, coloured code, legible formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from loci_client.terminal.formulas import line
from loci_client.terminal.markup import Node, clean, markdown, tree

WIDEST = 92  # longer lines are hard to read
BLOCKS = {"p", "ul", "ol", "pre", "table", "blockquote", "h2", "h3", "h4", "div", "section", "figure", "hr", "details", "dl"}
STYLES = {"em": "italic", "i": "italic", "strong": "bold", "b": "bold", "code": "cyan", "kbd": "reverse", "del": "strike"}
# By the first letter of the short names that Pygments gives to classes, or by the whole name.
CODE = {
    "k": "magenta", "s": "green", "c": "bright_black italic", "m": "yellow", "nf": "blue", "nc": "blue bold", "nb": "cyan",
    "ow": "magenta", "gp": "bright_black", "go": "bright_black", "gt": "red",
}  # fmt: skip
SIDES: dict[str, Literal["left", "center", "right"]] = {"align-right": "right", "align-center": "center"}


def console(*, stderr: bool = False) -> Console:
    """Colours only in terminals and without NO_COLOR; nothing that is printed is taken for a mark of rich."""
    made = Console(highlight=False, markup=False, emoji=False, stderr=stderr)
    if made.width > WIDEST:
        made.width = WIDEST
    return made


def text(said: str, style: str = "") -> Text:
    """Words of the server: what a terminal would obey is left out."""
    return Text(clean(said), style)


def inline(source: str, style: str = "") -> Text:
    """A line of Markdown."""
    return _spans(tree(markdown(source)), Style.parse(style)).text


def shown(source: str) -> Group:
    """A piece of HTML."""
    return Group(*_spaced(_blocks(tree(source))))


def code(source: str, language: str = "python") -> RenderableType:
    """Code, coloured in the terminal's own colours."""
    coloured = Syntax("", language, theme="ansi_dark", background_color="default").highlight(clean(source))
    coloured.rstrip()
    return Padding(coloured, (0, 0, 0, 2), expand=False)


@dataclass(slots=True)
class _Spans:
    """Text in the making; spaces that HTML does not show are left out."""

    text: Text

    def add(self, said: str, style: Style) -> None:
        words = " ".join(said.split())
        if not words:
            words = " " if said else ""
        else:
            words = f"{' ' if said[0].isspace() else ''}{words}{' ' if said[-1].isspace() else ''}"
        if words.startswith(" ") and (not self.text.plain or self.text.plain[-1].isspace()):
            words = words[1:]
        self.text.append(words, style)


def _spaced(parts: Iterator[RenderableType]) -> Iterator[RenderableType]:
    for place, part in enumerate(parts):
        if place:
            yield Text("")
        yield part


def _blocks(node: Node) -> Iterator[RenderableType]:
    """What stands below each other; text between blocks is a paragraph of its own."""
    loose = Node("")
    for child in [*node.children, Node("hr")]:
        if isinstance(child, str) or child.tag not in BLOCKS:
            loose.children.append(child)
            continue
        said = _spans(loose, Style()).text
        if said.plain.strip():
            yield said
        loose = Node("")
        if child.tag != "hr":
            yield from _block(child)


def _block(node: Node) -> Iterator[RenderableType]:
    if node.tag in ("ul", "ol"):
        yield _list(node)
    elif node.tag == "pre":
        yield Padding(_coloured(node), (0, 0, 0, 2))
    elif node.tag == "table":
        yield _table(node)
    elif node.tag == "blockquote":
        yield Padding(Group(*_spaced(_blocks(node))), (0, 0, 0, 4), style="italic")
    elif node.tag in ("h2", "h3", "h4"):
        yield _spans(node, Style(bold=True)).text
    elif "formula" in node.classes:
        yield Padding(_spans(node, Style()).text, (0, 0, 0, 4))
    elif node.tag == "p":
        yield _spans(node, Style()).text
    else:
        yield from _blocks(node)


def _list(node: Node) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right")
    grid.add_column()
    entries = [one for one in node.children if isinstance(one, Node) and one.tag == "li"]
    for number, entry in enumerate(entries, start=int(node.attributes.get("start") or 1)):
        grid.add_row(f"  {number}." if node.tag == "ol" else "  •", Group(*_blocks(entry)))
    return grid


def _table(node: Node) -> RenderableType:
    rows = [_cells(one) for one in _all(node, "tr")]
    head = rows.pop(0) if rows else []
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for cell in head:
        side = [SIDES[one] for one in cell.classes if one in SIDES]
        table.add_column(_spans(cell, Style()).text, justify=side[0] if side else "left")
    for row in rows:
        table.add_row(*(_spans(cell, Style()).text for cell in row))
    return table


def _cells(row: Node) -> list[Node]:
    return [one for one in row.children if isinstance(one, Node) and one.tag in ("th", "td")]


def _all(node: Node, tag: str) -> Iterator[Node]:
    for one in node.children:
        if isinstance(one, Node):
            if one.tag == tag:
                yield one
            else:
                yield from _all(one, tag)


def _coloured(node: Node | str, style: str = "") -> Text:
    made = Text()
    if isinstance(node, str):
        return Text(node, style)
    name = next(iter(node.classes), "") if node.tag == "span" else ""
    style = CODE.get(name) or CODE.get(name[:1]) or style
    for child in node.children:
        made.append_text(_coloured(child, style))
    if node.tag == "pre":
        made.rstrip()
    return made


def _spans(node: Node, style: Style) -> _Spans:
    made = _Spans(Text())
    _fill(made, node, style)
    return made


def _fill(made: _Spans, node: Node, style: Style) -> None:
    for child in node.children:
        if isinstance(child, str):
            made.add(child, style)
        elif child.tag == "math":
            made.text.append(line(child), style + Style(color="yellow"))
        elif child.tag == "br":
            made.text.append("\n")
        elif child.tag == "img":
            made.text.append(f"[picture: {child.attributes.get('alt', '')}]", style + Style(dim=True))
        elif child.tag == "a":
            _fill(made, child, style + Style(underline=True, link=_elsewhere(child)))
        else:
            _fill(made, child, style + Style.parse(STYLES.get(child.tag, "")))


def _elsewhere(link: Node) -> str | None:
    """Only whole addresses can be opened from a terminal."""
    target = link.attributes.get("href", "")
    return target if target.startswith("https://") else None
