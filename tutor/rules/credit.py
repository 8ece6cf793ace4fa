"""Implied credit: work that rests on a concept shows that the concept is still known, at a fraction of a review of its own.

Who passes a question of a harder concept has used what that concept needs. As Math Academy's “fractional implicit repetition”
does (J. Skycak, The Math Academy Way, 2024), a pass trickles down along `needs`, discounted at each step and smaller when it
comes early; `tutor.rules.memory.credited` says what a share does to a memory. A miss implies nothing: that the harder failed
does not say which of its parts did.

It is no review: nobody was asked, so it stands in no calibration and counts as no repetition.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Concept = TypeVar("Concept", bound=Hashable)

# Of a review, for what a concept needs at once; half of that for what this needs in turn, and nothing below.
SHARE = 0.5
DEEPEST = 2


def shares(needs: Mapping[Concept, Sequence[Concept]], concept: Concept) -> dict[Concept, float]:
    """What each concept below `concept` gets of a pass of it, along its shortest way there."""
    found: dict[Concept, float] = {}
    edge = [concept]
    for depth in range(1, DEEPEST + 1):
        edge = [below for one in edge for below in needs.get(one, ()) if below != concept and below not in found]
        found |= {below: SHARE**depth for below in edge}
    return found
