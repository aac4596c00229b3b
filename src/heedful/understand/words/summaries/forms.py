from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from heedful.understand.words.summaries.configuration import MOST_SECONDS


class EndpointForm(forms.Form):
    url = forms.CharField(
        label=_("Address"), help_text=_("Up to the version: https://host/v1"), max_length=500
    )
    model = forms.CharField(label=_("Model"), max_length=200)
    key = forms.CharField(
        label=_("Key"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Left empty: the one before, if the address stays."),
    )
    monthly_tokens = forms.IntegerField(label=_("Tokens a month, at most"), min_value=1, initial=200_000)
    price = forms.DecimalField(
        label=_("Price of a million tokens"), required=False, min_value=0, decimal_places=4
    )
    monthly_money = forms.DecimalField(
        label=_("Money a month, at most"), required=False, min_value=0, decimal_places=2
    )
    seconds = forms.FloatField(
        label=_("Seconds to wait for an answer"), min_value=1, max_value=MOST_SECONDS, initial=30
    )
