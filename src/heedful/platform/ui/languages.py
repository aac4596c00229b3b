"""What languages are called, in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language_info, gettext_lazy

# Django knows its ways of writing only.
_MORE = {"zh": gettext_lazy("Chinese"), "no": gettext_lazy("Norwegian")}


def language_name(code: str) -> str:
    """Return the name of a language: German for ``de``; one without a known name stays as its code."""
    if code in _MORE:
        return str(_MORE[code])
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
