"""Mentions of themes: written by whoever reads the comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from heedful.understand.warehouse.columns import MENTIONS
from heedful.understand.warehouse.services.writing import upsert
from heedful.understand.warehouse.stores import mentions_table, organization_folder
from heedful.understand.warehouse.tables import only_writer
from heedful.understand.warehouse.types import ThemeMention


def append_mentions(response_ids: Sequence[int], mentions: Sequence[ThemeMention]) -> None:
    """Replace the mentions of these responses by the given ones: a response without any has none left."""
    if not response_ids:
        return
    columns: dict[str, list[Any]] = {
        "response_id": [one.response_id for one in mentions],
        "survey_id": [one.survey_id for one in mentions],
        "unit_id": [one.unit_id for one in mentions],
        "day": [one.day for one in mentions],
        "theme": [one.theme for one in mentions],
        "polarity": [one.polarity for one in mentions],
    }
    table = pa.table({name: pa.array(columns[name], held) for name, held in MENTIONS.items()})
    with only_writer(organization_folder()):
        if mentions_table().snapshot().version >= 0 or mentions:
            upsert(mentions_table(), response_ids, table, MENTIONS)
