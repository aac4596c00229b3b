"""Terms of a search as the index knows them: what to look for, and where it stands in a found text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from heedful.understand.words.search.asking import Asked, Shape, Term
from heedful.understand.words.search.index.entries import GLYPH, STEMMED, analyzers, schema

if TYPE_CHECKING:
    import tantivy

STEM_WEIGHT = 0.6  # another form of the word counts for less than the word itself
TYPO_WEIGHT = 0.3
_TOKEN = re.compile(r"[\w\u0300-\u036f]+")

type Frequency = Callable[[str, str], int]  # field, term
type Mark = tuple[int, int]  # characters of the text, the end not included


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term as it is looked for. ``typos``: letters that may differ, where nobody wrote the word itself."""

    shape: Shape
    tokens: tuple[str, ...]
    is_glyphs: bool = False
    typos: int = 0


def wanted(term: Term, frequency: Frequency, languages: Collection[str]) -> Wanted | None:
    """Return what to look for; None where nothing of the term can be searched."""
    if GLYPH.search(term.text):
        glyphs = analyzers()["glyphs"].analyze(unicodedata.normalize("NFC", term.text))
        return Wanted(Shape.PHRASE, tuple(glyphs), is_glyphs=True)
    tokens = tuple(fold(term.text))
    if not tokens:
        return None
    # "e-mail" is two words to the index, side by side.
    shape = Shape.PHRASE if len(tokens) > 1 else term.shape
    typos = _typos(tokens[0], frequency, languages) if shape is Shape.WORD else 0
    return Wanted(shape, tokens, typos=typos)


def query(
    asked: Asked, frequency: Frequency, languages: Collection[str] = STEMMED
) -> tuple[tantivy.Query | None, tuple[Wanted, ...]]:
    """Return the query of an index and the terms to mark in what it finds; None where nothing is asked."""
    from tantivy import Occur, Query

    parts: list[tuple[tantivy.Occur, tantivy.Query]] = []
    marked: list[Wanted] = []
    for group in asked.groups:
        found = [one for term in group if (one := wanted(term, frequency, languages)) is not None]
        marked += found
        if found:
            alternatives = [_query(one, languages) for one in found]
            parts.append((Occur.Must, Query.disjunction_max_query(alternatives)))
    certain = (wanted(term, lambda _field, _term: 1, languages) for term in asked.without)
    without = [one for one in certain if one is not None]
    if not parts and not without:
        return None, ()
    if not parts:
        parts.append((Occur.Must, Query.all_query()))
    parts += [(Occur.MustNot, _query(one, languages)) for one in without]
    return Query.boolean_query(parts), tuple(marked)


def marks(text: str, terms: Sequence[Wanted], language: str = "") -> tuple[Mark, ...]:
    """Return where terms stand in a text, without overlaps, in order."""
    found: list[Mark] = []
    tokens = [(match.span(), _folded(match[0])) for match in _TOKEN.finditer(text)]
    glyphs = [(match.span(), match[0]) for match in GLYPH.finditer(text)]
    for term in terms:
        found += _marks(glyphs if term.is_glyphs else tokens, term, language)
    return _joined(found)


def fold(text: str) -> list[str]:
    """Return the words of a text without case and accents, as the index has them."""
    return list(analyzers()["words"].analyze(unicodedata.normalize("NFC", text)))


def _query(term: Wanted, languages: Collection[str]) -> tantivy.Query:
    from tantivy import Query

    field = "glyphs" if term.is_glyphs else "text"
    first = term.tokens[0]
    match term.shape:
        case Shape.PHRASE if len(term.tokens) > 1:
            return Query.phrase_query(schema(), field, list(term.tokens))
        case Shape.PHRASE:
            return Query.term_query(schema(), field, first)
        case Shape.PREFIX:
            return Query.fuzzy_term_query(schema(), field, first, distance=0, prefix=True)
    if term.typos:
        near = Query.fuzzy_term_query(schema(), field, first, distance=term.typos)
        return Query.boost_query(near, TYPO_WEIGHT)
    forms = [
        Query.boost_query(Query.term_query(schema(), f"stem_{code}", stem, "freq"), STEM_WEIGHT)
        for code, stem in _stems(first, languages).items()
    ]
    return Query.disjunction_max_query([Query.term_query(schema(), field, first), *forms])


def _typos(token: str, frequency: Frequency, languages: Collection[str]) -> int:
    if len(token) < 4 or any(sign.isdigit() for sign in token) or frequency("text", token):
        return 0
    if any(frequency(f"stem_{code}", stem) for code, stem in _stems(token, languages).items()):
        return 0
    return 1 if len(token) < 8 else 2


def _stems(token: str, languages: Collection[str]) -> dict[str, str]:
    return {code: _stem(token, code) for code in languages}


@lru_cache(maxsize=4_096)
def _stem(token: str, code: str) -> str:
    return next(iter(analyzers()[f"stem_{code}"].analyze(token)), token)


@lru_cache(maxsize=4_096)
def _folded(token: str) -> str:
    return "".join(fold(token))


def _marks(tokens: Sequence[tuple[Mark, str]], term: Wanted, language: str) -> list[Mark]:
    length = len(term.tokens)
    if length > 1:
        return [
            (tokens[place][0][0], tokens[place + length - 1][0][1])
            for place in range(len(tokens) - length + 1)
            if all(tokens[place + step][1] == one for step, one in enumerate(term.tokens))
        ]
    return [span for span, token in tokens if _fits(token, term, language)]


def _fits(token: str, term: Wanted, language: str) -> bool:
    own = term.tokens[0]
    if token == own:
        return True
    if term.shape is Shape.PREFIX:
        return token.startswith(own)
    if term.shape is Shape.PHRASE:
        return False
    if term.typos:
        return _is_near(token, own, term.typos)
    return language in STEMMED and _stem(token, language) == _stem(own, language)


def _is_near(one: str, other: str, most: int) -> bool:
    """Say whether so few letters have to be changed, put in, left out or swapped."""
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    last: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, last, row = last, row, [place]
        for number, sign in enumerate(other, start=1):
            cost = min(last[number] + 1, row[-1] + 1, last[number - 1] + (letter != sign))
            if before and number > 1 and letter == other[number - 2] and one[place - 2] == sign:
                cost = min(cost, before[number - 2] + 1)
            row.append(cost)
    return row[-1] <= most


def _joined(found: Sequence[Mark]) -> tuple[Mark, ...]:
    joined: list[Mark] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
