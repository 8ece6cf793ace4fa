"""Markdown becomes HTML of a few known elements, whatever is written; what cannot be shown is named with its line."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lessons.content import markdown
from lessons.content.markdown import BadMarkdown, code, count_looks, count_words, plain, render, render_inline, try_render


def words(text: str) -> set[str]:
    return set(text.split())


ELEMENTS = words(
    "a blockquote br code div em h2 h3 h4 h5 h6 hr img li ol p pre span strong table tbody td th thead tr ul "
    "math mrow mi mn mo mtext mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mspace mstyle "
    "mpadded mphantom menclose mfenced merror"
)
# Ours or CommonMark's, and those that MathML needs.
ATTRIBUTES = words(
    "href rel title src alt loading class start tabindex role aria-label "
    "xmlns display displaystyle scriptlevel mathvariant mathcolor mathsize mathbackground stretchy fence separator form lspace "
    "rspace minsize maxsize linethickness notation width height depth voffset columnalign rowspacing columnspacing columnlines "
    "rowlines frame accent accentunder movablelimits symmetric largeop"
)
PIECES = st.sampled_from(
    [
        *[
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            '<b style="color:red">',
            "</p>",
            "<!-- -->",
            "<![CDATA[",
            "<?x?>",
        ],
        *["[a](javascript:alert(1))", "[a](https://a.b/?<script>)", "![a](x.svg)", '![<b>"](x.svg)', "<javascript:alert(1)>"],
        *[
            "[a](data:text/html,<script>)",
            "[a]: javascript:alert(1)\n\n[a]",
            '[a](https://a.b "title\\" onclick=x")',
            "[a](lesson:b)",
        ],
        *[
            "$a^2$",
            "$\\href{javascript:alert(1)}{x}$",
            "$\\style{color:red}{x}$",
            "$$\n\\frac{1}{2}\n$$",
            "$<script>$",
            "$\\text{<b>}$",
        ],
        *[
            "$&lt;script&gt;$",
            "$\\color{red}x$",
            "$\\unicode{60}$",
            "$\\class{a}{x}$",
            "$\\require{html}$",
            '$\\mathrm{"onclick=x}$',
        ],
        *[
            "```python\n<script>\n```\n",
            "```html\nx\n```\n",
            "    indented\n",
            "`<b>`",
            "# one\n",
            "## two\n",
            "x\n===\n",
            "* ",
            "> ",
            "1. ",
        ],
        *[
            "|a|b|\n|:-|-:|\n|1|<b>|\n",
            "\\<b>",
            "&lt;b&gt;",
            "&#60;script&#62;",
            '"',
            "'",
            "&",
            "\n",
            "\n\n",
            "\t",
            "\r",
            "\x00",
            "\x85",
        ],
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=8).map("".join)


class Seen(HTMLParser):
    """Every element and attribute of an HTML text, as a browser would find them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def shown(text: str, *, inline: bool = False) -> tuple[str, list[BadMarkdown]]:
    return try_render(text, link=lambda slug: f"/learn/p/{slug}/", image=lambda name: "/assets/0/x.svg", inline=inline)


@given(TEXTS, st.booleans())
@example("![<b>](x.svg)", False)
@example('[a](https://a.b "\\" onclick=\\"x")', False)
def test_only_known_elements_and_harmless_attributes_come_out(text: str, inline: bool) -> None:
    html, _ = shown(text, inline=inline)
    seen = Seen(html)
    assert seen.elements <= ELEMENTS
    assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    for name, value in seen.attributes:
        if name in {"href", "src"}:
            assert value.startswith(("https://", "/learn/p/", "/assets/0/"))


@given(TEXTS)
def test_no_text_raises_anything_but_the_documented_error(text: str) -> None:
    html, flaws = shown(text)
    assert not (html and flaws)
    for flaw in flaws:
        assert flaw.what and flaw.mend
        assert 0 <= flaw.line <= text.count("\n") + text.count("\r")
    try:
        render(text)
        render_inline(text)
    except BadMarkdown as flaw:
        assert str(flaw)


@given(TEXTS)
def test_words_are_counted_in_any_text(text: str) -> None:
    assert 0 <= count_words(text) <= len(plain(text))
    assert count_looks(text) >= 0


@given(st.text())
def test_code_is_shown_as_it_is_and_runs_nothing(source: str) -> None:
    html = code(source, "python")
    assert Seen(html).elements <= {"pre", "code", "span"}
    assert "style=" not in re.sub(r">[^<]*<", "><", html)


def test_formulas_become_mathml_in_the_line_and_set_off() -> None:
    html = render("So $a^2$ it is.\n\n$$\n\\frac{1}{2}\n$$\n")
    assert (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow><msup><mi>a</mi><mn>2</mn></msup></mrow></math>'
        in html
    )
    assert '<div class="formula" tabindex="0" role="group" aria-label="Formula"><math' in html
    assert "<mfrac>" in html and "$" not in html


@pytest.mark.parametrize("text", ["It costs $5 and $7.", "Between 3$ and 4$.", "\\$a$ b"])
def test_dollars_are_not_always_formulas(text: str) -> None:
    assert "<math" not in render(text)


