"""How well recall is predicted: FSRS-6 with and without what Loci adds, beside plain baselines, on a real log of reviews.

    python -m benchmarks.memory

Each model tells the chance of each review that is the first of its card on a day, from what came before it alone. The reviews
are cut into five windows in the order of time; the first only warms up, figures are of the four later ones. Log loss is the
mean of −ln p of what happened; RMSE compares predicted with actual recall in 20 bins of equal width, weighted by reviews; AUC
is how often a review that was passed had the higher chance. It fits parameters at every mark that the gate has, which takes
some five minutes. Ends with status 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.bars import Bar
from tutor.rules import fit, level
from tutor.rules.fit import Seen, Window
from tutor.rules.memory import DEFAULT_PARAMETERS, Evidence, Grade

LOG = Path(__file__).parent / "revlog" / "reviews.csv.gz"
# Nobody reviews between 6 and 15 o'clock UTC in this log: the learner's nights. Their days turn somewhere in there.
DAY_TURNS_AT_UTC = timedelta(hours=10)
WINDOWS = 5
BINS = 20
LEAST = 1e-4

Fit = Callable[[Sequence[Seen]], Sequence[float]]


def read_log(path: Path = LOG) -> list[Seen]:
    """Every review in the order of time, repeats within a day too: wrong is Again and right is Good."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = sorted((datetime.fromisoformat(row["review_time"]), row) for row in csv.DictReader(file))
    return [
        Seen(
            int(row["card_id"]),
            Evidence(Grade.AGAIN if row["review_rating"] == "1" else Grade.GOOD, (at - DAY_TURNS_AT_UTC).date()),
        )
        for at, row in rows
    ]


def firsts_of_days(history: Sequence[Seen]) -> list[Seen]:
    """The history without repeats on the same day."""
    firsts: dict[tuple[int, date], Seen] = {}
    for one in history:
        firsts.setdefault((one.concept, one.day), one)
    return list(firsts.values())


def running_mean(outcomes: Sequence[bool]) -> Iterator[float]:
    """The mean of all outcomes before (with one pass and one miss beforehand)."""
    passes = 1
    for count, passed in enumerate(outcomes, 2):
        yield passes / count
        passes += passed


def moving_average(outcomes: Sequence[bool], start: float = 1.2, step: float = 0.3) -> Iterator[float]:
    """One intercept in logits with a constant step, which knows no card: MOVING-AVG of the srs-benchmark."""
    logits = start
    for passed in outcomes:
        chance = 1 / (1 + math.exp(-logits))
        yield chance
        logits += step * (passed - chance)


def sm2(history: Sequence[Seen]) -> list[float]:
    """Intervals by SuperMemo 2 (P. A. Woźniak, 1990; right is quality 4, wrong 1), and recall 0.9 ^ (days / interval), as the
    srs-benchmark reads it.
    """
    cards: dict[int, tuple[date, float, float, int]] = {}
    found = []
    for one in firsts_of_days(history):
        last, interval, ease, streak = cards.get(one.concept, (one.day, 1.0, 2.5, 0))
        if one.concept in cards:
            found.append(0.9 ** ((one.day - last).days / interval))
        if one.passed:
            interval = 1.0 if streak == 0 else 6.0 if streak == 1 else interval * ease
            streak += 1
        else:
            interval, streak, ease = 1.0, 0, max(1.3, ease - 0.54)
        cards[one.concept] = (one.day, interval, ease, streak)
    return found


@dataclass(frozen=True, slots=True)
class Mark:
    """After `reviews` counted reviews: how the candidate of then did on the window after it, and whether it was used there."""

    reviews: int
    window: Window
    used: bool


def gated(history: Sequence[Seen], fitted: Fit = fit.optimised) -> tuple[list[float], list[float], list[Mark]]:
    """Recall as the product predicts it (own parameters where the gate has let them through), as it would with the newest
    parameters without a gate, and what the gate did. Both are before the intercept.
    """
    default = [recall for recall, _ in fit.predictions(history, DEFAULT_PARAMETERS)]
    base = fit.losses(history)
    chosen, ungated, marks = list(default), list(default), []
    windows: list[Window] = []
    used = False
    for mark in track([n for n in range(len(base)) if fit.is_mark(n)], "fitting", console=Console(stderr=True), transient=True):
        parameters = fitted(fit.until(history, mark))
        part = slice(mark, mark + fit.WINDOW)
        own = [recall for recall, _ in fit.predictions(history, parameters)]
        ungated[part] = own[part]
        used = fit.ships(windows, in_use=used)
        if used:
            chosen[part] = own[part]
        windows.append(fit.judged(base[part], fit.losses(history, parameters)[part]))
        marks.append(Mark(mark, windows[-1], used))
    return chosen, ungated, marks


