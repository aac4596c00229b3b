"""Which comments a search finds and in which order, before anything of them is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from heedful.platform.core.types import Actor
from heedful.understand.words.search.asking import Asked, read_asked
from heedful.understand.words.search.conditions import restricted
from heedful.understand.words.search.index.entries import schema
from heedful.understand.words.search.index.reading import WordIndex
from heedful.understand.words.search.matching import Wanted, query as word_query
from heedful.understand.words.search.meaning import nearest_to_text, usable_stores
from heedful.understand.words.search.places import word_index
from heedful.understand.words.search.ranking import fused
from heedful.understand.words.search.types import CommentSearch, Mode
from heedful.understand.words.vectors.places import stores
from heedful.understand.words.vectors.store import TextKey

if TYPE_CHECKING:
    import tantivy

RANKED = 1_000  # how far an order of words goes
NEAREST = 200  # how far an order of meanings goes: behind it nothing is near any more


@dataclass(frozen=True, slots=True)
class Finding:
    """What is looked for. ``ranking`` None: everything that ``query`` finds, by time."""

    index: WordIndex
    query: tantivy.Query
    terms: tuple[Wanted, ...] = ()
    ranking: tuple[TextKey, ...] | None = None
    nearness: dict[TextKey, float] | None = None
    without_meaning: str = ""


def find(wanted: CommentSearch, *, by: Actor) -> Finding:
    """Look a search up in the index and among meanings; the actor's units are part of every query."""
    index, asked = word_index(), read_asked(wanted.text)
    mode, reason = _usable(wanted.mode, asked)
    restriction = restricted(wanted.filter, by=by)
    said, terms = word_query(asked, index.frequency, index.languages)
    if said is None:
        return Finding(index, restriction, without_meaning=reason)
    both = _and(restriction, said)
    if mode is Mode.WORDS:
        return Finding(index, both, terms, without_meaning=reason)
    within = _without(restriction, asked, index)
    return _by_meaning(Finding(index, both, terms), asked, within, mode)


def of_keys(restriction: tantivy.Query, keys: Sequence[TextKey]) -> tantivy.Query:
    """Return the query of some comments, as far as a restriction leaves them."""
    from tantivy import Query

    named = [f"{key.response_id}.{key.question_id}" for key in keys]
    return _and(restriction, Query.term_set_query(schema(), "key", named))


def best_by_words(finding: Finding, limit: int = RANKED) -> list[TextKey]:
    found = finding.index.best(finding.query, limit)
    return [TextKey(one.response_id, one.question_id) for one in found]


def _usable(mode: Mode, asked: Asked) -> tuple[Mode, str]:
    """Fall back to words where meanings cannot be compared, and say why."""
    if mode is Mode.WORDS or not asked.terms:
        return Mode.WORDS, ""
    if usable_stores():
        return mode, ""
    if stores():
        reason = _("The model that read the comments is not installed: heedful models fetch")
    else:
        reason = _("No comment has been read yet, so there are no meanings to compare.")
    return Mode.WORDS, reason


def _by_meaning(finding: Finding, asked: Asked, within: tantivy.Query, mode: Mode) -> Finding:
    near = nearest_to_text(asked.words, NEAREST, finding.index, within)
    order = [one.key for one in near]
    if mode is Mode.BOTH:
        order = fused([best_by_words(finding, NEAREST), order])
    return replace(
        finding,
        query=of_keys(within, order),
        terms=finding.terms,
        ranking=tuple(order),
        nearness={one.key: one.nearness for one in near},
    )


def _without(restriction: tantivy.Query, asked: Asked, index: WordIndex) -> tantivy.Query:
    """Leave out what must not be said: that holds for meanings too."""
    said, _terms = word_query(Asked(without=asked.without), index.frequency, index.languages)
    return restriction if said is None else _and(restriction, said)


def _and(*queries: tantivy.Query) -> tantivy.Query:
    from tantivy import Occur, Query

    return Query.boolean_query([(Occur.Must, one) for one in queries])
