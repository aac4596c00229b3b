"""Typeform: CSV or XLSX of responses; times are UTC."""

from __future__ import annotations

from heedful.listen.responses.imports.mapping import ColumnMapping
from heedful.listen.responses.imports.sources import IGNORED, Source
from heedful.listen.responses.imports.types import Role

KIND = Source(
    key="typeform",
    label="Typeform",
    signs=(frozenset({"start_date_utc", "submit_date_utc", "network_id"}),),
    roles={
        "column": ColumnMapping(Role.RESPONSE_ID),  # its name is "#"
        "token": ColumnMapping(Role.RESPONSE_ID),
        "submit_date_utc": ColumnMapping(Role.ANSWERED_AT, depth=1),
        "stage_date_utc": ColumnMapping(Role.ANSWERED_AT, depth=2),
        "start_date_utc": ColumnMapping(Role.ANSWERED_AT, depth=3),
        "response_type": ColumnMapping(
            Role.FINISHED, values={"completed": True, "partial": False, "started": False}
        ),
        "network_id": IGNORED,
        "tags": ColumnMapping(Role.ATTRIBUTE, key="tags", kind="text"),
        "ending": IGNORED,
    },
    time_zone="UTC",
)
