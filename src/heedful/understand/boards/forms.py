from __future__ import annotations

from typing import Any

from django import forms
from django.utils import dates
from django.utils.translation import gettext_lazy as _


class MailForm(forms.Form):
    """Who gets a board, and when."""

    recipients = forms.CharField(
        label=_("To"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Addresses, with commas or on lines of their own."),
    )
    weekday = forms.TypedChoiceField(
        label=_("Day"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Every day")), *((day, dates.WEEKDAYS[day]) for day in range(7))],
    )
    hour = forms.TypedChoiceField(
        label=_("Hour"), coerce=int, initial=8, choices=[(hour, f"{hour:02d}:00") for hour in range(24)]
    )

    def clean_recipients(self) -> list[str]:
        text: str = self.cleaned_data["recipients"]
        return [part.strip() for part in text.replace("\n", ",").replace(";", ",").split(",") if part.strip()]


class AnnotationForm(forms.Form):
    """What happened, and when."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=_("What happened"), max_length=200)
    survey_uid = forms.CharField(required=False, widget=forms.HiddenInput)


class SegmentForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    query = forms.CharField(widget=forms.HiddenInput)


def first_error(form: forms.Form) -> str:
    """Return the first thing wrong with a form, for a message."""
    errors: Any = form.errors
    return next((str(error) for found in errors.values() for error in found), "")
