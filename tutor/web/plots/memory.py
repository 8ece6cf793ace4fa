"""Figures of what is remembered, and of how well that was foreseen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tutor.rules.calibration import RECENT, Losses
from tutor.rules.upcoming import DayAhead
from tutor.selectors.statistics import Calibration, MappedConcept, Month
from tutor.templatetags.loci import likely
from tutor.web.plots.figure import (
    Cell,
    Column,
    Figure,
    Key,
    count,
    day_cell,
    minutes,
    month_cell,
    number_cell,
    percent,
    percent_cell,
)

SHARES = (Column("expected", "Expected"), Column("recalled", "Recalled"), Column("low", "95 % from"), Column("high", "to"))
FROM_REVIEWS = "When a concept comes back for the first time, this begins to fill."


def sky(concepts: Sequence[MappedConcept], today: date) -> Figure:
    """The concepts of a path as stars, each as bright as it is remembered now."""
    met = [one.recall for one in concepts if one.recall is not None]
    says = ""
    if met:
        says = (
            f"You have met {len(met)} of {count(len(concepts), 'concept')} and would remember about {sum(met):.0f} of them "
            f"today; {sum(recall >= 0.9 for recall in met)} are 90 % likely or more."
        )
    rows = tuple(
        (
            Cell(one.title, one.title),
            Cell(str(one.lesson), one.number),
            Cell(str(one.place), ""),
            Cell("" if one.recall is None else f"{one.recall:.4f}", likely(one.recall)),
            Cell("", "–") if one.due_on is None else day_cell(one.due_on, today),
        )
        for one in concepts
    )
    columns = (
        Column("concept", "Concept", number=False),
        Column("lesson", "Lesson"),
        Column("place", ""),
        Column("recall", "Remembered now"),
        Column("due", "Comes back", number=False),
    )
    empty = "Each concept of your path is a star; those you meet light up, and dim as they fade."
    keys = (Key("star", "remembered"), Key("fading", "fading"), Key("unmet", "not met yet"))
    return Figure("sky", "Your sky now", says, columns, rows if met else (), empty, keys)


def retention(months: Sequence[Month]) -> Figure:
    """Recall month by month, beside what was expected of it."""
    total = sum(month.recalled.n for month in months)
    says = ""
    if total:
        recalled = sum(month.recalled.value * month.recalled.n for month in months) / total
        expected = sum(month.expected * month.recalled.n for month in months) / total
        says = f"Of {count(total, 'review')} you recalled {percent(recalled)}; {percent(expected)} was expected."
    rows = tuple(
        (
            month_cell(month.first),
            number_cell(month.recalled.n),
            percent_cell(month.expected),
            percent_cell(month.recalled.value),
            percent_cell(month.recalled.low),
            percent_cell(month.recalled.high),
        )
        for month in months
    )
    return Figure(
        "retention",
        "Recall by month",
        says,
        (Column("month", "Month", number=False), Column("count", "Reviews"), *SHARES),
        rows,
        FROM_REVIEWS,
        (Key("point", "recalled, with its 95 % interval"), Key("line", "expected")),
    )


def calibration(told: Calibration) -> Figure:
    """Predicted against actual recall."""
    held = sum(one.recalled.low <= one.expected <= one.recalled.high for one in told.bins)
    says = ""
    if told.bins:
        fullest = max(told.bins, key=lambda one: one.recalled.n)
        says = (
            f"Where {percent(fullest.expected)} was predicted you recalled {percent(fullest.recalled.value)}. Your latest "
            f"{count(told.count, 'review')} make {count(len(told.bins), 'group')}; in {held} the interval holds the prediction."
        )
    rows = tuple(
        (
            Cell(f"{one.low:.2f}", f"{100 * one.low:.0f} to {percent(one.high)}"),
            number_cell(one.recalled.n),
            percent_cell(one.expected),
            percent_cell(one.recalled.value),
            percent_cell(one.recalled.low),
            percent_cell(one.recalled.high),
        )
        for one in told.bins
    )
    return Figure(
        "calibration",
        "Is the prediction honest?",
        says,
        (Column("group", "Prediction", number=False), Column("count", "Reviews"), *SHARES),
        rows,
        FROM_REVIEWS,
        (Key("point", "recalled, with its 95 % interval"), Key("diagonal", "a prediction that is always right")),
    )


def losses(told: Losses | None) -> Figure:
    """The log loss of the model beside plain baselines, the least first."""
    says, named = "", list[tuple[str, float]]()
    if told:
        named = [("memory model", told.model), ("moving average", told.moving_average), ("constant mean", told.constant)]
        gain = 1 - told.model / min(told.constant, told.moving_average)
        better = "as good as" if abs(gain) < 0.005 else f"{percent(abs(gain))} {'better' if gain > 0 else 'worse'} than"
        says = f"The memory model’s log loss is {told.model:.3f}, {better} the best guess that knows nothing of any concept."
    rows = tuple((Cell(name, name), number_cell(loss, 4)) for name, loss in sorted(named, key=lambda one: one[1]))
    return Figure(
        "losses",
        "Does the model earn its keep?",
        says,
        (Column("name", "Predictor", number=False), Column("loss", "Log loss")),
        rows,
        FROM_REVIEWS,
        note=f"Less is better. The moving average is that of your last {RECENT} reviews, the constant your mean in hindsight.",
    )


def forecast(days: Sequence[DayAhead], today: date) -> Figure:
    """Reviews and minutes of the next 30 days."""
    total, seconds = sum(day.reviews for day in days), sum(day.seconds for day in days)
    busiest = max(days, key=lambda day: day.seconds)
    when = "today" if busiest.day == today else f"on {busiest.day:%A}, {busiest.day.day} {busiest.day:%B}"
    says = (
        f"If you recall each on its day, {count(total, 'review')} come back within {len(days)} days: "
        f"{minutes(seconds / len(days))} minutes on an average day and {minutes(busiest.seconds)} {when}, the fullest."
    )
    rows = tuple(
        (day_cell(day.day, today), number_cell(day.reviews), Cell(f"{day.seconds / 60:.2f}", minutes(day.seconds)))
        for day in days
    )
    return Figure(
        "forecast",
        "The next 30 days",
        says,
        (Column("day", "Day", number=False), Column("reviews", "Reviews"), Column("minutes", "Minutes")),
        rows if total else (),
        "Once you know something, you see here when it comes back and how long that takes.",
        note="The plan of a day takes what fits into your minutes, and leaves the rest for the next.",
    )
