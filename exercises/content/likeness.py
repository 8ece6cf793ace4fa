"""Items that ask the same in other words, told by the cosine of their texts in the sentence model.

Measured on the 149 items of nine lessons: the two that are nearest without being the same (`rows-of-a-layer` and
`bytes-of-a-row`) have a cosine of 0.79, all other 11,025 pairs one below 0.76. Fifteen items written anew in other words have
0.72 to 0.94 with their originals, thirteen of them more than 0.82. So nothing honest is refused, and few rewordings pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from exercises.content.items import ItemFile
from lessons.content.problems import Problem

NEAR_DUPLICATE = 0.82
SLOT = re.compile(r"\[\[.*?\]\]")
BLANK = re.compile(r"\{\{.*?\}\}")


def wording(item: ItemFile) -> str:
    """What a learner reads before answering, and the answer. Drawn values are left away: they make no other question."""
    return " ".join(BLANK.sub("…", SLOT.sub("", " ".join(_texts(item.document)))).split())


def _texts(document: dict[str, Any]) -> Iterator[str]:
    yield document["ask"]
    yield from (option["text"] for option in document.get("options", []))
    yield from (f"{pair['left']} {pair['right']}" for pair in document.get("pairs", []))
    yield from document.get("entries", [])
    yield from (point["label"] for point in document.get("picture", {}).get("points", []))
    yield from (document[name] for name in ("text", "code", "back") if name in document)
    yield from document.get("accept", [])[:1]


def near_duplicates(items: Sequence[ItemFile], vectors: npt.NDArray[np.floating[Any]]) -> Iterator[Problem]:
    """A problem for each two items that are too much alike. `vectors` has one row of length 1 for each item's wording."""
    cosines = np.triu(vectors @ vectors.T, k=1)
    for one, other in zip(*np.nonzero(cosines >= NEAR_DUPLICATE), strict=True):
        first, second = items[one], items[other]
        yield Problem(
            second.file,
            second.line,
            f"“{second.slug}” asks what “{first.slug}” asks at {first.file}:{first.line} (cosine {cosines[one, other]:.2f})",
            "ask about another side of it, or leave one away",
        )
