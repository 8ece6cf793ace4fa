"""Figures of the analysis as authors read them: the figure, and the ends of its interval in small."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tutor.rules.flags import SAYS, Flag
from tutor.rules.intervals import Estimate

register = template.Library()

FORMS = {
    "percent": (100, "{:.0f}", " %"),
    "points": (100, "{:+.0f}", " points"),
    "seconds": (1, "{:.0f}", " s"),
    "minutes": (1, "{:.0f}", " min"),
    "count": (1, "{:.1f}", ""),
    "r": (1, "{:+.2f}", ""),
}


def shown(value: float, form: str) -> str:
    """A figure without its unit, with a real minus."""
    factor, pattern, _ = FORMS[form]
    return pattern.format(value * factor).replace("-", "−")


@register.simple_tag
def figure(estimate: Estimate | None, form: str) -> SafeString:
    """The figure with its interval; of too few answers, that they are too few."""
    if estimate is None:
        return mark_safe('<span class="few"><span aria-hidden="true">–</span><span class="visually-hidden">too few</span></span>')
    ends = f"{shown(estimate.low, form)} to {shown(estimate.high, form)}"
    return format_html(
        '<span class="figure">{}{}</span> <span class="ends">{}</span>', shown(estimate.value, form), FORMS[form][2], ends
    )


@register.filter
def says(flag: Flag) -> str:
    return SAYS[flag]


@register.filter
def percent_of(share: float) -> str:
    """A share as a length of a bar of 100."""
    return f"{100 * share:.1f}"


@register.filter
def signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.1f}".replace("-", "−")
