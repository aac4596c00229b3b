"""What was read in written answers into its tables: a row an answer, a row a mention of a theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from heedful.listen.responses import queries as responses
from heedful.understand.warehouse.columns import MENTIONS, TEXTS
from heedful.understand.warehouse.services.reading import WordRows, word_rows
from heedful.understand.warehouse.services.writing import upsert
from heedful.understand.warehouse.stores import mentions_table, organization_folder, texts_table
from heedful.understand.warehouse.tables import Table, only_writer

CHUNK = 50_000


def replace_words(response_ids: Sequence[int], words: WordRows) -> int:
    """Replace what the tables have of these responses; the caller is the only writer. Return how many."""
    texts, mentions = words
    _replace(texts_table(), TEXTS, response_ids, texts)
    _replace(mentions_table(), MENTIONS, response_ids, mentions)
    return texts.num_rows


def project_all_texts() -> int:
    """Bring everything that was read in the organisation in scope up to date; return how many texts."""
    total, after = 0, 0
    while ids := responses.all_response_ids(after, CHUNK):
        with only_writer(organization_folder()):
            total += replace_words(ids, word_rows(ids))
        after = ids[-1]
    return total


def _replace(table: Table, types: Mapping[str, pa.DataType], ids: Sequence[int], rows: pa.Table) -> None:
    if not ids or (not rows.num_rows and table.snapshot().version < 0):
        return
    upsert(table, ids, rows, types)
