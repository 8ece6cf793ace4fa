"""What templates need beyond Django's own: Markdown, icons, time in words."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lessons.content.markdown import BadMarkdown, code, render, render_inline
from tutor.rules.recalled import in_percent
from tutor.web.badges import Badge
from tutor.web.badges import badge as badge_of
from tutor.web.curves import Picture, picture
from tutor.web.kept import name_of

register = template.Library()
register.filter(in_percent)

# 24 × 24 outlines, drawn for this site.
ICONS = {
    "check": "M5 13l4.5 4.5L19 7",
    "cross": "M6 6l12 12M18 6L6 18",
    "close": "M6 6l12 12M18 6L6 18",
    "up": "M12 19V5M6 11l6-6 6 6",
    "down": "M12 5v14M6 13l6 6 6-6",
    "sun": (
        "M12 4v2M12 18v2M4 12h2M18 12h2M6.3 6.3l1.5 1.5M16.2 16.2l1.5 1.5M6.3 17.7l1.5-1.5M16.2 "
        "7.8l1.5-1.5M12 8.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7z"
    ),
    "map": (
        "M5 6.5a1.5 1.5 0 103 0 1.5 1.5 0 00-3 0zM16 5a1.5 1.5 0 103 0 1.5 1.5 0 00-3 0zM10 13a1.5 1.5 0 103 "
        "0 1.5 1.5 0 00-3 0zM15 19a1.5 1.5 0 103 0 1.5 1.5 0 00-3 0zM7.5 7.7l3 4M12.7 12l3.6-5.6M12.4 "
        "14.2l2.9 3.7"
    ),
    "person": "M12 4.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM5 19.5c.7-3.4 3.5-5 7-5s6.3 1.6 7 5",
    "gear": (
        "M12 9a3 3 0 100 6 3 3 0 000-6zM12 3.500v2.500M12 18v2.500M4.6 7.750l2.2 1.250M17.2 15l2.2 1.250M4.6 "
        "16.250L6.8 15M17.2 9l2.2-1.25"
    ),
    "search": "M10.5 4.500a6 6 0 100 12 6 6 0 000-12zM15 15l4.5 4.5",
    "bars": "M5 20V11M10 20V5M15 20v-7M20 20V8M3 20h18",
    "snow": "M12 3v18M4.2 7.500l15.600 9M19.800 7.500l-15.600 9M9.500 4.500L12 7l2.500-2.500M9.500 19.500L12 17l2.500 2.500",
    "pause": "M9 7v10M15 7v10",
    "clock": "M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4.300l2.8 1.7",
    "undo": "M9 14L4 9l5-5M4 9h9a6 6 0 010 12h-3",
    "return": "M5 12a7 7 0 107-7H7M10 2L7 5l3 3",
    "book": "M4.5 5.500c2.5-1 5-.8 7.5.7 2.5-1.5 5-1.7 7.5-.7v12.500c-2.5-1-5-.8-7.5.7-2.5-1.5-5-1.7-7.5-.7zM12 6.200v12.5",
    "code": "M9 8l-4.5 4L9 16M15 8l4.5 4L15 16",
    "question": "M9 9.200a3 3 0 115 2.300c-1.2.8-2 1.3-2 2.700M12 17.500v.1",
    "hand": (
        "M8 12V6.500a1.5 1.5 0 013 0V11m0-1V5a1.5 1.5 0 013 0v6m0-4a1.5 1.5 0 013 0v6.500c0 3.5-2 6-5.2 6-2.8 "
        "0-4-1.5-5.3-4L5 13c-.6-1.2.8-2 1.7-1.200L8 13"
    ),
    "flag": "M6 20V4.500h11l-2.5 4 2.5 4H6",
    "spark": "M12 4l1.8 5.200L19 11l-5.2 1.800L12 18l-1.8-5.200L5 11l5.2-1.800z",
    "bell": "M6 16.500V11a6 6 0 0112 0v5.500l1.500 1.500h-15zM10 20h4M12 3v2",
    "bulb": "M9 17h6M10 20h4M12 4a5.5 5.5 0 00-3.3 9.900c.6.5.8 1 .8 2.100h5c0-1.1.2-1.6.8-2.100A5.5 5.5 0 0012 4z",
}
STEP_ICONS = {
    "read": "book",
    "explore": "hand",
    "check": "question",
    "code": "code",
    "report": "map",
    "recap": "flag",
    "review": "return",
}
STEP_NAMES = {"read": "Read", "explore": "Explore", "check": "Check", "code": "Code", "report": "Report", "recap": "Recap"}


@register.simple_tag
def keeper(user: Any) -> str:
    """By which a browser knows whose day it keeps; nobody's is empty."""
    return name_of(user) if user and user.is_authenticated else ""


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small picture beside words; it says nothing that the words do not."""
    frame = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>'
    return format_html(frame, ICONS[name])


@register.simple_tag
def step_icon(kind: str) -> SafeString:
    return icon(STEP_ICONS.get(kind, "book"))


@register.filter
def step_name(kind: str) -> str:
    return STEP_NAMES.get(kind, kind)


@register.simple_tag
def star(recall: float | None) -> SafeString:
    """A star as bright as the recall (0 to 1); an outline for what was never met."""
    shape = "M8 1.5l1.9 4.3 4.6.5-3.5 3.1 1 4.600L8 11.6 4 14l1-4.600L1.5 6.300l4.6-.5z"
    if recall is None:
        return format_html('<svg class="star is-unmet" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>', shape)
    frame = '<svg class="star" viewBox="0 0 16 16" aria-hidden="true"><path d="{}" fill-opacity="{}"/></svg>'
    return format_html(frame, shape, f"{recall**2:.2f}")


@lru_cache(maxsize=4096)
def _block(text: str) -> SafeString:
    return mark_safe(render(text))


@lru_cache(maxsize=4096)
def _line(text: str) -> SafeString:
    return mark_safe(render_inline(text))


@register.filter
def markdown(text: str) -> SafeString | str:
    """Markdown as HTML. The renderer lets no raw HTML through; what it cannot show is shown as it was written."""
    try:
        return _block(text)
    except BadMarkdown:
        return text


@register.filter
def markdown_line(text: str) -> SafeString | str:
    try:
        return _line(text)
    except BadMarkdown:
        return text


@register.filter
def python(source: str) -> SafeString:
    return mark_safe(code(source, "python"))


@register.filter
def minutes(seconds: int) -> str:
    """Seconds as people say them: “40 s”, “2 min”."""
    return f"{seconds} s" if seconds < 55 else f"{max(1, round(seconds / 60))} min"


@register.filter
def xp(effort_seconds: int) -> str:
    """Effort as XP: a minute is one."""
    return xp_in_column(effort_seconds).removesuffix(".0")


@register.filter
def xp_in_column(effort_seconds: int) -> str:
    """The same with its tenth also where that is none, so that numbers below each other line up."""
    return f"{effort_seconds / 60:.1f}"


@register.filter
def percent(share: float) -> str:
    return f"{round(100 * share)} %"


@register.filter
def likely(recall: float | None) -> str:
    """How likely something is recalled, None for what was not met."""
    return "not met yet" if recall is None else f"{in_percent(recall)} %"


@register.filter
def when(day: date, today: date) -> str:
    """A day as seen from another: today, tomorrow, in 5 days, in 3 weeks."""
    days = (day - today).days
    if days <= 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days < 14:
        return f"in {days} days"
    return f"in {round(days / 7)} weeks" if days < 60 else f"in {round(days / 30)} months"


@register.filter
def thousands(count: int) -> str:
    return f"{count:,}"


@register.filter
def unlocal(place: float) -> str:
    """A number as SVG wants it, whatever the language of the page."""
    return f"{place:g}"


@register.simple_tag
def curves(given: Any) -> Picture | None:
    """Curves of recall and precision as a picture to draw."""
    return picture(given)


@register.inclusion_tag("tutor/parts/badge.html")
def badge(achievement: Any) -> dict[str, Badge]:
    """The constellation of an achievement, as far as it is lit."""
    return {"badge": badge_of(achievement.slug, achievement.done, achievement.needed)}


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key)
