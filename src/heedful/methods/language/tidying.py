"""What people write on the way to what they mean: addresses, handles, signs. Models read better without."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"\b(?:https?:\S*|www\.\S+|https?\b)", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w+")
_FORWARDED = re.compile(r"^RT\b:?")
_TAG = re.compile(r"(?<!\w)#(?=\w)")
_WHITE = re.compile(r"\s+")


def tidied(text: str) -> str:
    """Take web addresses, handles and the signs of tags out of a text.

    Parameters
    ----------
    text
        Any text, a post or a tweet above all.

    Returns
    -------
    str
        What is left, with single blanks; the words of tags stay. The text itself where nothing would be left.

    Notes
    -----
    An encoder trained on sentences takes such signs for the subject: over eight languages of tweets a head
    trained on sentences without them gained ten points of macro-F1 from this alone (docs/measurements.md).

    Examples
    --------
    >>> tidied("RT @shop: Love the new #store https://t.co/x")
    ': Love the new store'
    >>> tidied("https://t.co/x")
    'https://t.co/x'
    """
    found = _FORWARDED.sub("", _TAG.sub("", _HANDLE.sub("", _ADDRESS.sub("", text))))
    return _WHITE.sub(" ", found).strip() or text
