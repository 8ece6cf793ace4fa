"""What was typed, as marking compares it: a number, words, code. The sure part of the server's rules (docs/api.md, Offline); None
for what it does not cover, which only the server marks.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping

TYPED = {**str.maketrans("‘’‚“”„«»−–—", "'''\"\"\"\"\"---"), **dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))}
AMOUNT = r"[0-9]+[.,]?[0-9]*|[.,][0-9]+"
NUMBER = re.compile(
    rf"(?:[=≈~]\s*)?(?P<sign>[+-]?)\s*(?P<above>{AMOUNT})(?:[eE](?P<power>[+-]?[0-9]{{1,3}}))?"
    rf"(?:\s*/\s*(?P<below>{AMOUNT}))?\s*(?P<unit>[^\s0-9.,/+*^×·(=-].*)?"
)
THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
TOKEN = re.compile(
    r"[A-Za-z_]\w*|(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?|\"[^\"'\\\n]*\"|'[^\"'\\\n]*'"
    r"|\*\*=|//=|>>=|<<=|\.\.\.|!=|->|\+=|-=|\*=|/=|%=|&=|\|=|\^=|@=|==|<=|>=|:=|\*\*|//|<<|>>|[-+*/%@&|^~<>()\[\]{},:.;=]"
)
PAIRS = {")": "(", "]": "[", "}": "{"}


def numbers(text: str, units: Mapping[str, float]) -> tuple[float, ...] | None:
    """What a number can mean in the question's unit: “1,234” means two."""
    found = NUMBER.fullmatch(text.translate(TYPED).strip())
    if found is None:
        return None
    symbol = " ".join(unicodedata.normalize("NFKC", found["unit"] or "").split()).rstrip(".")
    below = [float(one) for one in _readings(found["below"] or "1")]
    if symbol not in units or not all(below):
        return None
    above = [float(f"{found['sign']}{one}e{found['power'] or 0}") for one in _readings(found["above"])]
    values = tuple(a / b * units[symbol] for a in above for b in below)
    return values if all(map(math.isfinite, values)) else None


def _readings(amount: str) -> list[str]:
    decimal = amount.replace(",", ".")
    return [decimal, amount.replace(",", "")] if THOUSANDS.fullmatch(amount) else [decimal]


def words(text: str) -> str | None:
    """Without what does not matter: case, spaces, idle punctuation, hyphens between letters, a leading article."""
    lower = text.translate(TYPED).lower()
    if not lower.isascii():
        return None
    kept = re.sub(r"(?<=[a-z_])[-_](?=[a-z_])", " ", lower)
    kept = re.sub(r"(?<=[0-9])[.,](?=[0-9])", "·", kept).replace("'", "")
    kept = re.sub(r"[!\"(),.:;?\[\\\]{}]", " ", kept)
    return re.sub(r"^(?:the|a|an) ", "", " ".join(kept.split())) or " ".join(lower.split())


def code(text: str) -> str | None:
    """The tokens of a line of Python with one space between them."""
    line = text.translate(TYPED).strip()
    if not line.isascii() or re.search(r"[\n\r]|<>", line):
        return None
    found: list[str] = []
    brackets: list[str] = []
    at = 0
    while at < len(line):
        if line[at] in " \t":
            at += 1
            continue
        token = TOKEN.match(line, at)
        if token is None or _joins(token[0], line[token.end() : token.end() + 1]):
            return None
        if token[0] in PAIRS and (not brackets or brackets.pop() != PAIRS[token[0]]):
            return None
        if token[0] in PAIRS.values():
            brackets.append(token[0])
        found.append(f'"{token[0][1:-1]}"' if token[0][0] in "\"'" else token[0])
        at = token.end()
    return None if brackets else " ".join(found)


def _joins(token: str, after: str) -> bool:
    """Whether what follows belongs to it in a way that is not read here: 1a, 012, f"…", "a""b"."""
    if token[0].isalpha() or token[0] == "_":
        return after in ("'", '"')
    if token[0] in "\"'":
        return bool(re.match(r"[\"'\w]", after))
    if re.match(r"\.?[0-9]", token):
        return bool(re.match(r"[\w.\"']", after) or re.match(r"0[0-9]", token))
    return False
