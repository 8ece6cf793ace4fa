"""What the forms around the plan send."""

from __future__ import annotations

from django import forms

from tutor.web.forms import Given


class ReadForm(Given):
    """How long a step was looked at; nothing where scripts do not run."""

    seconds = forms.IntegerField(min_value=0, required=False)


class AnywayForm(Given):
    lesson = forms.SlugField()


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
