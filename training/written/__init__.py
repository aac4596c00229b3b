"""Text written for the project, to learn from: no sentence of it is taken from a data set.

``sentiment.tsv`` has a domain, a class and a comment a line. ``aspects.tsv`` has a comment a line in which
``{words|+}``, ``{words|-}`` and ``{words|0}`` name what is praised, blamed or only mentioned.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from importlib.resources import files

from heedful.methods.language import clauses

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


def clauses_of_aspects(part: str) -> Iterator[tuple[str, str]]:
    """Yield the clauses in which all that is named is meant alike, and how."""
    for line in _lines("aspects.tsv"):
        text, marks = _unmarked(line)
        for clause in clauses(text) if _is_in(part, text) else ():
            labels = {label for start, label in marks if clause.start <= start < clause.end}
            if len(labels) == 1:
                yield clause.of(text), labels.pop()


def _unmarked(line: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the text without its marks, and where in it what is named begins."""
    marks: list[tuple[int, str]] = []
    text, read = "", 0
    for found in _MARK.finditer(line):
        text += line[read : found.start()]
        marks.append((len(text), _LABELS[found[2]]))
        text, read = text + found[1], found.end()
    return text + line[read:], marks


def _is_in(part: str, text: str) -> bool:
    return (hashlib.sha256(text.encode()).digest()[0] % 6 == 0) == (part == "dev")


def _lines(name: str) -> Iterator[str]:
    held = files(__package__).joinpath(name).read_text(encoding="utf-8")
    yield from (line for line in held.splitlines() if line and not line.startswith("#"))
