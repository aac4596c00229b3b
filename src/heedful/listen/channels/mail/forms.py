from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heedful.listen.channels.mail.types import LONGEST, PARTS, LetterTexts

_LABELS = {
    "subject": _("Subject"),
    "preheader": _("Preview beside the subject"),
    "greeting": _("Greeting"),
    "body": _("Text"),
    "button": _("Words on the button"),
    "footer": _("Why they get this"),
}
_HINTS = {
    "body": _("An empty line begins a paragraph."),
    "button": _("Shown where the survey does not begin with a score."),
}


class LetterForm(forms.Form):
    """The parts of a letter in one language; what is left empty is as usual."""

    def __init__(self, *args: Any, usual: LetterTexts, right_to_left: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            rows = {"body": 6, "footer": 2}.get(part)
            attributes: dict[str, Any] = {
                "placeholder": getattr(usual, part),
                "dir": "rtl" if right_to_left else "ltr",
            }
            widget = forms.Textarea({**attributes, "rows": rows}) if rows else forms.TextInput(attributes)
            self.fields[part] = forms.CharField(
                label=_LABELS[part],
                help_text=_HINTS.get(part, ""),
                required=False,
                max_length=LONGEST[part],
                widget=widget,
            )


class SenderForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), required=False, max_length=100, help_text=_("Empty: the organisation's name.")
    )
    address = forms.EmailField(
        label=_("Address"),
        required=False,
        max_length=254,
        help_text=_("Your mail server must be allowed to send for it (SPF, DKIM)."),
    )
    reply_to = forms.EmailField(label=_("Replies go to"), required=False, max_length=254)
    postal_address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=300,
        help_text=_("Stands beneath every invitation. Many countries want it there."),
    )
    sms_sender = forms.CharField(
        label=_("Sender of SMS"),
        required=False,
        max_length=20,
        help_text=_("A number of yours (+49…). People can reply to numbers, not to names."),
    )
