"""What the kinds share in checking a document and in putting a question."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from exercises.marking.base import BadResponse, Document, Problem, Question, typed
from exercises.marking.expressions import ExpressionError, evaluate
from exercises.marking.parameters import draw, seeds
from exercises.marking.parameters import problems as problems_of_parameters
from exercises.marking.templates import fill

COMMON = {"slug", "concept", "kind", "seconds", "hint", "parameters", "let", "ask", "why"}
NOTHING: Mapping[str, object] = {}


def filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def texts(value: object, *, least: int = 1, most: int = 20) -> bool:
    """Whether it is a list of texts, as long as it should be."""
    return isinstance(value, list) and least <= len(value) <= most and all(filled(one) for one in value)


def parts(value: object, where: str, fields: Collection[str], optional: Collection[str] = ()) -> list[Problem]:
    """What is wrong with a list of mappings that have text in all `fields` and may have the `optional` ones."""
    if not isinstance(value, list):
        return [(where, "is not a list", f"write {{{', '.join(fields)}}} for each")]
    return [problem for place, one in enumerate(value) for problem in part(one, f"{where}.{place}", fields, optional)]


def part(value: object, where: str, fields: Collection[str], optional: Collection[str] = ()) -> list[Problem]:
    if not isinstance(value, dict):
        return [(where, "is not a mapping", f"write {{{', '.join(fields)}}}")]
    found = [(f"{where}.{name}", "is missing", "write it as text") for name in fields if not filled(value.get(name))]
    return found + unknown(value, f"{where}.", {*fields, *optional})


def unknown(value: Mapping[Any, Any], prefix: str, known: Collection[str]) -> list[Problem]:
    names = sorted(str(name) for name in value if name not in known)
    return [(f"{prefix}{name}", "is not a field here", f"known are {', '.join(sorted(known))}") for name in names]


def common(document: Document) -> list[Problem]:
    """What is wrong with the fields that all kinds have."""
    found = [(name, "is missing", "write it in Markdown") for name in ("ask", "why") if not filled(document.get(name))]
    if not isinstance(document.get("hint", ""), str):
        found.append(("hint", "is no text", "write it in Markdown or leave it out"))
    seconds = document.get("seconds", 30)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 5 <= seconds <= 300:
        found.append(("seconds", "is not a whole number from 5 to 300", "say how long an answer takes"))
    return found + problems_of_parameters(document)


def asked(document: Document, names: Mapping[str, Any], *, public: dict[str, Any], key: dict[str, Any]) -> Question:
    """The question of any kind: what all kinds have, and what this one adds."""
    return Question(
        kind=document["kind"],
        ask=fill(document["ask"], names),
        hint=fill(document.get("hint", ""), names),
        public=public,
        key={"why": fill(document["why"], names), **key},
    )


def tried(
    document: Document,
    generate: Callable[[Document, int], Question],
    *,
    flaws: Callable[[Question], Iterable[Problem]] = lambda question: (),
    expressions: Mapping[str, object] = NOTHING,
) -> list[Problem]:
    """What shows only when a document whose fields are sound is put as a question, with many seeds.

    `flaws` names what is wrong with one question; `expressions` are the fields, by their places, that hold no text but
    an expression of a number.
    """
    if common(document):
        return []
    for seed in seeds(document):
        names = draw(document, seed)
        found = list(_uncomputable(document, names, expressions)) or list(flaws(generate(document, seed)))
        if found:
            return [(place, f"{what} (with seed {seed})", mend) for place, what, mend in found]
    return []


def _uncomputable(
    document: Document, names: Mapping[str, Any], expressions: Mapping[str, object]
) -> Iterator[Problem]:
    mend = "mend the expression or narrow the parameters"
    shown = {name: value for name, value in document.items() if name not in {"parameters", "let"}}
    for place, text in _leaves(shown, ""):
        if place in expressions:
            continue
        try:
            fill(text, names)
        except ExpressionError as problem:
            yield place, str(problem), mend
    for place, expression in expressions.items():
        if expression is None:
            yield place, "is missing", "write a number or an expression of one"
            continue
        try:
            value = evaluate(expression, names)
        except ExpressionError as problem:
            yield place, str(problem), mend
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield place, f"is {str(value)[:40]!r} and not a number", "write a number or an expression of one"


def _leaves(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a document, with its place."""
    if isinstance(value, str):
        yield place, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from _leaves(one, f"{place}.{name}" if place else str(name))


def alike(place: str, shown: Iterable[str]) -> list[Problem]:
    """A problem if two of the texts cannot be told apart."""
    plain = [" ".join(one.split()) for one in shown]
    twice = sorted({one for one in plain if plain.count(one) > 1})
    return [(place, f"“{twice[0]}” is there twice", "make the texts differ")] if twice else []


def empty(place: str, shown: Iterable[str]) -> list[Problem]:
    """A problem if one of the texts is filled in to nothing."""
    return [] if all(one.strip() for one in shown) else [(place, "is empty when filled in", "mend the expression")]


def untypable(place: str, answers: Iterable[str], *, most: int) -> Iterator[Problem]:
    """A problem for each of the accepted answers that would not be taken if somebody gave it."""
    for one in answers:
        try:
            typed(one, place, most=most)
        except BadResponse as problem:
            yield place, f"has “{one[:40]}”, which nobody can answer: {problem.problem}", "shorten or mend it"
