"""Numbers as people type them: 0.75, 0,75, 1 234, 1.234,5, 3/4, ½, 1.2e3, 1.2·10^3, 10^-6, 40 %, 3 km."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping

from exercises.marking.base import INVISIBLE, BadResponse

NUMBER = re.compile(
    r"[=≈~]?\s*(?P<sign>[+-]?)\s*(?P<body>[0-9.,'_ ]*[0-9][.,]?)"
    r"(?:[eE](?P<power>[+-]?[0-9]{1,3})|\s*[x×·*]\s*10\s*(?:\^|\*\*)\s*(?P<raised>[+-]?[0-9]{1,3}))?"
    r"(?:\s*/\s*(?P<below>[0-9.,]*[0-9][.,]?))?"
    r"\s*(?P<unit>[^\s0-9.,/+*^×·(=-].*)?"
)
POWER_ALONE = re.compile(r"^([=≈~]?\s*[+-]?\s*)10\s*(?:\^|\*\*)")
PLAIN = re.compile(r"[0-9]+[.,]?[0-9]*|[.,][0-9]+")
GROUPED = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[ '_.,])[0-9]{3}(?:(?P=mark)[0-9]{3})*)(?P<decimals>[.,][0-9]*)?")
TYPED = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "⁄": "/", "∕": "/", "٫": ".", "٬": ",", "，": ",", "．": "."})
PER_CENT = {"%", "percent", "per cent"}


def read(text: str, unit: str, units: Mapping[str, float]) -> tuple[float, ...]:
    """What a typed number can mean, in `unit`; `units` are other accepted units with their factors.

    A comma before three digits may be a decimal comma or part thousands, so “1,234” means two numbers. A point is a decimal
    point wherever it can be one.

    Raises:
        BadResponse: it is no number, is too large, or has a unit that does not belong here.
    """
    found = NUMBER.fullmatch(POWER_ALONE.sub(r"\g<1>1·10^", _plain(text)))
    above = _values(found["body"]) if found else []
    below = _values(found["below"]) if found and found["below"] else ["1"]
    if found is None or not above or not below:
        raise BadResponse("number", f"“{text[:40]}” is not a number.", "Write one such as 0.75, 3/4 or 1.2e3.")
    if not all(float(one) for one in below):
        raise BadResponse("number", "A fraction cannot have 0 below.", "Write another one.")
    power, factor = found["power"] or found["raised"] or "0", _factor(found["unit"] or "", unit, units)
    values = [float(f"{found['sign']}{a}e{power}") / float(b) * factor for a in above for b in below]
    if not all(map(math.isfinite, values)):
        raise BadResponse("number", "The number is too large.", "Check its power of ten.")
    return tuple(dict.fromkeys(values))


def _plain(text: str) -> str:
    """Digits of any script as ASCII, one kind of space, minus and bar. Raised digits stay: 10² is not 102."""
    return "".join(map(_character, text)).translate(TYPED).translate(INVISIBLE).strip()


def _character(one: str) -> str:
    if (digit := unicodedata.decimal(one, None)) is not None:
        return str(digit)
    if one.isspace():
        return " "
    if unicodedata.name(one, "").startswith("VULGAR FRACTION"):
        return " " + unicodedata.normalize("NFKC", one)  # the space keeps 3½ from being 31/2
    return one


def _values(body: str) -> list[str]:
    """The readings of digits with points, commas and gaps, as Python writes them; none if it is no number."""
    body = body.strip()
    plain = [body.replace(",", ".")] if PLAIN.fullmatch(body) else []
    found = GROUPED.fullmatch(body)
    if found is None or found["mark"] == (found["decimals"] or "?")[0] or (plain and found["mark"] == "."):
        return plain
    whole = re.sub(r"[^0-9]", "", found["whole"])
    return [*plain, whole + (found["decimals"] or "").replace(",", ".")]


def factors(unit: str, units: Mapping[str, float]) -> dict[str, float]:
    """What a number is multiplied by, by the symbol behind it as it is compared; "" is none."""
    found = {_symbol(name): float(factor) for name, factor in units.items()} | {_symbol(unit): 1.0, "": 1.0}
    return found if unit else {"%": 0.01} | found


def _factor(given: str, unit: str, units: Mapping[str, float]) -> float:
    by_symbol, symbol = factors(unit, units), _symbol(given)
    # Case tells mm from Mm; only where it does not, it may be written either way.
    same = [symbol] if symbol in by_symbol else [one for one in by_symbol if one.casefold() == symbol.casefold()]
    if len(same) == 1:
        return by_symbol[same[0]]
    if symbol.casefold() in PER_CENT and not unit:
        return 0.01
    known = ", ".join(dict.fromkeys(one for one in (unit, *units) if one))
    raise BadResponse("number", f"The unit “{given[:20]}” does not fit here.", f"Use {known}." if known else "Leave it out.")


def _symbol(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split()).rstrip(".")
