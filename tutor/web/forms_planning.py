"""What the forms around the plan send."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from tutor.models import User
from tutor.rules.day import Clock
from tutor.rules.day import zone as zone_named
from tutor.web.forms import Given, zone_choices


class ReadForm(Given):
    """How long a step was looked at; nothing where scripts do not run."""

    seconds = forms.IntegerField(min_value=0, required=False)


class AnywayForm(Given):
    lesson = forms.SlugField()


class WarmForm(Given):
    """The lesson that a question warms up, if any."""

    lesson = forms.SlugField(required=False)


class TargetForm(Given):
    """No day forgets the target."""

    day = forms.DateField(required=False)


class PlacementForm(Given):
    act = forms.ChoiceField(choices=[("begin", "begin"), ("answer", "answer"), ("leave", "leave")])
    phase = forms.SlugField(required=False)
    asking = forms.IntegerField(min_value=0, max_value=10_000, required=False)
    skip = forms.CharField(max_length=1, required=False)


class EndBreakForm(Given):
    starts_on = forms.DateField()
    back = forms.CharField(max_length=10, required=False)


class BreakForm(forms.Form):
    starts_on = forms.DateField(
        label="First day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text="It may lie in the past."
    )
    ends_on = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class CorrectionForm(Given):
    correction = forms.UUIDField()


class ZoneForm(forms.Form):
    """The zone in which the learner was, and the first day there. `since` is the moment at which that day began."""

    zone = forms.ChoiceField(label="Where you were")
    first = forms.DateField(
        label="First day there",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Days before it stay as they are.",
    )

    def __init__(self, *args: Any, learner: User, now: datetime, **kwargs: Any) -> None:
        today = learner.clock.day(now)
        super().__init__(*args, initial={"zone": learner.zone, "first": today}, **kwargs)
        self.learner = learner
        self.fields["zone"].choices = zone_choices(learner.zone)
        self.fields["first"].widget.attrs["max"] = (today + timedelta(days=1)).isoformat()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "zone" in given and "first" in given:
            given["since"] = self._begin(given["zone"], given["first"])
        return given

    def _begin(self, zone: str, first: date) -> datetime | None:
        try:
            return Clock(zone_named(zone), self.learner.day_turns_at).bounds(first)[0]
        except OverflowError:
            self.add_error("first", "Choose a day of the last weeks.")
            return None
