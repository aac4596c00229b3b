from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heedful.listen.channels.pages.types import PublicLinkFacts


class PublicLinkForm(forms.Form):
    """How a survey may be answered by those whom nobody asked by name."""

    is_open = forms.BooleanField(label=_("Everybody who has the link may answer"), required=False)
    closes_at = forms.DateTimeField(
        label=_("Closes at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In the organisation's time zone. Empty: stays open."),
    )
    max_answers = forms.IntegerField(label=_("Closes after so many answers"), required=False, min_value=1)
    closed_text = forms.CharField(
        label=_("What is said when it is closed"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    frame_origins = forms.CharField(
        label=_("Sites that may show it in a frame"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, such as https://shop.example; * for any. Empty: none but this one."),
    )
    kiosk_seconds = forms.IntegerField(
        label=_("A kiosk goes back to the start after so many seconds without a touch"),
        min_value=5,
        max_value=600,
    )

    def values(self, language: str) -> dict[str, Any]:
        """Return what the service takes; the words are in the survey's own language."""
        given: dict[str, Any] = self.cleaned_data
        text = given["closed_text"].strip()
        return {
            **given,
            "closed_text": {language: text} if text else {},
            "frame_origins": given["frame_origins"].split(),
        }


def initial_of(link: PublicLinkFacts, language: str) -> dict[str, Any]:
    return {
        "is_open": link.is_open,
        "closes_at": link.closes_at,
        "max_answers": link.max_answers,
        "closed_text": link.closed_text.get(language, ""),
        "frame_origins": "\n".join(link.frame_origins),
        "kiosk_seconds": link.kiosk_seconds,
    }
