"""LaTeX formulas as MathML, for browsers to show without scripts or fonts of ours."""

from __future__ import annotations

import html
from xml.etree import ElementTree

import latex2mathml.converter

# Elements that mean something only with this many parts; the library lets broken ones pass.
PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
# Links and styles have no place in a formula.
REFUSED = {"href", "style", "class", "id"}


class BadFormula(ValueError):
    """The message says what is wrong with the LaTeX."""


def mathml(formula: str, *, block: bool) -> str:
    """The formula as one <math> element; `block` sets it off. Raises BadFormula."""
    try:
        element = latex2mathml.converter.convert_to_element(formula.strip(), display="block" if block else "inline")
    except Exception as problem:  # the library raises many kinds, all without words
        raise BadFormula(f"{type(problem).__name__.removesuffix('Error')}") from problem
    for part in element.iter():
        _check(part)
        # The library writes entities into the tree and counts on nobody escaping them again; text that looks like
        # markup would get through that way.
        part.text = html.unescape(part.text) if part.text else part.text
    written: str = ElementTree.tostring(element, encoding="unicode")
    return written


def _check(part: ElementTree.Element) -> None:
    if part.text and "\\" in part.text:
        raise BadFormula(f"{part.text.strip()[:30]} is not known")
    if REFUSED.intersection(part.keys()):
        raise BadFormula("links and styles are not taken")
    if len(part) != PARTS.get(part.tag, len(part)):
        raise BadFormula(f"a part of {part.tag.removeprefix('m')} is missing")
