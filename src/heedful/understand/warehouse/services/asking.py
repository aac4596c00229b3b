"""Asks into the warehouse, as they are recorded and go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from heedful.listen.fieldwork import queries as fieldwork
from heedful.listen.fieldwork.types import AskProjection
from heedful.platform.core.organizations import organization
from heedful.understand.warehouse.columns import ASKS
from heedful.understand.warehouse.services.writing import upsert
from heedful.understand.warehouse.stores import asks_table, organization_folder
from heedful.understand.warehouse.tables import only_writer

CHUNK = 50_000


def project_asks(ask_ids: Sequence[int]) -> None:
    """Bring these asks up to date; read inside the lock, so that an older state never comes last."""
    if not ask_ids:
        return
    with only_writer(organization_folder()):
        upsert(asks_table(), ask_ids, _table(fieldwork.asks_projected(ask_ids)), ASKS)


def project_all_asks() -> int:
    """Bring every ask of the organisation in scope up to date; return how many there are."""
    total, after = 0, 0
    while True:
        with only_writer(organization_folder()):
            asks = fieldwork.asks_for_projection(after, CHUNK)
            if not asks:
                return total
            upsert(asks_table(), [ask.id for ask in asks], _table(asks), ASKS)
        total, after = total + len(asks), asks[-1].id


def _table(asks: Sequence[AskProjection]) -> pa.Table:
    zone = organization().zone
    columns: dict[str, list[Any]] = {
        "ask_id": [ask.id for ask in asks],
        "survey_id": [ask.survey_id for ask in asks],
        "unit_id": [ask.unit_id for ask in asks],
        "channel": [str(ask.channel) for ask in asks],
        "day": [ask.asked_at.astimezone(zone).date() for ask in asks],
        "disposition": [str(ask.disposition) for ask in asks],
    }
    return pa.table({name: pa.array(columns[name], held) for name, held in ASKS.items()})
