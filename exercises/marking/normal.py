"""When two typed answers are the same: in words, and in code."""

from __future__ import annotations

import io
import re
import tokenize
import unicodedata

from exercises.marking.base import INVISIBLE

ARTICLE = re.compile(r"^(?:the|a|an)\s+")
HYPHEN = re.compile(r"(?<=[^\W\d])[-‐‑_](?=[^\W\d])")
KEPT = "%*/#&@-_"  # of what Unicode calls punctuation, what means something between words and numbers
TYPED = {**str.maketrans("‘’‚“”„«»−–—", "'''\"\"\"\"\"---"), **INVISIBLE}
QUOTE = re.compile(r"'''|\"\"\"|'|\"")
LITERAL = re.compile(rf"(?P<prefix>[A-Za-z]*)(?P<quote>{QUOTE.pattern})(?P<inner>[^'\"]*)(?P=quote)")


def words(text: str) -> str:
    """Text without what does not matter: case, spaces, punctuation, hyphens between letters, a leading article.

    Signs that calculate stay, also a minus; a text of nothing but punctuation stays as it is.
    """
    plain = unicodedata.normalize("NFKC", text.translate(TYPED)).casefold()
    kept = HYPHEN.sub(" ", plain)
    kept = re.sub(r"(?<=\d)[.,](?=\d)", "·", kept).replace("'", "")
    kept = "".join(" " if _idle(one) else one for one in kept)
    return ARTICLE.sub("", " ".join(kept.split())) or " ".join(plain.split())


def _idle(one: str) -> bool:
    return unicodedata.category(one).startswith("P") and one not in KEPT and one != "·"


def code(text: str) -> str:
    """Python source without what does not matter: spaces between tokens, the kind of quote, typographic quotes and minus."""
    plain = text.translate(TYPED).strip()
    found: list[str] = []
    end = (1, 0)
    try:
        for one in tokenize.generate_tokens(io.StringIO(plain).readline):
            end = one.end
            if shown := _token(one).strip():
                found.append(shown)
    except (tokenize.TokenError, SyntaxError):
        # A part of a program need not be whole; what could not be cut into tokens counts as it stands.
        rest = plain.split("\n")[end[0] - 1 :]
        found += "\n".join(rest)[end[1] :].split()
    return " ".join(found)


def _token(one: tokenize.TokenInfo) -> str:
    match tokenize.tok_name[one.type]:
        case "STRING":
            return _string(one.string)
        case "FSTRING_START" | "FSTRING_END":  # Python 3.12 and later cut formatted strings into their parts
            return QUOTE.sub('"', one.string).lower()
        case "FSTRING_MIDDLE":
            return repr(one.string)
    return one.string


def _string(literal: str) -> str:
    """A literal in double quotes, where that changes nothing in it."""
    found = LITERAL.fullmatch(literal)
    return f'{found["prefix"].lower()}"{found["inner"]}"' if found else literal


def one_letter_apart(given: str, wanted: str) -> bool:
    """Whether `given` is `wanted` with one letter added, left out, changed, or two neighbours swapped."""
    if given == wanted:
        return False
    start = next((i for i, (a, b) in enumerate(zip(given, wanted, strict=False)) if a != b), min(len(given), len(wanted)))
    a, b = given[start:], wanted[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])
