"""What somebody types into the search box, taken apart: words, "phrases", -without, begin*, one OR other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MOST_TERMS = 20
LONGEST = 500  # characters that are looked at
_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-"})


class Shape(StrEnum):
    WORD = "word"  # and its other forms
    PREFIX = "prefix"
    PHRASE = "phrase"  # exactly so, in this order


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    shape: Shape = Shape.WORD


@dataclass(frozen=True, slots=True)
class Asked:
    """Of each group one term must stand in the text, and none of ``without``."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for group in self.groups for term in group)

    @property
    def words(self) -> str:
        """The text without signs: what a search by meaning understands."""
        return " ".join(term.text for term in self.terms)


def read_asked(text: str) -> Asked:
    """Take a text apart; nothing in it is ever an error."""
    groups: list[list[Term]] = []
    without: list[Term] = []
    joins = False
    for match in list(_PIECE.finditer(text[:LONGEST].translate(_QUOTES)))[:MOST_TERMS]:
        if match["word"] == "OR" and groups:
            joins = True
            continue
        term = _term(match)
        if term is None:
            continue
        if match["minus"]:
            without.append(term)
        elif joins:
            groups[-1].append(term)
        else:
            groups.append([term])
        joins = False
    return Asked(tuple(tuple(group) for group in groups), tuple(without))


def _term(match: re.Match[str]) -> Term | None:
    phrase, word = match["phrase"], match["word"]
    if phrase is not None:
        return Term(phrase.strip(), Shape.PHRASE) if phrase.strip() else None
    if word.endswith("*") and word.strip("*"):
        return Term(word.strip("*"), Shape.PREFIX)
    bare = word.strip("*")
    return Term(bare) if re.search(r"\w", bare) else None
