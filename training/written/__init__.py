"""Text written for the project, to learn from: no sentence of it is taken from a data set.

``sentiment.tsv`` has a domain, a class and a comment a line. ``aspects.tsv`` has a comment a line in which
``{words|+}``, ``{words|-}`` and ``{words|0}`` name what is praised, blamed or only mentioned.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from importlib.resources import files

_MARK = re.compile(r"\{([^|{}]+)\|([+0-])\}")
_LABELS = {"+": "positive", "0": "neutral", "-": "negative"}


def comments(part: str) -> Iterator[tuple[str, str, str]]:
    """Yield domain, text and class; ``part`` is "train", or "dev": one line in six, by its hash."""
    for line in _lines("sentiment.tsv"):
        domain, label, text = line.split("\t")
        if _is_in(part, text):
            yield domain, text, label


def aspects(part: str) -> Iterator[tuple[str, str, str]]:
    """Yield text, the words that name a thing, and the class towards it."""
    for line in _lines("aspects.tsv"):
        text = _MARK.sub(r"\1", line)
        if _is_in(part, text):
            for words, sign in _MARK.findall(line):
                yield text, words, _LABELS[sign]


def _is_in(part: str, text: str) -> bool:
    return (hashlib.sha256(text.encode()).digest()[0] % 6 == 0) == (part == "dev")


def _lines(name: str) -> Iterator[str]:
    held = files(__package__).joinpath(name).read_text(encoding="utf-8")
    yield from (line for line in held.splitlines() if line and not line.startswith("#"))
