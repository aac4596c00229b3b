"""How the projection is."""

from __future__ import annotations

from heedful.listen.responses import queries as responses
from heedful.understand.warehouse.kind import engine
from heedful.understand.warehouse.stores import asks_table, mentions_table, responses_table, texts_table
from heedful.understand.warehouse.types import WarehouseStatus


def status() -> WarehouseStatus:
    """Return the size of the tables of the organisation in scope, and how far they are behind."""
    snapshot = responses_table().snapshot()
    return WarehouseStatus(
        engine=engine().key,
        rows=snapshot.rows,
        files=len(snapshot.files),
        bytes=snapshot.size,
        version=snapshot.version,
        pending=len(responses.pending_change_ids()),
        asks=asks_table().snapshot().rows,
        mentions=mentions_table().snapshot().rows,
        texts=texts_table().snapshot().rows,
    )
