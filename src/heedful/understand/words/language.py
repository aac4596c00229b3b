"""Which language a text is in; what is expected of a short one weighs more than three letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

_SURE_LETTERS = 24  # from here on the text itself is believed where the detector calls itself sure
# The detector has one language for both; seven in eight who write it write Indonesian.
_MALAY = ("ms", "id")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` None: cannot be told. ``is_expected``: taken from the survey or the contact, not the text."""

    code: str | None
    is_sure: bool = False
    is_expected: bool = False


def language_of(text: str, prior: str = "") -> Language:
    """Return the language of a text; ``prior`` is the one expected ("de", "pt-BR"), empty for none."""
    expected = prior.replace("_", "-").split("-")[0].lower()
    letters = len(_LETTER.findall(text[:2_000]))
    if not letters:
        return Language(expected or None, is_expected=bool(expected))
    found = _detector().detect_details(text[:2_000])
    code = None if found.language == "und" else found.language
    if code in _MALAY:
        code = expected if expected in _MALAY else "id"
    if expected and expected != code and (letters < _SURE_LETTERS or not found.reliable):
        return Language(expected, is_expected=True)
    return Language(code, is_sure=bool(found.reliable))


@cache
def _detector() -> Any:
    import eldc

    eldc.init()
    return eldc
