"""Words that make or prevent a mention wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

type WordRule = re.Pattern[str]

# Not -er: who waits is not a waiter.
_ENDINGS = r"(?:'s|’s|s|es|ed|d|ing|e|en|em|n)?"
_LONG_ENOUGH = 4  # letters from which a word may have an ending


def word_rule(words: Sequence[str]) -> WordRule | None:
    """Make a rule of words and phrases.

    Parameters
    ----------
    words
        Words or phrases, in any case.

    Returns
    -------
    pattern or None
        Finds any of them as whole words, with the endings that words of four letters and more take in
        English, German and their neighbours; None when there are no words.

    Notes
    -----
    A list of endings, no stemmer: what a rule finds can be seen from the rule (Harman 1991, "How effective
    is suffixing?").

    Examples
    --------
    >>> rule = word_rule(["delay", "gift card"])
    >>> [bool(rule.search(text)) for text in ("Delayed again", "two gift  cards", "relay")]
    [True, True, False]
    """
    spoken = [_pattern(word) for word in words if word.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(spoken)})(?!\w)", re.IGNORECASE) if spoken else None


def has_word(rule: WordRule | None, text: str) -> bool:
    """Say whether a rule finds a word in a text; no rule finds nothing.

    Examples
    --------
    >>> has_word(None, "delay"), has_word(word_rule(["charge"]), "they were charging me")
    (False, True)
    """
    return rule is not None and rule.search(text) is not None


def _pattern(phrase: str) -> str:
    *first, last = phrase.split()
    return r"\s+".join([*map(re.escape, first), _inflected(last)])


def _inflected(word: str) -> str:
    if len(word) < _LONG_ENOUGH or not word[-1].isalpha():
        return re.escape(word)
    stem, final = word[:-1], word[-1].lower()
    if final == "e":
        return rf"{re.escape(stem)}(?:e{_ENDINGS}|ing)"
    if final == "y":
        return rf"{re.escape(stem)}(?:y{_ENDINGS}|ies|ied)"
    return re.escape(word) + _ENDINGS
