"""Responses, and what was read in them, as rows of the tables; a few thousand at a time.

As Python's objects a response takes kilobytes, as a row of a table some dozen bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import ProjectionRow
from heedful.platform.core.organizations import organization
from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.columns import MENTIONS, TEXTS
from heedful.understand.warehouse.rows import RowWriter
from heedful.understand.warehouse.types import ReadText
from heedful.understand.warehouse.words import Texts, texts_of

AT_ONCE = 2_000

type WordRows = tuple[pa.Table, pa.Table]  # of texts, of mentions


def response_rows(response_ids: Sequence[int], types: Mapping[str, pa.DataType], known: Catalog) -> pa.Table:
    """Return the rows of these responses, with the columns of the types."""
    writer = _writer(types, known)
    return pa.concat_tables([writer.table(rows, texts) for rows, texts in _parts(response_ids)])


def word_rows(response_ids: Sequence[int]) -> WordRows:
    """Return the rows of the texts of these responses, and of the mentions in them."""
    return _joined([_word_rows(rows, texts) for rows, texts in _parts(response_ids)])


def all_rows(
    response_ids: Sequence[int], types: Mapping[str, pa.DataType], known: Catalog
) -> tuple[pa.Table, WordRows]:
    """Return both, having read the responses once."""
    writer = _writer(types, known)
    found = [(writer.table(rows, texts), _word_rows(rows, texts)) for rows, texts in _parts(response_ids)]
    return pa.concat_tables([rows for rows, _words in found]), _joined([words for _rows, words in found])


def _writer(types: Mapping[str, pa.DataType], known: Catalog) -> RowWriter:
    return RowWriter(types, known.attributes.values(), known.organization.time_zone)


def _parts(response_ids: Sequence[int]) -> Iterator[tuple[list[ProjectionRow], Texts]]:
    for start in range(0, max(len(response_ids), 1), AT_ONCE):
        some = response_ids[start : start + AT_ONCE]
        yield list(responses.projection_rows(some)), texts_of(some)


def _joined(found: Sequence[WordRows]) -> WordRows:
    texts, mentions = zip(*found, strict=True)
    return pa.concat_tables(texts), pa.concat_tables(mentions)


def _word_rows(rows: Sequence[ProjectionRow], texts: Texts) -> WordRows:
    zone = ZoneInfo(organization().time_zone)
    read = [(_place(row, zone), text) for row in rows for text in texts.get(row.id, ())]
    mentions = [row for each in read for row in _mentions(*each)]
    return _table(TEXTS, [_text(*each) for each in read]), _table(MENTIONS, mentions)


def _table(types: Mapping[str, pa.DataType], rows: Sequence[dict[str, Any]]) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], held) for name, held in types.items()})


def _place(row: ProjectionRow, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "response_id": row.id,
        "survey_id": row.survey_id,
        "unit_id": row.unit_id,
        "day": row.answered_at.astimezone(zone).date(),
    }


def _text(place: dict[str, Any], text: ReadText) -> dict[str, Any]:
    return place | {
        "question_id": text.question_id,
        "language": text.language or None,
        "sentiment": text.sentiment,
        "score": text.score,
        "emotion": text.emotion or None,
        "types": list(text.types) or None,
        "is_tagged": text.is_tagged,
        "edition": text.edition,
    }


def _mentions(place: dict[str, Any], text: ReadText) -> list[dict[str, Any]]:
    return [
        place
        | {
            "theme": one.theme,
            "polarity": one.polarity,
            "question_id": text.question_id,
            "span_start": one.start,
            "span_end": one.end,
            "confidence": one.confidence,
            "source": one.source,
            "parent": one.parent or None,
            "edition": text.edition,
        }
        for one in text.mentions
    ]
