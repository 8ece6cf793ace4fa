"""A word or a few, compared after normalising, with room for a slip of one letter and answers to foreseen misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exercises.marking import normal
from exercises.marking.base import MOST_WORDS, Document, Explanation, Mark, Note, Problem, Question, Response, text_of
from exercises.marking.parameters import draw
from exercises.marking.shapes import asked, parts, texts, tried, untypable
from exercises.marking.templates import fill

FIELDS = {"accept", "near"}
# In shorter words a letter makes another word.
TYPO_FROM_LETTERS = 5


def problems(document: Document) -> list[Problem]:
    found = parts(document.get("near", []), "near", ("text", "why"))
    if not texts(document.get("accept"), most=40):
        found.append(("accept", "is not a list of texts", "write every accepted variant"))
    return found or tried(document, generate, flaws=_flaws)


def _flaws(question: Question) -> Iterator[Problem]:
    key = question.key
    yield from untypable("accept", key["accept"], most=MOST_WORDS)
    yield from untypable("near", [one["text"] for one in key["near"]], most=MOST_WORDS)
    both = _normal(key["accept"]) & _normal(one["text"] for one in key["near"])
    if both:
        yield "near", f"“{min(both)}” is accepted as well", "let it stand in one place"


def generate(document: Document, seed: int) -> Question:
    names = draw(document, seed)
    near = [{"text": fill(one["text"], names), "why": fill(one["why"], names)} for one in document.get("near", [])]
    return asked(document, names, public={}, key={"accept": [fill(one, names) for one in document["accept"]], "near": near})


def mark(question: Question, response: Response) -> Mark:
    given = normal.words(text_of(response, "text", most=MOST_WORDS))
    right = given in _normal(question.key["accept"]) or _slip(given, question) is not None
    return Mark(1.0 if right else 0.0)


def explain(question: Question, response: Response, mark: Mark) -> Explanation:
    key, given = question.key, normal.words(text_of(response, "text", most=MOST_WORDS))
    met = [one["why"] for one in key["near"] if not mark.correct and normal.words(one["text"]) == given]
    notes = tuple(Note("text", why, right=False, chosen=True) for why in met[:1])
    if (slip := _slip(given, question)) is not None:
        notes = (Note("text", slip, right=True, chosen=True),)
    return Explanation(why=key["why"], solution=key["accept"][0], notes=notes)


def _normal(shown: Iterable[str]) -> set[str]:
    return set(map(normal.words, shown))


def _slip(given: str, question: Question) -> str | None:
    """What to say of an accepted answer with one slip, and where it is; None if `given` is right, wrong or a foreseen miss."""
    accepted = {normal.words(one): one for one in question.key["accept"]}
    near = _normal(one["text"] for one in question.key["near"])
    if given in accepted or given in near or any(_misspelt(given, one) for one in near):
        return None
    for wanted, shown in accepted.items():
        if word := _misspelt(given, wanted):
            where = f": a letter is off in “{word}”" if word != shown.casefold() else ": a letter is off"
            return f"Taken as “{shown}”{where}."
        if wanted.isascii() and given.replace(" ", "") == wanted.replace(" ", "") and not any(map(str.isdigit, wanted)):
            return f"Taken as “{shown}”: mind the spaces."
    return None


def _misspelt(given: str, wanted: str) -> str | None:
    """The word of `wanted` in which `given` has its one slip, if that is all that differs.

    The first letter has to be right: *asymmetric* is no misspelling of *symmetric*. Words with digits are not words.
    """
    ours, theirs = wanted.split(), given.split()
    if len(ours) != len(theirs):
        return None
    wrong = [(a, b) for a, b in zip(theirs, ours, strict=True) if a != b]
    if len(wrong) != 1:
        return None
    typed, word = wrong[0]
    slip = len(word) >= TYPO_FROM_LETTERS and typed[0] == word[0] and (typed + word).isalpha()
    return word if slip and normal.one_letter_apart(typed, word) else None