@pytest.mark.parametrize(
    ("formula", "what"),
    [
        ("\\frac{1}", "a part of frac is missing"),
        ("\\undefined{x}", "\\undefined is not known"),
        ("{", ""),
        ("\\left( x", ""),
        ("x^", ""),
        ("\\href{javascript:alert(1)}{x}", "links and styles are not taken"),
    ],
)
def test_a_formula_that_cannot_be_read_is_named_with_its_line(formula: str, what: str) -> None:
    _, (flaw,) = shown(f"First.\n\nSecond,\nthird ${formula}$.")
    assert flaw.line == 3
    assert f"“{formula}”" in flaw.what and what in flaw.what
    assert flaw.mend == "mend its LaTeX"


def test_all_flaws_of_a_text_are_named_each_with_its_line() -> None:
    text = "A <b>.\n\n| a | $\\frac{1}$ |\n|---|---|\n| b | [c](x) |\n\n- $\\frac{1}$\n- ![](x.svg)\n\n```cobol\n```\n\n# one\n\nd\n[e](ftp://f)\n"
    _, flaws = shown(text)
    assert [flaw.line for flaw in flaws] == [0, 2, 4, 6, 7, 9, 12, 15]


def test_tables_are_aligned_by_classes_and_can_be_scrolled_by_keys() -> None:
    html = render("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n")
    assert html.startswith('<div class="table" tabindex="0" role="group" aria-label="Table"><table>')
    assert '<td class="align-left">1</td>' in html
    assert '<td class="align-center">2</td>' in html
    assert '<td class="align-right">3</td>' in html
    assert html.rstrip().endswith("</table></div>")


def test_code_is_coloured_by_classes() -> None:
    html = render("```python\ndef f(x):\n    return '<b>'  # <b>\n```\n")
    assert '<span class="k">def</span>' in html and '<span class="nf">f</span>' in html
    assert "&lt;b&gt;" in html and "<b>" not in html


def test_arrows_and_quotes_in_code_stay_as_they_are_typed() -> None:
    assert "<code>&quot;a&quot; -&gt; 'b'</code>" in render("`\"a\" -> 'b'`")
    assert "“a” and ‘b’" in render("\"a\" and 'b'")


def test_links_lead_to_lessons_and_safely_elsewhere() -> None:
    html, _ = shown("[one](lesson:first) [two](https://example.org/?a=1&b=2)")
    assert '<a href="/learn/p/first/">one</a>' in html
    assert '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">two</a>' in html


def test_a_line_has_no_paragraph_around_it() -> None:
    assert render_inline("a **b** $c$").startswith("a <strong>b</strong> <math")


def test_words_are_those_that_are_read() -> None:
    assert plain("## A *word*\n\n[two words](https://a.b) `x = 1`\n\n```python\nnot this\n```\n\n$$\nnor + this\n$$") == (
        "A word two words x = 1"
    )
    assert count_words("it's a well-known “fact”: $x^2$") == 4


def test_looks_are_pictures_tables_set_off_formulas_and_code() -> None:
    assert count_looks("![a](b.svg) ![c](d.svg)\n\n|a|\n|-|\n|1|\n\n$$\nx\n$$\n\n```\ny\n```\n\nand $z$") == 5


def test_a_header_cell_with_nothing_in_it_is_an_ordinary_cell() -> None:
    shown = render("| | near | $d$ |\n|---|---|---|\n| cat | dog | 2 |")
    assert shown.count("<th>") == 2 and "<td></td>\n<th>near</th>" in shown


FIGURED = st.lists(
    st.sampled_from(
        [
            *["0", "1", "2", "7", "08", "15", "2026", "730219", "730219000", "1234567890", "3.5", "1,000", "٣", "²"],
            *[" ", " ", "\n", "\n\n", "    ", "\t", "- ", "* ", "> ", "# ", "## ", ". ", ") ", ".", ",", ":", "−", "-", "+"],
            *["a", "e", "x_", "^", "_", "{", "}", "*", "**", "`", "```", "~~~", "python\n", "%", "'", '"', "|", "\\", "!"],
            *["$", "$$", "\\frac", "\\sqrt[", "]", "\\text{", "\\hspace{", "em}", "\n|-|-|\n", "&", "&#", "&frac", ";"],
            *["<", "<h", ">", "[a](https://b.c/", "("],
        ]
    ),
    max_size=14,
).map("".join)


@given(FIGURED, st.booleans())
@example("2. a", False)
@example("- 3) a", False)
@example("x $x^12$ and $\\frac12$ and $7^{730219000}$ 5", False)
@example("730219001 then 4", False)
@example("It's 5'10\" and '90s", False)
@example("`x = 007` and 007", False)
@example("[a](https://b.c/%2G)", True)
@example("| 1 | 2 |\n|-|-:|\n| 3 | 4 |", False)
def test_figures_that_stand_for_those_of_a_text_change_nothing(text: str, inline: bool) -> None:
    def shown(how) -> str:
        try:
            return how(text, inline=inline)
        except BadMarkdown as problem:
            return f"{problem} {problem.mend} {problem.line}"

    assert shown(markdown._render_alone) == shown(markdown._rendered.__wrapped__)


def test_a_text_that_differs_in_its_figures_only_is_rendered_once() -> None:
    markdown._rendered.cache_clear()
    shown = [render(f"There are *{one}* and $x_{{{one}}}$ of {one + 1:,}.") for one in range(0, 2000, 7)]
    assert shown[3] == try_render("There are *21* and $x_{21}$ of 22.")[0]
    assert markdown._rendered.cache_info().misses == 2  # 1,000 and more have one figure more
