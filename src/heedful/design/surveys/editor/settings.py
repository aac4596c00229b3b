"""The fields of what only some kinds of questions know: names as in files, words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Label = str | Promise


@dataclass(frozen=True, slots=True)
class SettingField:
    name: str
    label: Label
    control: str  # yes, whole, text (by language), word, day, one, some
    choices: tuple[tuple[str, Label], ...] = ()
    hint: Label = ""


_SHUFFLE = SettingField("shuffle", _("Options in random order"), "yes")
_AT_LEAST = SettingField("at_least", _("At least this many"), "whole")
_AT_MOST = SettingField("at_most", _("At most this many"), "whole")
_LARGEST = SettingField("largest_megabytes", _("Largest file (MB)"), "whole")
_SECONDS = SettingField("longest_seconds", _("Longest recording (seconds)"), "whole")
_LONGEST = SettingField("longest", _("Longest answer (characters)"), "whole")
_LIST = ("list", _("a list to see at once"))
_FILES = (("image", _("pictures")), ("pdf", "PDF"), ("document", _("documents")), ("any", _("any file")))
_DETAILS = (("name", _("name")), ("email", _("e-mail")), ("phone", _("telephone")), ("company", _("company")))
_FIELDS: Mapping[str, tuple[SettingField, ...]] = {
    "single_choice": (
        SettingField("shown_as", _("Shown as"), "one", (_LIST, ("dropdown", _("a dropdown")))),
        _SHUFFLE,
    ),
    "multiple_choice": (_AT_LEAST, _AT_MOST, _SHUFFLE),
    "ranking": (_AT_LEAST, _AT_MOST, _SHUFFLE),
    "matrix": (_SHUFFLE,),
    "short_text": (_LONGEST,),
    "long_text": (_LONGEST,),
    "number": (
        SettingField("whole", _("Whole numbers only"), "yes"),
        SettingField("unit", _("Unit"), "text"),
    ),
    "date": (SettingField("earliest", _("Not before"), "day"), SettingField("latest", _("Not after"), "day")),
    "file": (SettingField("accept", _("What may be sent"), "some", _FILES), _LARGEST),
    "audio": (_SECONDS, _LARGEST),
    "video": (_SECONDS, _LARGEST),
    "contact": (
        SettingField("fields", _("What is asked for"), "some", _DETAILS),
        SettingField("consent", _("What one agrees to"), "text"),
    ),
    "consent": (
        SettingField("statement", _("What one agrees to"), "text"),
        SettingField("purpose", _("Purpose"), "word", hint=_("One word for the record: callback, quote.")),
        SettingField("must_agree", _("One cannot go on without agreeing"), "yes"),
    ),
}


def fields_of(kind: str) -> tuple[SettingField, ...]:
    return _FIELDS.get(kind, ())
