"""Reads: comments by words, by meaning, by both; what the found have in common; how the index is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from heedful.platform.core.errors import InvalidInput, NotFound, Problem
from heedful.platform.core.pages import checked_limit, decode_cursor, encode_cursor
from heedful.platform.core.types import Actor, Permission
from heedful.understand.words.models import SearchChange
from heedful.understand.words.search.conditions import restricted
from heedful.understand.words.search.facets import FIELDS, facets_of
from heedful.understand.words.search.finding import Finding, best_by_words, find
from heedful.understand.words.search.index.entries import schema
from heedful.understand.words.search.matching import Wanted
from heedful.understand.words.search.meaning import nearest_to_comment
from heedful.understand.words.search.places import word_index
from heedful.understand.words.search.showing import hits_of
from heedful.understand.words.search.types import (
    CommentFilter,
    CommentHit,
    CommentSearch,
    Facet,
    SearchResult,
    SearchStatus,
    Sort,
)
from heedful.understand.words.vectors.places import stores
from heedful.understand.words.vectors.store import TextKey

SIMILAR = 10
_AT_ONCE = 200


def search_comments(
    wanted: CommentSearch, cursor: str | None = None, limit: int | None = None, *, by: Actor
) -> SearchResult:
    """Find comments; the cursor of the page before says where this one begins."""
    by.require(Permission.READ_ANSWERS)
    size = checked_limit(limit)
    finding = find(wanted, by=by)
    is_ranked = bool(finding.terms) and wanted.sort is Sort.BEST
    keys, following = (_ranked if is_ranked else _by_time)(finding, cursor, size)
    return SearchResult(
        hits=hits_of(keys, by=by, terms=finding.terms, nearness=finding.nearness),
        next_cursor=following,
        total=finding.index.count(finding.query) if finding.ranking is None else None,
        spelled=_spelled(finding.terms),
        without_meaning=finding.without_meaning,
    )


def every_comment(wanted: CommentSearch, *, by: Actor) -> Iterator[CommentHit]:
    """Yield all that a search finds, in its order: for an export."""
    cursor: str | None = None
    while True:
        page = search_comments(wanted, cursor, _AT_ONCE, by=by)
        yield from page.hits
        cursor = page.next_cursor
        if cursor is None:
            return


def comment_facets(wanted: CommentSearch, fields: Sequence[str] = FIELDS, *, by: Actor) -> tuple[Facet, ...]:
    """Count what a search finds by survey, unit, theme, sentiment and the rest."""
    by.require(Permission.READ_ANSWERS)
    finding = find(wanted, by=by)
    return facets_of(finding.index.facets(finding.query, fields))


def similar_comments(
    response_uid: str, question_uid: str, limit: int = SIMILAR, *, by: Actor
) -> tuple[CommentHit, ...] | None:
    """Return the comments that lie nearest to one, without it; None where it has not been read yet."""
    by.require(Permission.READ_ANSWERS)
    key = _key(response_uid, question_uid, by)
    near = nearest_to_comment(key, checked_limit(limit), word_index(), restricted(CommentFilter(), by=by))
    if near is None:
        return None
    return hits_of([one.key for one in near], by=by, nearness={one.key: one.nearness for one in near})


def comment(response_uid: str, question_uid: str, *, by: Actor) -> CommentHit:
    """Return one comment that the actor may see."""
    by.require(Permission.READ_ANSWERS)
    found = hits_of([_key(response_uid, question_uid, by)], by=by)
    if not found:
        raise NotFound("No such comment.")
    return found[0]


def status(*, by: Actor) -> SearchStatus:
    """Return how the index of words and the rows of meanings are."""
    by.require(Permission.READ_SCORES)
    facts = word_index().facts()
    return SearchStatus(
        is_there=facts.is_there,
        comments=facts.documents,
        parts=facts.parts,
        bytes=facts.bytes,
        waiting=SearchChange.objects.values("response_id").distinct().count(),
        to_rewrite=facts.stale_parts,
        is_rebuilding=facts.is_rebuilding,
        vectors={store.model: len(store) for store in stores()},
    )


def _key(response_uid: str, question_uid: str, by: Actor) -> TextKey:
    from heedful.listen.responses.queries import response

    found = response(response_uid, by=by)
    answer = next((one for one in found.comments if one.question_uid == question_uid), None)
    if answer is None:
        raise NotFound("No such comment.")
    return TextKey(found.id, answer.question_id)


def _ranked(finding: Finding, cursor: str | None, size: int) -> tuple[list[TextKey], str | None]:
    keys = list(finding.ranking) if finding.ranking is not None else best_by_words(finding)
    start = _number("best", cursor)
    more = start + size < len(keys)
    return keys[start : start + size], encode_cursor("best", start + size) if more else None


def _by_time(finding: Finding, cursor: str | None, size: int) -> tuple[list[TextKey], str | None]:
    from tantivy import FieldType, Occur, Query

    query = finding.query
    if cursor is not None:
        before = Query.range_query(
            schema(),
            "order",
            FieldType.Integer,
            upper_bound=_number("newest", cursor),
            include_upper=False,
        )
        query = Query.boolean_query([(Occur.Must, query), (Occur.Must, before)])
    found = finding.index.newest(query, size + 1)
    shown = found[:size]
    more = encode_cursor("newest", shown[-1].order) if len(found) > size else None
    return [TextKey(one.response_id, one.question_id) for one in shown], more


def _number(order: str, cursor: str | None) -> int:
    if cursor is None:
        return 0
    kind, number = decode_cursor(cursor, 2)
    if kind != order or not isinstance(number, int) or not 0 <= number < 2**63:
        raise InvalidInput(Problem("cursor", "Not a cursor of this search; use that of the page before."))
    return number


def _spelled(terms: Sequence[Wanted]) -> tuple[str, ...]:
    return tuple(term.tokens[0] for term in terms if term.typos)
