"""MathML as a line of text that can be read: √(x² + y²), (a · b) / (|a| |b|)."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

from loci_client.terminal.markup import Node

UP = dict(zip("0123456789+−-=()abcdefghijklmnoprstuvwxyzT⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵀ", strict=True))
DOWN = dict(zip("0123456789+−-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
LONG = "\u0305"  # over each of many, it is one line
OVER = {"^": "\u0302", "ˆ": "\u0302", "¯": LONG, "‾": LONG, "―": LONG, "→": "\u20d7", "⃗": "\u20d7"} | {
    "~": "\u0303", "˜": "\u0303", "˙": "\u0307",
}  # fmt: skip
# With space on both sides, unless they begin something.
BETWEEN = set("=+−-<>≤≥≈≠≡∈∉⊂⊆∪∩×·⋅∗*→←↔⇒⇔↦∝∼≪≫∧∨∣/÷±∘⊙⊗⊕") | {":=", "\\in"}
OPEN, CLOSED = set("([{|‖⟨⌊⌈"), set(")]}|‖⟩⌋⌉")
NEXT = set("([^_") | CLOSED  # follow a name without room
# Names of functions, and signs that something follows which they are of.
NAME = re.compile(r"[A-Za-z]{2,}|[∑∏∫]")
CALL = re.compile(r"\w+(\(.*\))")
SINGLE = set("0123456789.,%∞°′")


def line(node: Node) -> str:
    """The formula in one line."""
    return normalize("NFC", " ".join(_said(node).split()))


def _said(node: Node | str) -> str:
    if isinstance(node, str):
        return node.strip()
    return FORMS.get(node.tag, _row)(node)


def _parts(node: Node) -> list[str]:
    return [_said(one) for one in node.children if not isinstance(one, str) or one.strip()]


def _row(node: Node) -> str:
    """Signs between two things get room; a sign in front of something does not. A fraction beside something gets brackets."""
    children = [one for one in node.children if not isinstance(one, str) or one.strip()]
    parts = [_said(one) for one in children]
    said, before = "", ""
    for place, (child, part) in enumerate(zip(children, parts, strict=True)):
        after = parts[place + 1] if place + 1 < len(parts) else ""
        if isinstance(child, Node) and child.tag == "mfrac" and not (_apart(before, OPEN) and _apart(after, CLOSED)):
            part = f"({part})"
        if part in BETWEEN and before and before not in BETWEEN | {","} and before not in OPEN - CLOSED:
            said = f"{said.rstrip()} {part} "
        elif part in (",", ";"):
            said = f"{said.rstrip()}{part} "
        else:
            said += f" {part}" if NAME.match(before) and part.strip() and not said.endswith(" ") and part[0] not in NEXT else part
        before = part.strip() or before
    return said


def _apart(neighbour: str, brackets: set[str]) -> bool:
    return not neighbour.strip() or neighbour in BETWEEN or neighbour in brackets or neighbour == ","


def _fraction(node: Node) -> str:
    above, below = (_grouped(part) for part in _two(node))
    return f"{above}/{below}" if len(above) + len(below) < 6 else f"{above} / {below}"


def _root(node: Node) -> str:
    return f"√{_grouped(_row(node))}"


def _nth_root(node: Node) -> str:
    of, degree = _two(node)
    return f"{_small(degree, UP, '')}√{_grouped(of)}"


def _up(node: Node) -> str:
    base, up = _two(node)
    return base + _small(up, UP, "^")


def _down(node: Node) -> str:
    base, down = _two(node)
    return base + _small(down, DOWN, "_")


def _both(node: Node) -> str:
    base, down, up = (*_parts(node), "", "", "")[:3]
    return base + (_small(down, DOWN, "_") if down else "") + (_small(up, UP, "^") if up else "")


def _over(node: Node) -> str:
    base, over = _two(node)
    mark = OVER.get(over, "")
    if len(base) == 1 and mark:
        return base + mark
    return "".join(one + mark for one in base) if mark == LONG else _up(node)


def _table(node: Node) -> str:
    return "; ".join(_parts(node))


def _cells(node: Node) -> str:
    return "  ".join(_parts(node))


def _two(node: Node) -> tuple[str, str]:
    first, second = (*_parts(node), "", "")[:2]
    return first, second


def _small(text: str, letters: dict[str, str], mark: str) -> str:
    """Raised or lowered where every sign has such a form; in brackets otherwise."""
    close = text.replace(" ", "")
    if close in ("′", "'"):
        return "′"
    if close and all(one in letters for one in close):
        return "".join(letters[one] for one in close)
    return f"{mark}{_grouped(text)}"


def _grouped(text: str) -> str:
    text = text.strip()
    call = CALL.fullmatch(text)
    simple = len(text) == 1 or text.isalnum() or all(one in SINGLE for one in text) or _bracketed(call[1] if call else text)
    return text if simple else f"({text})"


def _bracketed(text: str) -> bool:
    """Whether the bracket at the beginning is closed only by that at the end."""
    if text[:1] != "(" or text[-1:] != ")":
        return False
    depth = 0
    for place, one in enumerate(text):
        depth += (one == "(") - (one == ")")
        if not depth:
            return place == len(text) - 1
    return False


def _space(node: Node) -> str:
    return " "


FORMS: dict[str, Callable[[Node], str]] = {
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _nth_root,
    "msup": _up,
    "msub": _down,
    "msubsup": _both,
    "munderover": _both,
    "munder": _down,
    "mover": _over,
    "mtable": _table,
    "mtr": _cells,
    "mspace": _space,
}
