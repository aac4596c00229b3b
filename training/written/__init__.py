"""Text written for the project, to learn from: no sentence of it is taken from a data set.

``sentiment*.tsv`` have a domain, a class and a comment a line (``sentiment-plain.tsv`` facts that praise or
blame without a word of judgement, beside facts that do neither), ``aspects*.tsv`` a comment a line in which
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
_COMMENTS = ("sentiment.tsv", "sentiment-products.tsv")
_PLAIN = ("sentiment-plain.tsv",)
_ASPECTS = ("aspects.tsv", "aspects-electronics.tsv", "aspects-places.tsv")

type Mark = tuple[int, int, str]  # where the words that name a thing begin and end, the class towards it


def comments(part: str) -> Iterator[tuple[str, str, str]]:
    """Yield domain, text and class; ``part`` is "train", or "dev": one line in six, by its hash."""
    yield from _classed(part, _COMMENTS)


def plain(part: str) -> Iterator[tuple[str, str, str]]:
    """Yield what `comments` does, of facts said plainly."""
    yield from _classed(part, _PLAIN)


def aspects(part: str) -> Iterator[tuple[str, list[Mark]]]:
    """Yield text, and where in it a thing is named, with the class towards it."""
    for line in _lines(*_ASPECTS):
        text, marks = _unmarked(line)
        if _is_in(part, text):
            yield text, marks


def clauses_of_aspects(part: str) -> Iterator[tuple[str, str]]:
    """Yield the clauses in which all that is named is meant alike, and how."""
    for text, marks in aspects(part):
        for clause in clauses(text):
            labels = {label for start, _, label in marks if clause.start <= start < clause.end}
            if len(labels) == 1:
                yield clause.of(text), labels.pop()


def _classed(part: str, names: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for line in _lines(*names):
        domain, label, text = line.split("\t")
        if _is_in(part, text):
            yield domain, text, label


def _unmarked(line: str) -> tuple[str, list[Mark]]:
    marks: list[Mark] = []
    text, read = "", 0
    for found in _MARK.finditer(line):
        text += line[read : found.start()]
        marks.append((len(text), len(text) + len(found[1]), _LABELS[found[2]]))
        text, read = text + found[1], found.end()
    return text + line[read:], marks


def _is_in(part: str, text: str) -> bool:
    return (hashlib.sha256(text.encode()).digest()[0] % 6 == 0) == (part == "dev")


def _lines(*names: str) -> Iterator[str]:
    for name in names:
        held = files(__package__).joinpath(name).read_text(encoding="utf-8")
        yield from (line for line in held.splitlines() if line and not line.startswith("#"))
