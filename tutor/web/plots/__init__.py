"""Figures of the pages of statistics: each a sentence with numbers, a table, and a plot that is drawn from that table."""

from tutor.web.plots.figure import Cell, Column, Figure, Key
from tutor.web.plots.habit import calendar, leagues, minutes_kept, weeks
from tutor.web.plots.memory import calibration, forecast, losses, retention, sky
from tutor.web.plots.understanding import strengths

__all__ = [
    "Cell",
    "Column",
    "Figure",
    "Key",
    "calendar",
    "calibration",
    "forecast",
    "leagues",
    "losses",
    "minutes_kept",
    "retention",
    "sky",
    "strengths",
    "weeks",
]
