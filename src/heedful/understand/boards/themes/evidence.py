"""Quotes that show a theme, from the current edition, of the answers a page's filter leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import ResponseFacts, ResponseFilter
from heedful.platform.core.types import Actor, Permission
from heedful.understand.boards.themes.types import Part, Quote
from heedful.understand.metrics.queries.plans import plan
from heedful.understand.metrics.types import ScoreRequest
from heedful.understand.warehouse import queries as warehouse
from heedful.understand.warehouse.types import Condition, Filter, Operator
from heedful.understand.words.labelling.queries import disputed
from heedful.understand.words.readings.queries import readings_of
from heedful.understand.words.readings.types import MentionFacts, ReadingFacts

AROUND = 140  # characters kept on each side of a place; a page of someone's life story is a click away
AT_ONCE = 12
LOOKED_THROUGH = 200  # newest answers among which the best quote of each theme is looked for


@dataclass(frozen=True, slots=True)
class _Found:
    """A theme in one answer, before its words are fetched."""

    reading: ReadingFacts
    theme: str
    said: tuple[MentionFacts, ...]
    is_disputed: bool

    @property
    def surest(self) -> MentionFacts:
        return max(self.said, key=lambda one: one.confidence)


def quotes(
    request: ScoreRequest, themes: Iterable[str], *, by: Actor, limit: int = AT_ONCE, after: int | None = None
) -> tuple[Quote, ...]:
    """Return the newest quotes of themes (of one and those below it) that the actor may read."""
    wanted = frozenset(themes)
    ids = _response_ids(request, wanted, by=by, limit=limit, after=after)
    return tuple(_told(_found(ids, wanted), by))


def best_quotes(request: ScoreRequest, signs: Mapping[str, int], *, by: Actor) -> dict[str, Quote]:
    """Return for each theme the surest of the newest quotes; ``signs``: as which it should speak of it."""
    if not signs or not by.may(Permission.READ_ANSWERS):
        return {}
    best: dict[str, _Found] = {}
    ids = _response_ids(request, frozenset(signs), by=by, limit=LOOKED_THROUGH, after=None)
    for one in _found(ids, frozenset(signs)):
        known = best.get(one.theme)
        if known is None or _merit(one, signs) > _merit(known, signs):
            best[one.theme] = one
    return {quote.theme: quote for quote in _told(list(best.values()), by)}


def _merit(one: _Found, signs: Mapping[str, int]) -> tuple[bool, bool, float]:
    return not one.is_disputed, one.surest.polarity == signs[one.theme], one.surest.confidence


def _response_ids(
    request: ScoreRequest, themes: frozenset[str], *, by: Actor, limit: int, after: int | None
) -> tuple[int, ...]:
    only = Condition("theme", Operator.IS, tuple(sorted(themes)))
    shared = plan(replace(request, metric="theme_share", question_key=None, interval=None))
    query = replace(shared.query(), measure="")
    narrowed = Filter((*query.filter.conditions, only), query.filter.from_on, query.filter.to_on)
    return warehouse.matching_response_ids(replace(query, filter=narrowed), by=by, limit=limit, after=after)


def _found(ids: Sequence[int], themes: frozenset[str]) -> list[_Found]:
    order = {response_id: place for place, response_id in enumerate(ids)}
    wrong = disputed(ids)
    found = []
    for reading in sorted(readings_of(ids), key=lambda one: order[one.response_id]):
        for theme in dict.fromkeys(one.theme for one in reading.mentions if one.theme in themes):
            said = tuple(one for one in reading.mentions if one.theme == theme)
            is_wrong = (reading.response_id, reading.question_id, theme) in wrong
            found.append(_Found(reading, theme, said, is_wrong))
    return found


def _told(found: Sequence[_Found], by: Actor) -> list[Quote]:
    """Fetch the words of what was found; what is gone meanwhile does not come."""
    ids = list(dict.fromkeys(one.reading.response_id for one in found))
    texts = {(one.response_id, one.question_id): one.text for one in responses.written_answers(ids)}
    seen = _responses(ids, by)
    return [
        _quote(one, texts[one.reading.response_id, one.reading.question_id], seen[one.reading.response_id])
        for one in found
        if one.reading.response_id in seen and (one.reading.response_id, one.reading.question_id) in texts
    ]


def _responses(ids: Sequence[int], by: Actor) -> dict[int, ResponseFacts]:
    if not ids:
        return {}
    page = responses.responses(ResponseFilter(response_ids=tuple(ids)), None, len(ids), by=by)
    return {one.id: one for one in page.items}


def _quote(one: _Found, text: str, response: ResponseFacts) -> Quote:
    surest, scored = one.surest, response.score_answer
    return Quote(
        response_uid=response.uid,
        question_id=one.reading.question_id,
        parts=parts(text, [(each.start, each.end) for each in one.said]),
        theme=one.theme,
        polarity=surest.polarity,
        confidence=surest.confidence,
        source=surest.source,
        start=surest.start,
        end=surest.end,
        said_at=response.answered_at,
        score=scored.score if scored else None,
        place=response.unit_name,
        is_disputed=one.is_disputed,
    )


def parts(text: str, spans: Iterable[tuple[int, int]], *, around: int = AROUND) -> tuple[Part, ...]:
    """Cut a text at the spans, and what is far from all of them away."""
    marked = _merged((max(0, start), min(end, len(text))) for start, end in spans)
    if not marked:
        return (Part(text[: 2 * around] + ("…" if len(text) > 2 * around else "")),)
    found, at = [], 0
    for place, (start, end) in enumerate(marked):
        found += [
            Part(_between(text[at:start], around, is_first=not place)),
            Part(text[start:end], is_marked=True),
        ]
        at = end
    rest = text[at:]
    found.append(Part(rest if len(rest) <= around else f"{rest[:around].rstrip()} …"))
    return tuple(part for part in found if part.text)


def _between(text: str, around: int, *, is_first: bool) -> str:
    if len(text) <= (around if is_first else 2 * around):
        return text
    if is_first:
        return f"… {text[-around:].lstrip()}"
    return f"{text[:around].rstrip()} … {text[-around:].lstrip()}"


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
