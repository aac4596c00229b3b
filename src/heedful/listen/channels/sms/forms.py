from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heedful.listen.channels.sms.texts import EDITED, Script

_LABELS = {
    "score": _("Question with a scale"),
    "choice": _("Question with options"),
    "link": _("Question that needs a page"),
    "reminder": _("Before a reminder"),
    "again": _("When a reply is not understood"),
}


class ScriptForm(forms.Form):
    """What is said in one language; what is left empty is as usual."""

    def __init__(self, *args: Any, usual: Script, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in EDITED:
            widget = forms.Textarea({"placeholder": getattr(usual, part), "rows": 2, "dir": "auto"})
            self.fields[part] = forms.CharField(
                label=_LABELS[part], required=False, max_length=600, widget=widget
            )


class SmsTestForm(forms.Form):
    number = forms.CharField(label=_("Number"), max_length=20, help_text=_("With its country code: +49…"))
