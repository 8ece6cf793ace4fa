"""Whether somebody who knows nothing does better than chance, by a rule such as “always the longest”.

A guesser picks one option in every list of options. Right by chance are Σ p of them, where p is the share of right options in
a list, give or take √(Σ p·(1 - p)), the standard deviation of a sum of independent draws (Poisson's binomial distribution). A
bank whose author did not think of lengths at all stays below two such deviations in 98 of 100 cases. The share of the bank that
the margin makes shrinks with the root of its size: a large bank, which can be measured well, is held to chance closely.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from exercises import marking
from exercises.content.items import ItemFile
from exercises.marking import fill_in
from lessons.content.checks import file_of
from lessons.content.problems import Problem
from lessons.content.schema import Lesson

DEVIATIONS = 2
ENOUGH_TO_MEASURE = 8
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Options:
    """A list of options to pick from; `right` are the places of the right ones. `fixed` ones always come in this order."""

    file: str
    line: int
    name: str
    texts: tuple[str, ...]
    right: frozenset[int]
    fixed: bool

    @property
    def chance(self) -> float:
        return len(self.right) / len(self.texts)


# The places that a guesser might pick, each as likely as the others.
Guesser = Callable[[Options], Sequence[int]]


def check_guessing(items: Iterable[ItemFile], lessons: Iterable[Lesson], root: FilePath) -> Iterator[Problem]:
    """One problem for each guesser that does well over all sound items and the predictions of all widgets."""
    asked = [options for item in items if item.sound for options in _of_item(item)]
    fixed = [one for one in asked if one.fixed] + [one for lesson in lessons for one in _predictions(lesson, root)]
    lengthen, move = "make right options as long as wrong ones", "let the right one stand elsewhere"
    yield from _beaten("the longest option", asked, _by_length(max), lengthen)
    yield from _beaten("the shortest option", asked, _by_length(min), lengthen)
    for place in range(max((len(one.texts) for one in fixed), default=0)):
        long_enough = [one for one in fixed if place < len(one.texts)]
        yield from _beaten(f"option {place + 1} where their order is fixed", long_enough, _at(place), move)
    yield from _beaten("the last option where their order is fixed", fixed, _at(-1), move)


def _of_item(item: ItemFile) -> Iterator[Options]:
    """The lists of options of an item, as they are in one asking."""
    question = marking.generate(item.document, 0)
    if item.kind in {"choice", "choices"}:
        options = list(question.key["options"].values())
        right = frozenset(place for place, option in enumerate(options) if option["right"])
        texts = tuple(option["text"] for option in options)
        yield Options(item.file, item.line, item.slug, texts, right, not item.document.get("shuffle", True))
    elif item.kind == "fill":
        for name, blank in question.key["blanks"].items():
            if blank["options"] is not None:
                right = frozenset(at for at, one in enumerate(blank["options"]) if fill_in.is_right(question, name, one))
                yield Options(item.file, item.line, f"{item.slug} ({name})", tuple(blank["options"]), right, fixed=False)


def _predictions(lesson: Lesson, root: FilePath) -> Iterator[Options]:
    for step in lesson.steps:
        if step.widget and step.widget.predict and step.widget.predict.options:
            predict = step.widget.predict
            name = f"{lesson.slug}/{step.key}"
            yield Options(file_of(root, lesson), step.line, name, predict.options, frozenset([predict.answer]), fixed=True)


def _at(place: int) -> Guesser:
    return lambda options: [place % len(options.texts)]


def _by_length(pick: Callable[[Iterable[int]], int]) -> Guesser:
    def guess(options: Options) -> list[int]:
        lengths = [len(text) for text in options.texts]
        return [place for place, length in enumerate(lengths) if length == pick(lengths)]

    return guess


def _beaten(rule: str, bank: Sequence[Options], guess: Guesser, mend: str) -> Iterator[Problem]:
    """A problem if always picking by the rule scores more than chance and its margin."""
    scores = [(len(options.right.intersection(places)) / len(places), options) for options in bank for places in [guess(options)]]
    score = sum(one for one, _ in scores)
    chance = sum(options.chance for options in bank)
    most = chance + DEVIATIONS * math.sqrt(sum(options.chance * (1 - options.chance) for options in bank))
    if len(bank) < ENOUGH_TO_MEASURE or score <= most:
        return
    found = [options for one, options in scores if one > options.chance]
    names = ", ".join(options.name for options in found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
    yield Problem(
        found[0].file,
        found[0].line,
        f"always picking {rule} is right in {score:.1f} of {len(bank)}, by chance in {chance:.1f}, and {most:.1f} is the most",
        f"{mend} in {math.ceil(score - most)} or more of {names}",
    )
