"""LaTeX formulas as MathML, for browsers to show without scripts or fonts of ours."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

import latex2mathml.converter

# Elements that mean something only with this many parts; the library lets broken ones pass.
PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
SPACED = frozenset("=≈∝∼<>≤≥≪≫→↦+∣")
RAISED = str.maketrans("0123456789+−-=()n⊤′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿᵀ′")
LOWERED = str.maketrans("0123456789+−-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
ACCENTS = {"¯": "\u0304", "^": "\u0302", "~": "\u0303", "→": "\u20d7"}
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
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


def on_a_line(text: str) -> str:
    """HTML with each of its formulas in one line of characters, for where nothing else is shown: “cos(a,b) = (a·b)/(‖a‖ ‖b‖)”."""

    def line(found: re.Match[str]) -> str:
        return html.escape(" ".join(_line(ElementTree.fromstring(found[0])).split()))

    return re.sub(r"<math\b.*?</math>", line, text, flags=re.DOTALL)


def _line(part: ElementTree.Element) -> str:
    name, inner = part.tag.removeprefix(NAMESPACE), [_line(one) for one in part]
    match name, inner:
        case "mspace", _:
            return " "
        case "mo", _ if part.text in SPACED:
            return f" {part.text} "
        case "mfrac", [above, below]:
            return f"{_together(above)}/{_together(below)}"
        case "msqrt", _:
            return f"√{_together(''.join(inner))}"
        case "msup", [base, raised]:
            return base + _script(raised, RAISED, "^")
        case ("msub" | "munder"), [base, lowered]:
            return base + _script(lowered, LOWERED, "_") + " " * (base == "∑")
        case ("msubsup" | "munderover"), [base, lowered, raised]:
            return f"{base}{_script(lowered, LOWERED, '_')}{_script(raised, RAISED, '^')} "
        case "mover", [base, accent]:
            return base + ACCENTS.get(accent.strip(), "")
        case _:
            return (part.text or "") + "".join(map(_apart, ["", *inner], inner))


def _apart(before: str, line: str) -> str:
    """A sum and what a name stands before, such as “log N”, is set off by a space."""
    named = len(before) > 1 and before.isalpha() and line[:1].isalpha()
    return f" {line}" if named or (before and line.startswith("∑")) else line


def _together(text: str) -> str:
    return text if len(text) == 1 or text.isdigit() or (len(text) > 2 and text.isalpha()) else f"({text.strip()})"


def _script(text: str, signs: dict[int, int], mark: str) -> str:
    """As small characters where there are such for all of it."""
    text = text.replace(" ", "")
    return text.translate(signs) if all(ord(one) in signs for one in text) else f"{mark}{_together(text)}"


def _check(part: ElementTree.Element) -> None:
    if part.text and "\\" in part.text:
        raise BadFormula(f"{part.text.strip()[:30]} is not known")
    if REFUSED.intersection(part.keys()):
        raise BadFormula("links and styles are not taken")
    if len(part) != PARTS.get(part.tag, len(part)):
        raise BadFormula(f"a part of {part.tag.removeprefix('m')} is missing")
