"""Plots of a simulated year, as small SVG files. Needs matplotlib, which only tests and benchmarks install."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tutor.simulation.measures import DayLived, Year
from tutor.simulation.planners import WEEK, Kept

# Readable on a light page and on a dark one, and apart for eyes that do not tell red from green.
INK, OURS, OTHERS = "#6e7781", "#c2751b", ("#4c78a8", "#5fa08f", "#9d7bb5")
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "loci",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "grid.color": INK,
    "grid.alpha": 0.2,
    "legend.frameon": False,
    **{f"{part}.color": INK for part in ("text", "xtick", "ytick")},
    **{f"axes.{part}": INK for part in ("edgecolor", "labelcolor", "titlecolor")},
}


def draw(year: Year, ours: str, folder: Path) -> list[Path]:
    """Writes the plots into a folder; returns their files."""
    return [_save(plot, year, ours, folder / f"simulate-{name}.svg") for name, plot in PLOTS.items()]


def _save(plot: Callable[[Axes, Year, str], None], year: Year, ours: str, file: Path) -> Path:
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(6.4, 3.0), layout="constrained")
        plot(figure.subplots(), year, ours)
        figure.savefig(file, transparent=True, metadata={"Date": None})
    return file


def _minutes(axes: Axes, year: Year, ours: str) -> None:
    shares = [100 * day.taken / day.promised for day in year.whole_days]
    axes.hist(shares, bins=range(0, 205, 5), color=OURS)
    axes.axvline(100, color=INK, linestyle="--")
    within = sum(share <= 100 for share in shares) / max(1, len(shares))
    axes.set_title(f"{within:.0%} of {len(shares)} days within the minutes promised")
    axes.set_xlabel("minutes taken, % of those promised")
    axes.set_ylabel("days")


def _estimate(axes: Axes, year: Year, ours: str) -> None:
    weeks: dict[int, list[DayLived]] = {}
    for day in year.whole_days:
        weeks.setdefault(day.day // WEEK, []).append(day)
    errors = {week: median(abs(day.taken / day.estimated - 1) for day in days) for week, days in sorted(weeks.items())}
    axes.plot([week + 1 for week in errors], [100 * error for error in errors.values()], color=OURS)
    axes.axhline(20, color=INK, linestyle="--")
    axes.set_ylim(bottom=0)
    axes.set_title("How far the day's estimate is off")
    axes.set_xlabel("week")
    axes.set_ylabel("median, %")


def _returns(axes: Axes, year: Year, ours: str) -> None:
    for one in year.returns:
        since = [day - one.day for day in one.days]
        axes.plot(since, one.left, color=OURS, alpha=0.6, marker=".", markersize=3, linewidth=1)
        if one.until is not None:
            axes.plot(one.until - one.day, 0, color=INK, marker="|", markersize=9)
    axes.set_ylim(bottom=0)
    axes.set_title("After an absence: what was overdue and has not been asked yet")
    axes.set_xlabel("days since coming back (a stroke: the day that was named)")
    axes.set_ylabel("concepts")


def _remembered(axes: Axes, year: Year, ours: str) -> None:
    for (name, kept), colour in zip(year.kept.items(), (OURS, *OTHERS), strict=True):
        per_hour = _per_hour(kept.values())
        axes.plot(range(1, len(per_hour) + 1), per_hour, color=colour, label=name, linewidth=2 if name == ours else 1.2)
    axes.set_ylim(bottom=0)
    axes.set_title("Concepts remembered for each hour spent so far")
    axes.set_xlabel("week")
    axes.set_ylabel("concepts an hour")
    axes.legend()


def _per_hour(all_kept: Iterable[Kept]) -> list[float]:
    """Of all learners together, week by week."""
    everybody, found = list(all_kept), list[float]()
    for week in range(min(len(one.weeks) for one in everybody)):
        spent = sum(sum(one.minutes_by_day[: (week + 1) * WEEK]) for one in everybody) / 60
        found.append(sum(one.weeks[week] for one in everybody) / spent if spent else 0.0)
    return found


PLOTS = {"minutes": _minutes, "estimate": _estimate, "returns": _returns, "remembered": _remembered}
