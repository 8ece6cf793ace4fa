"""Forms: what a browser sends, as the values that services take."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict

from tutor.models.learner import Theme
from tutor.rules.day import zone_names

MINUTES = {3: "3 minutes: a taste", 6: "6 minutes: one lesson", 10: "10 minutes", 15: "15 minutes", 20: "20 minutes", 30: "30 minutes"}
# Which fields of an answer form hold more than one value.
LISTS = {"choices", "order", "points"}


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones by region, for a grouped select."""
    named = sorted(name for name in zone_names() if "/" in name and not name.startswith(("Etc/", "right/", "SystemV/")))
    grouped = groupby(named, key=lambda name: name.split("/")[0])
    regions = [(region, [(name, name.split("/", 1)[1].replace("_", " ")) for name in names]) for region, names in grouped]
    return [("Everywhere", [("UTC", "UTC")]), *regions]


class SettingsForm(forms.Form):
    daily_minutes = forms.TypedChoiceField(coerce=int, label="Minutes a day", help_text="How much a day's plan asks of you.")
    zone = forms.ChoiceField(choices=zone_choices, label="Time zone", help_text="Your days begin and end by this zone's clocks.")
    day_turns_at = forms.TypedChoiceField(
        choices=[(hour, f"{hour:02}:00") for hour in range(13)],
        coerce=int,
        label="A new day begins at",
        help_text="Late evenings still count for the day that they end.",
    )
    theme = forms.ChoiceField(choices=Theme.choices, label="Colours", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.initial.get("daily_minutes", 6)
        lengths = MINUTES if given in MINUTES else dict(sorted((MINUTES | {given: f"{given} minutes"}).items()))
        self.fields["daily_minutes"].choices = list(lengths.items())
        zone = self.initial.get("zone")
        if zone and zone not in dict(pair for _, pairs in zone_choices() for pair in pairs):
            self.fields["zone"].choices = [("Yours", [(zone, zone)]), *zone_choices()]


def response_of(kind: str, sent: QueryDict) -> dict[str, Any]:
    """The response to an item of this kind, in the form that marking takes. Marking judges whether it makes sense."""
    if kind in {"match", "fill"}:
        name, prefix = ("pairs", "pair-") if kind == "match" else ("blanks", "blank-")
        return {name: {key.removeprefix(prefix): sent[key] for key in sent if key.startswith(prefix) and sent[key]}}
    name = {"card": "rating", "point": "points"}.get(kind, kind)
    if name in LISTS:
        return {name: sent.getlist(name)}
    return {name: sent[name]} if name in sent else {}


def whole(sent: QueryDict, name: str, otherwise: int) -> int:
    """A whole number that a form's hidden field carries."""
    given = sent.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else otherwise
