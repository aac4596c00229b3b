from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RedactionForm(forms.Form):
    is_on = forms.BooleanField(
        label=_("Take personal data out of comments before they are stored"), required=False
    )
    keeps_original = forms.BooleanField(
        label=_("Keep the original as well, encrypted"),
        required=False,
        help_text=_("Only who may see contacts can open it, and the audit log says who did."),
    )
