"""HTML as a tree, and Markdown as the same HTML that the site makes of it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

VOID = {"br", "img", "hr", "input", "mspace", "wbr"}
# What would move the cursor or colour the terminal, which only we do.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(slots=True)
class Node:
    """An element."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def text(self) -> str:
        """All that is written in it."""
        return "".join(one if isinstance(one, str) else one.text() for one in self.children)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


def clean(text: str) -> str:
    """Without what a terminal would obey."""
    return CONTROL.sub("", text)


def tree(source: str) -> Node:
    """The elements of a piece of HTML under one without a name."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader.whole


def markdown(text: str) -> str:
    """HTML for a line of Markdown with formulas; what is HTML already is shown as it is written."""
    rendered: str = _parser().renderInline(text)
    return rendered


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.whole = Node("")
        self._open = [self.whole]

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: clean(value or "") for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Node(tag, {name: clean(value or "") for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(clean(data))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["smartquotes"])
    parser.use(dollarmath_plugin, allow_space=False, double_inline=True, allow_digits=False)
    for name in ("math_inline", "math_inline_double"):
        parser.add_render_rule(name, _formula)
    return parser


def _formula(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    latex = tokens[index].content
    try:
        return str(convert(latex))
    except Exception:  # a formula that the library does not know is still legible as it was written
        return f"<code>{html.escape(latex)}</code>"
