"""Reads what forms send: each value checked for its form, each problem named with its field and the mend."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from tutor.errors import BadInput
from tutor.models.learner import Theme, User
from tutor.rules.day import zone_names

LARGEST_ID = 2**63 - 1


class Given(forms.Form):
    @classmethod
    def read(cls, post: QueryDict) -> dict[str, Any]:
        """The cleaned values. Raises BadInput for the first field that is wrong."""
        form = cls(post)
        if not form.is_valid():
            field, problems = next(iter(form.errors.items()))
            raise BadInput(f"{field.replace('_', ' ')}: {problems[0]}", "Reload the page and try again.", field=field)
        return form.cleaned_data


class SourceForm(Given):
    source = forms.CharField(required=False, strip=False)


class SubmitForm(SourceForm):
    mode = forms.ChoiceField(choices=[("run", "run"), ("submit", "submit")])
    client_id = forms.UUIDField()


class NameForm(Given):
    name = forms.CharField(max_length=80)


class LeagueNameForm(Given):
    name = forms.CharField(max_length=40)


class WeekForm(Given):
    weekly_days = forms.IntegerField(min_value=1, max_value=7)


class PairsForm(forms.Form):
    """Which of a report's pairs are shown; what makes no sense shows the first of all."""

    kind = forms.CharField(required=False, max_length=10)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)


class HintForm(Given):
    number = forms.IntegerField(min_value=1, max_value=20)


class AnswerForm(Given):
    event = forms.UUIDField(required=False)
    revision = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    asking = forms.IntegerField(min_value=1, max_value=10**9)
    seconds = forms.IntegerField(min_value=0, required=False)
    hints_used = forms.IntegerField(min_value=0, max_value=9, required=False)
    lesson = forms.SlugField(required=False)
    step = forms.SlugField(required=False)


class ReportForm(Given):
    """`note` is read as it is: the service says what is wrong with it."""

    revision = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    reason = forms.CharField(max_length=20, required=False)
    note = forms.CharField(required=False, strip=False)


class UndoForm(Given):
    answer = forms.UUIDField()


class StartForm(Given):
    zone = forms.CharField(max_length=64, required=False)


class RemindForm(StartForm):
    """`on` is the slug of the path whose page was shown."""

    wanted = forms.CharField(max_length=1, required=False)
    on = forms.SlugField(required=False)


class RemindersForm(Given):
    hour = forms.IntegerField(min_value=0, max_value=23)
    by_mail = forms.BooleanField(required=False)
    by_push = forms.BooleanField(required=False)
    weekly = forms.BooleanField(required=False)


class SnoozeForm(Given):
    until = forms.CharField(max_length=10)


class DeviceForm(Given):
    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=32)
    label = forms.CharField(max_length=200, required=False)


def zone_choices(current: str | None) -> list[tuple[str, str]]:
    """The zones of places, and the one that the learner has."""
    names = sorted(name for name in zone_names() if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/")))
    choices = [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]
    return choices if not current or current in dict(choices) else [*choices, (current, current)]


class RenewForm(Given):
    """`old` is the address that the push service has ended."""

    old = forms.CharField(max_length=1000)
    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=32)


class SettingsForm(forms.Form):
    daily_minutes = forms.IntegerField(
        min_value=3, max_value=60, label="Minutes a day", help_text="From 3 to 60. The plan of a day fits into them."
    )
    zone = forms.ChoiceField(label="Time zone", help_text="Where your days begin and end.")
    day_turns_at = forms.TypedChoiceField(
        label="A new day begins at",
        coerce=int,
        choices=[(hour, f"{hour:02d}:00") for hour in range(13)],
        help_text="Who learns past midnight is still in the evening before.",
    )
    theme = forms.ChoiceField(label="Appearance", choices=Theme.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices(self.initial.get("zone"))


class DeleteForm(forms.Form):
    """Asks for the password, of whoever has one."""

    password = forms.CharField(
        label="Your password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, learner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.learner = learner
        if not learner.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.learner.check_password(password):
            raise forms.ValidationError("This is not your password.")
        return password


def response_of(kind: str, post: QueryDict) -> dict[str, Any]:
    """An item's response as marking takes it, out of the fields of its form."""
    if kind == "choice":
        return {"choice": post.get("choice")}
    if kind == "choices":
        return {"choices": post.getlist("choices")}
    if kind == "order":
        return {"order": post.getlist("order")}
    if kind == "point":
        return {"points": post.getlist("points")}
    if kind == "match":
        return {"pairs": _prefixed(post, "pair:")}
    if kind == "fill":
        return {"blanks": _prefixed(post, "blank:")}
    if kind == "design":
        return {"costs": _prefixed(post, "cost:"), "choices": _prefixed(post, "choice:"), "reasons": _prefixed(post, "reason:")}
    if kind == "card":
        return {"rating": post.get("rating")}
    return {kind if kind in {"number", "output"} else "text": post.get(kind if kind in {"number", "output"} else "text")}


def _prefixed(post: QueryDict, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(post[name]) for name in post if name.startswith(prefix)}


