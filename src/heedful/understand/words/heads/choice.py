"""Which head reads a comment: the first measured on its language, else one that reads others too."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.understand.words.comments import Comments
from heedful.understand.words.heads import base_of, head


def head_for(keys: Sequence[str], comments: Comments, place: int) -> str | None:
    """Return the key of the head that can read a comment; None where none can."""
    return None if why_not(keys, comments, place) else chosen(keys, comments.languages[place].code)


def why_not(keys: Sequence[str], comments: Comments, place: int) -> str:
    """Say why a comment is not read, nothing where it can be."""
    if not comments.has_words[place]:
        return "no words"
    code = comments.languages[place].code
    key = chosen(keys, code)
    if key is None:
        return f"not measured on {code or 'an unknown language'}; measured on {', '.join(measured(keys))}"
    model = head(key).encoder
    return "" if comments.is_installed(model) else f"the model {base_of(model)} is not installed"


def chosen(keys: Sequence[str], code: str | None) -> str | None:
    """Return the key of the head for a language; a language that cannot be told is nobody's."""
    own = (key for key in keys if code in head(key).languages)
    others = (key for key in keys if code and head(key).reads_others)
    return next(own, None) or next(others, None)


def is_measured(key: str, comments: Comments, place: int) -> bool:
    return comments.languages[place].code in head(key).languages


def measured(keys: Sequence[str]) -> list[str]:
    """Return every language that one of the heads was measured on."""
    return sorted({language for key in keys for language in head(key).languages})
