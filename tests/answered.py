"""Stored sums as many learners would have left them, for pages that show figures."""

from __future__ import annotations

import math
import random
from datetime import datetime

from exercises import marking
from exercises.models import ExerciseRevision, ItemRevision
from tutor.models import ExerciseStat, ItemStat
from tutor.rules import analysis, code_analysis


def give_answers(revision: ItemRevision, n: int, now: datetime, *, slope: float = 6.0, ease: float = 1.2, seed: int = 1) -> None:
    """First answers of `n` learners and half as many later ones. Who is stronger passes more often, by `slope`."""
    chance, offers = random.Random(seed), marking.offers(revision.document)
    rights, wrongs = ([one.key for one in offers if one.right is side] for side in (True, False))
    for first in (True, False):
        sums = analysis.Sums()
        for _ in range(n if first else n // 2):
            level = chance.gauss(0, 0.12)
            passed = chance.random() < 1 / (1 + math.exp(-ease - slope * level))
            picks = rights[:1] if passed else chance.choices(wrongs[:2], [4, 1][: len(wrongs)]) if wrongs else []
            seconds = round(min(900, chance.lognormvariate(math.log(revision.seconds * 0.8), 0.5)))
            predicted = None if first else chance.uniform(0.7, 0.95)
            answer = analysis.Answer(passed, seconds, chance.random() < 0.2, predicted, level, tuple(picks))
            sums = analysis.add(sums, answer)
        ItemStat.objects.create(revision=revision, first=first, sums=sums.as_document(), folded_at=now)


def hand_in(revision: ExerciseRevision, n: int, now: datetime, *, seed: int = 1) -> None:
    """Submissions of `n` learners who all pass in the end; each check fails with a chance of its own."""
    chance, sums = random.Random(seed), code_analysis.CodeSums()
    names = [check["name"] for check in revision.check_list]
    for _ in range(n):
        tries = 1 + min(9, int(chance.expovariate(0.8)))
        for number in range(1, tries + 1):
            passed = number == tries
            failing = chance.randrange(len(names))
            checks = tuple((name, passed or place != failing) for place, name in enumerate(names))
            minutes = int(chance.lognormvariate(math.log(2 + 3 * tries), 0.4))
            solved = code_analysis.Solved(tries, minutes, chance.randrange(3)) if passed else None
            sums = code_analysis.add(sums, code_analysis.Graded(number == 1, passed, checks, solved))
    ExerciseStat.objects.create(revision=revision, sums=sums.as_document(), folded_at=now)
