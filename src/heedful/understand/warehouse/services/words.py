"""What was read in written answers into its tables: a row an answer, a row a mention of a theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from heedful.listen.responses import queries as responses
from heedful.listen.responses.types import ProjectionRow
from heedful.platform.core.organizations import organization
from heedful.understand.warehouse.columns import MENTIONS, TEXTS
from heedful.understand.warehouse.services.writing import upsert
from heedful.understand.warehouse.stores import mentions_table, organization_folder, texts_table
from heedful.understand.warehouse.tables import Table, only_writer
from heedful.understand.warehouse.types import ReadText
from heedful.understand.warehouse.words import Texts, texts_of

CHUNK = 50_000


def replace_texts(response_ids: Sequence[int], rows: Sequence[ProjectionRow], texts: Texts) -> int:
    """Replace what the tables have of these responses; the caller is the only writer. Return how many."""
    zone = ZoneInfo(organization().time_zone)
    read = [(_place(row, zone), text) for row in rows for text in texts.get(row.id, ())]
    _replace(texts_table(), TEXTS, response_ids, [_text(*each) for each in read])
    _replace(mentions_table(), MENTIONS, response_ids, [row for each in read for row in _mentions(*each)])
    return len(read)


def project_all_texts() -> int:
    """Bring everything that was read in the organisation in scope up to date; return how many texts."""
    total, after = 0, 0
    while ids := responses.all_response_ids(after, CHUNK):
        with only_writer(organization_folder()):
            total += replace_texts(ids, list(responses.projection_rows(ids)), texts_of(ids))
        after = ids[-1]
    return total


def _replace(
    table: Table, types: Mapping[str, pa.DataType], ids: Sequence[int], rows: Sequence[dict[str, Any]]
) -> None:
    if not ids or (not rows and table.snapshot().version < 0):
        return
    columns = {name: pa.array([row[name] for row in rows], held) for name, held in types.items()}
    upsert(table, ids, pa.table(columns), types)


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
