"""Which language a text is in; what is expected of a short one weighs more than three letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any

from heedful.understand.words.further_languages import further_language, language_of_script

_SURE_LETTERS = 24  # from here on the text itself is believed where the detector calls itself sure
# The detector has one language for both; seven in eight who write it write Indonesian.
_MALAY = ("ms", "id")
# Each so near to a language of the detector that a few words do not tell them apart.
_NEAR = ("af", "mk")
_UNCLEAR, _CLEAR, _SHORT_ODDS, _NEAR_ODDS = 1.0, 5.0, 5.0, 6.0
# What the detector is sure of is seldom a language that it does not know: "How much does it cost" has the
# letters of Welsh, with odds up to 7.
_AGAINST_ODDS = 9.0
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
    code, is_sure = _told(text[:2_000], letters)
    if code in _MALAY:
        code = expected if expected in _MALAY else "id"
    if expected and expected != code and (letters < _SURE_LETTERS or not is_sure):
        return Language(expected, is_expected=True)
    return Language(code, is_sure=is_sure)


def _told(text: str, letters: int) -> tuple[str | None, bool]:
    """Return the language that the text itself speaks for, and whether it does so clearly."""
    found = _detector().detect_details(text)
    code, odds = further_language(text)
    if odds > _odds_needed(code, letters, is_sure=found.reliable):
        return code.partition("-")[0], letters >= _SURE_LETTERS and odds > _CLEAR
    if found.language == "und":
        return language_of_script(text), False
    return found.language, bool(found.reliable)


def _odds_needed(code: str, letters: int, *, is_sure: bool) -> float:
    """Return how much must speak for a further language; set so that the detector's own lose next to nothing.

    Of 7,594 windows of two to four words in those, five were lost (training/languages/detection.py).
    """
    if code in _NEAR:
        return _NEAR_ODDS if letters >= _SURE_LETTERS else inf
    if letters < _SURE_LETTERS:
        return inf if is_sure else _SHORT_ODDS
    return _AGAINST_ODDS if is_sure else _UNCLEAR


@cache
def _detector() -> Any:
    import eldc

    eldc.init()
    return eldc
