"""When two typed answers are the same: in words, and in code."""

from __future__ import annotations

import io
import re
import tokenize
import unicodedata

ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
PUNCTUATION = re.compile(r"[^\w\s+\-*/=<>%]", re.UNICODE)


def words(text: str) -> str:
    """Text without what does not matter: case, accents' encoding, punctuation, extra spaces, a leading article."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("-", " ").replace("_", " ")
    plain = " ".join(PUNCTUATION.sub(" ", plain).split())
    return ARTICLE.sub("", plain)


def code(text: str) -> str:
    """Python source without what does not matter: spaces between tokens and the kind of quote."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(plain).readline))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return " ".join(plain.split())
    return " ".join(_token(token) for token in tokens if token.string.strip())


def _token(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.STRING and token.string[0] in "'\"" and token.string[0] * 3 != token.string[:3]:
        inner = token.string[1:-1]
        if "'" not in inner and '"' not in inner:
            return f'"{inner}"'
    return token.string


def one_letter_apart(given: str, wanted: str) -> bool:
    """Whether `given` is `wanted` with one letter added, left out, changed, or two neighbours swapped."""
    if abs(len(given) - len(wanted)) > 1 or given == wanted:
        return False
    start = next((i for i, (a, b) in enumerate(zip(given, wanted, strict=False)) if a != b), min(len(given), len(wanted)))
    rest_given, rest_wanted = given[start:], wanted[start:]
    return (
        rest_given[1:] == rest_wanted[1:]
        or rest_given[1:] == rest_wanted
        or rest_given == rest_wanted[1:]
        or (len(rest_given) >= 2 and rest_given[1::-1] == rest_wanted[:2] and rest_given[2:] == rest_wanted[2:])
    )