def with_intercept(recalls: Sequence[float], outcomes: Sequence[bool]) -> list[float]:
    return list(level.expected(zip(recalls, outcomes, strict=True)))


def models(history: Sequence[Seen], fitted: Fit = fit.optimised) -> tuple[dict[str, list[float]], list[bool], list[Mark]]:
    """Each model's chances, the outcomes, and what the gate did."""
    found = fit.predictions(history, DEFAULT_PARAMETERS)
    default, outcomes = [recall for recall, _ in found], [passed for _, passed in found]
    dropped = [recall for recall, _ in fit.predictions(firsts_of_days(history), DEFAULT_PARAMETERS)]
    chosen, ungated, marks = gated(history, fitted)
    chances = {
        "constant: the mean so far": list(running_mean(outcomes)),
        "moving average": list(moving_average(outcomes)),
        "SM-2-like": sm2(history),
        "FSRS-6 default, repeats of a day dropped": dropped,
        "FSRS-6 default": default,
        "FSRS-6 default + intercept": with_intercept(default, outcomes),
        "own parameters from 1,500 on, no gate, + intercept": with_intercept(ungated, outcomes),
        "gated fit + intercept": with_intercept(chosen, outcomes),
    }
    return chances, outcomes, marks


def log_loss(chances: Sequence[float], outcomes: Sequence[bool]) -> float:
    kept = [min(max(chance, LEAST), 1 - LEAST) for chance in chances]
    return sum(fit.log_loss(chance, passed) for chance, passed in zip(kept, outcomes, strict=True)) / len(kept)


def rmse_of_bins(chances: Sequence[float], outcomes: Sequence[bool]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for chance, passed in zip(chances, outcomes, strict=True):
        bins.setdefault(min(BINS - 1, int(chance * BINS)), []).append((chance, passed))
    error = sum((sum(chance - passed for chance, passed in one) ** 2) / len(one) for one in bins.values())
    return math.sqrt(error / len(chances))


def auc(chances: Sequence[float], outcomes: Sequence[bool]) -> float:
    """By the ranks of the chances, ties by half (Mann and Whitney)."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    ranks, start = [0.0] * len(order), 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and chances[order[end + 1]] == chances[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = (start + end) / 2 + 1
        start = end + 1
    passes = sum(outcomes)
    above = sum(rank for rank, passed in zip(ranks, outcomes, strict=True) if passed) - passes * (passes + 1) / 2
    return above / (passes * (len(outcomes) - passes))


def windows_of(count: int) -> list[slice]:
    return [slice(count * n // WINDOWS, count * (n + 1) // WINDOWS) for n in range(WINDOWS)]


def bars(chances: dict[str, list[float]], outcomes: Sequence[bool], marks: Sequence[Mark]) -> list[Bar]:
    later = slice(len(outcomes) // WINDOWS, None)
    loss = {name: log_loss(given[later], outcomes[later]) for name, given in chances.items()}
    plain, corrected = loss["FSRS-6 default"], loss["FSRS-6 default + intercept"]
    worse = sum(mark.used and mark.window.gain < 0 for mark in marks)
    return [
        Bar("10,000 × the log loss that the intercept takes off the default", 10_000 * (plain - corrected), least=0.01),
        Bar("10,000 × what the gated fit takes off that", 10_000 * (corrected - loss["gated fit + intercept"]), least=0.01),
        Bar("windows before which the gate had shipped what was worse there", worse, most=0),
    ]


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    history = read_log()
    chances, outcomes, marks = models(history)
    parts = windows_of(len(outcomes))
    later = slice(parts[1].start, None)
    console = Console(width=150)
    table = Table("model", "log loss", "RMSE (bins)", "AUC", *(f"window {n}" for n in range(1, WINDOWS + 1)))
    for name, given in chances.items():
        whole = given[later], outcomes[later]
        each = (f"{log_loss(given[part], outcomes[part]):.4f}" for part in parts)
        table.add_row(name, f"{log_loss(*whole):.4f}", f"{rmse_of_bins(*whole):.4f}", f"{auc(*whole):.4f}", *each)
    console.print(f"{len(history)} reviews, {len(outcomes)} of them the first of a day and not the first of a card")
    console.print(table)
    steps = Table("after", "default", "own", "gain", "± error", "used")
    for mark in marks:
        window = mark.window
        figures = (f"{window.default_loss:.4f}", f"{window.fitted_loss:.4f}", f"{window.gain:+.4f}", f"{window.error:.4f}")
        steps.add_row(str(mark.reviews), *figures, "yes" if mark.used else "")
    console.print(steps)
    reached = bars(chances, outcomes, marks)
    for bar in reached:
        console.print(str(bar))
    sys.exit(0 if all(bar.reached for bar in reached) else 1)


if __name__ == "__main__":
    main()
