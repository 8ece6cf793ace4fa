"""Markdown to HTML: CommonMark with tables, formulas as MathML, coloured code. Raw HTML never gets through."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import count
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from lessons.content.formulas import BadFormula, mathml
from lessons.content.textfile import Unusable

# Given what a link or picture names, the address to write, or None if there is no such thing.
Resolve = Callable[[str], str | None]
WORD = re.compile(r"\w[\w'’-]*")
LOOKS = {"image", "math_block", "fence", "code_block", "table_open"}
# What a sentence consists of; the marks of emphasis and links come to nothing.
SAID = {"text", "code_inline", "math_inline", "softbreak", "hardbreak"}
FIGURES = re.compile(r"[0-9]+")
MOST_FIGURES = 1000
STANDING = "730219"
STANDS = re.compile(rf"(?<!\d){STANDING}(\d{{3}})(?!\d)")
# Where what a figure says tells how it looks: before a dot at the beginning of a line it counts a list, in code a zero before it
# makes it another kind, after & or % it names a letter, and after < an element.
TELLING = re.compile(r"(?m)^[\s>*+-]*\d+[.)]|```|~~~|^(?: {4}|\t)|[&<]|%\d")
LANGUAGES = {"python", "text", "json", "yaml", "bash", "pycon", "console"}


class BadMarkdown(ValueError):
    """Something in a text that cannot be shown: a formula, a link, a picture. `line` counts from 0 within the text."""

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(what)
        self.line, self.what, self.mend = line, what, mend


def render(text: str, *, link: Resolve | None = None, image: Resolve | None = None) -> str:
    """HTML for a block of Markdown.

    Args:
        link: address for `lesson:<slug>` links; without it they are refused.
        image: address for the pictures a text names; without it they are refused. It may raise Unusable.

    Raises:
        BadMarkdown: the first thing in the text that cannot be shown.
    """
    if link is None and image is None:
        return _render_alone(text, inline=False)
    rendered, flaws = try_render(text, link=link, image=image)
    if flaws:
        raise flaws[0]
    return rendered


def _render_alone(text: str, *, inline: bool) -> str:
    """HTML that the text alone says. Questions and explanations are shown again and again, most with other figures: so a text is
    rendered with figures that stand for its own, once for all texts that differ in these only.
    """
    figures = FIGURES.findall(text)
    if not figures or len(figures) > MOST_FIGURES or TELLING.search(text):
        return _rendered(text, inline=inline)
    stand = (f"{STANDING}{number:03}" for number in count())
    try:
        parts = STANDS.split(_rendered(FIGURES.sub(lambda _: next(stand), text), inline=inline))
    except BadMarkdown:
        parts = []
    # What follows each figure comes after its number. Elsewhere one was taken apart, as x^12 is x¹2, or is named twice.
    if parts[1::2] != [f"{number:03}" for number in range(len(figures))]:
        return _rendered(text, inline=inline)
    parts[1::2] = figures
    return "".join(parts)


@lru_cache(maxsize=2048)
def _rendered(text: str, *, inline: bool) -> str:
    rendered, flaws = try_render(text, inline=inline)
    if flaws:
        raise flaws[0]
    return rendered


def try_render(
    text: str, *, link: Resolve | None = None, image: Resolve | None = None, inline: bool = False
) -> tuple[str, list[BadMarkdown]]:
    """The HTML, and everything in the text that cannot be shown; with such flaws the HTML is empty."""
    tokens = _parser().parseInline(text) if inline else _parser().parse(text)
    flaws = list(_prepare(tokens, link, image))
    if flaws:
        return "", flaws
    _plain_corners(tokens)
    rendered: str = _parser().renderer.render(tokens, _parser().options, {})
    return rendered, []


def render_inline(text: str) -> str:
    """HTML for a line of Markdown, without a paragraph around it. Raises BadMarkdown."""
    return _render_alone(text, inline=True)


def plain(text: str) -> str:
    """The words of a Markdown text, for counting, searching and reading aloud."""
    words: list[str] = []
    for token in _parser().parse(text):
        if token.type in {"math_block", "fence", "code_block"}:
            continue
        for child in token.children or []:
            if child.type in {"text", "code_inline"}:
                words.append(child.content)
            elif child.type == "softbreak":
                words.append(" ")
        words.append(" ")
    return " ".join("".join(words).split())


def prose(text: str) -> list[str]:
    """The paragraphs, headings and entries of lists, without tables, code, formulas and the addresses of links."""
    blocks: list[str] = []
    in_table = 0
    for token in _parser().parse(text):
        in_table += (token.type == "table_open") - (token.type == "table_close")
        if token.type == "inline" and not in_table:
            said = (child.content if child.type == "text" else " " for child in token.children or [] if child.type in SAID)
            blocks.append("".join(said))
    return blocks


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "typographer": True}).enable(["table", "smartquotes"])
    parser.use(dollarmath_plugin, allow_space=False, double_inline=True, allow_digits=False)
    # HTML and every link come to _prepare, which says what is wrong with one instead of leaving its marks in the text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    for name, rule in (
        ("math_inline", _math_inline),
        ("math_inline_double", _math_inline),
        ("math_block", _math_block),
        ("fence", _fence),
        ("code_block", _fence),
        ("table_open", _table_open),
        ("table_close", _table_close),
        ("image", _image),
    ):
        parser.add_render_rule(name, rule)
    return parser


def _prepare(tokens: list[Token], link: Resolve | None, image: Resolve | None, line: int = 0) -> Iterator[BadMarkdown]:
    """Resolves links and pictures and computes every formula, so that rendering cannot fail; yields what cannot be shown."""
    for token in tokens:
        line = token.map[0] if token.map else line  # a table's cells have none of their own
        try:
            _prepare_one(token, link, image, line)
        except BadMarkdown as flaw:
            yield flaw
        yield from _prepare(token.children or [], link, image, line)
        if not token.block:
            line += token.content.count("\n") + (token.type in {"softbreak", "hardbreak"})


def _plain_corners(tokens: list[Token]) -> None:
    """A header cell with nothing in it heads nothing, and whoever listens to the page stumbles over it: an ordinary cell."""
    for opening, content, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open" and not content.content.strip():
            opening.tag = closing.tag = "td"


def _prepare_one(token: Token, link: Resolve | None, image: Resolve | None, line: int) -> None:
    if token.type in {"math_inline", "math_inline_double", "math_block"}:
        try:
            token.meta["mathml"] = mathml(token.content, block=token.type != "math_inline")
        except BadFormula as problem:
            what = f"the formula “{token.content.strip()[:60]}” cannot be read: {problem}"
            raise BadMarkdown(line, what, "mend its LaTeX") from problem
    elif token.type in {"html_inline", "html_block"}:
        raise BadMarkdown(line, "HTML is not taken", "write Markdown, or put <what is meant to be seen> between `backticks`")
    elif token.type == "fence" and token.info.strip() not in {*LANGUAGES, ""}:
        what = f"code in “{token.info.strip()[:20]}” cannot be coloured"
        raise BadMarkdown(line, what, f"use one of {', '.join(sorted(LANGUAGES))}")
    elif token.type == "heading_open" and token.tag == "h1":
        raise BadMarkdown(line, "a heading of level one is the step's own", "begin it with ##")
    elif token.type in {"th_open", "td_open"} and "style" in token.attrs:
        # The site's content policy takes no style attributes.
        token.attrs = {"class": f"align-{str(token.attrs['style']).removeprefix('text-align:')}"}
    elif token.type == "link_open":
        _prepare_link(token, link, line)
    elif token.type == "image":
        _prepare_image(token, image, line)


def _prepare_image(token: Token, image: Resolve | None, line: int) -> None:
    source = str(token.attrs["src"])
    if image is None:
        raise BadMarkdown(line, "a picture has no place here", "show it in a step of the lesson")
    try:
        address = image(source)
    except Unusable as problem:
        raise BadMarkdown(line, f"the picture “{source[:60]}”: {problem.what}", problem.mend) from problem
    if address is None:
        raise BadMarkdown(line, f"there is no picture “{source[:60]}”", "put an .svg, .png, .jpg or .webp file there")
    if not token.content.strip():
        raise BadMarkdown(line, f"the picture “{source[:60]}” has no description", "write ![what it shows](file)")
    token.attrs["src"] = address


def _prepare_link(token: Token, link: Resolve | None, line: int) -> None:
    target = str(token.attrs["href"])
    if target.startswith("lesson:"):
        if link is None:
            raise BadMarkdown(line, "a link to a lesson has no place here", "put it into a step of the lesson")
        slug = target.removeprefix("lesson:")
        address = link(slug)
        if address is None:
            raise BadMarkdown(line, f"there is no lesson “{slug[:60]}”", "link to lesson:<slug> of one there is")
        token.attrs["href"] = address
    elif target.startswith("https://"):
        token.attrs["rel"] = "noopener noreferrer"
    else:
        raise BadMarkdown(line, f"the link “{target[:60]}” leads nowhere", "link to lesson:<slug> or to https://…")


def _math_inline(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return str(tokens[index].meta["mathml"])


def _math_block(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return f'<div class="formula" tabindex="0" role="group" aria-label="Formula">{tokens[index].meta["mathml"]}</div>\n'


def _fence(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return code(tokens[index].content, tokens[index].info.strip() or "text")


def code(source: str, language: str) -> str:
    """HTML for source code, coloured by classes."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    coloured: str = highlight(source, lexer, HtmlFormatter(nowrap=True))
    return f'<pre class="code" tabindex="0"><code>{coloured}</code></pre>\n'


def _table_open(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n'


def _table_close(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    return "</table></div>\n"


def _image(self: RendererHTML, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    return f'<img src="{html.escape(str(token.attrs["src"]))}" alt="{html.escape(token.content)}" loading="lazy">'


def count_words(text: str) -> int:
    return len(WORD.findall(plain(text)))


def count_looks(text: str) -> int:
    """Pictures, set-off formulas, tables and pieces of code in a text."""
    tokens = _parser().parse(text)
    return sum(one.type in LOOKS for token in tokens for one in [token, *(token.children or [])])
