"""How many years of school a text takes, by the formula of its language.

English: Flesch–Kincaid grade level (Kincaid et al. 1975). German: first Wiener Sachtextformel (Bamberger and
Vanecek 1984). French and Spanish: reading ease after Kandel and Moles (1958) and Fernández Huerta
(1959), brought
to grades by Flesch's own table. Other languages are not measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from heedful.design.surveys.linter.sentences import sentences, words

_DICTIONARIES = {"en": "en_US", "de": "de_DE", "fr": "fr", "es": "es"}
_GRADES_OF_EASE = ((90, 5.0), (80, 6.0), (70, 7.0), (60, 8.5), (50, 11.0), (30, 14.0))
MEASURED = frozenset(_DICTIONARIES)


def reading_grade(texts: Sequence[str], language: str) -> float | None:
    """Return the years of school the texts take; None where the language is not measured or nothing is
    said.
    """
    short = language.replace("_", "-").split("-")[0].lower()
    said = [word for text in texts for word in words(text)]
    if short not in MEASURED or not said:
        return None
    count = max(1, sum(len(sentences(text)) for text in texts))
    length = len(said) / count
    syllables = [syllables_of(word, short) for word in said]
    per_word = sum(syllables) / len(said)
    if short == "en":
        return 0.39 * length + 11.8 * per_word - 15.59
    if short == "de":
        return _wiener(said, syllables, length)
    ease = 207 - 1.015 * length - 73.6 * per_word if short == "fr" else 206.84 - 60 * per_word - 1.02 * length
    return next((grade for least, grade in _GRADES_OF_EASE if ease >= least), 17.0)


def _wiener(said: list[str], syllables: list[int], length: float) -> float:
    n = len(said)
    many = 100 * sum(count >= 3 for count in syllables) / n
    long = 100 * sum(len(word) > 6 for word in said) / n
    one = 100 * sum(count == 1 for count in syllables) / n
    return 0.1935 * many + 0.1672 * length + 0.1297 * long - 0.0327 * one - 0.875


@cache
def syllables_of(word: str, language: str) -> int:
    """Return the syllables of a word, at least one, by the hyphenation of its language."""
    return 1 + len(_dictionary(language).positions(word))


@cache
def _dictionary(language: str) -> Any:
    from pyphen import Pyphen  # type: ignore[import-untyped]  # has no types

    return Pyphen(lang=_DICTIONARIES[language], left=1, right=1)
