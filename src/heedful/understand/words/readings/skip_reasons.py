"""Why something was not read, in the language of the page: readers write it down in English, once."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy

from heedful.platform.ui.languages import language_name

_LANGUAGES = frozenset({"language", "others"})

_SAYINGS = [
    (re.compile(pattern), saying)
    for pattern, saying in (
        ("no words", gettext_lazy("no words")),
        ("no words to tell it by", gettext_lazy("no words to tell it by")),
        ("no themes are set up for this survey", gettext_lazy("no themes are set up for this survey")),
        ("too long: only the beginning was read", gettext_lazy("too long: only the beginning was read")),
        (r"no themes are known by '(?P<taxonomy>.+)'", gettext_lazy("no themes are known by %(taxonomy)s")),
        (
            r"themes are not read in this language \((?P<language>.*)\)",
            gettext_lazy("themes are not read in this language (%(language)s)"),
        ),
        (
            r"not measured on an unknown language; measured on (?P<others>.+)",
            gettext_lazy("not measured on an unknown language; measured on %(others)s"),
        ),
        (
            r"not measured on (?P<language>.+); measured on (?P<others>.+)",
            gettext_lazy("not measured on %(language)s; measured on %(others)s"),
        ),
        (
            r"the model (?P<model>\S+) is not installed(?:: heedful models fetch)?",
            gettext_lazy("the model %(model)s is not installed: heedful models fetch"),
        ),
    )
]


def reason_words(reason: str) -> str:
    """Return a reason as the page says it; one that nobody knows any more stays as it was written."""
    for pattern, saying in _SAYINGS:
        if found := pattern.fullmatch(reason):
            return str(saying) % _named(found.groupdict()) if found.groupdict() else str(saying)
    return reason


def _named(parts: dict[str, str]) -> dict[str, str]:
    """Call languages by their names, where a reason lists codes."""
    return {
        key: ", ".join(language_name(one) for one in said.split(", ")) if key in _LANGUAGES else said
        for key, said in parts.items()
    }
