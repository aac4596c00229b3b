"""Formbricks: CSV or XLSX of responses."""

from __future__ import annotations

from heedful.listen.responses.imports.mapping import ColumnMapping
from heedful.listen.responses.imports.sources import IGNORED, Source
from heedful.listen.responses.imports.types import Role

KIND = Source(
    key="formbricks",
    label="Formbricks",
    signs=(frozenset({"response_id", "timestamp", "finished", "survey_id"}),),
    roles={
        "no": IGNORED,
        "response_id": ColumnMapping(Role.RESPONSE_ID),
        "timestamp": ColumnMapping(Role.ANSWERED_AT),
        "finished": ColumnMapping(Role.FINISHED),
        "survey_id": IGNORED,
        "formbricks_id_internal": IGNORED,
        "user_id": ColumnMapping(Role.CONTACT_ID),
        "person_id": ColumnMapping(Role.CONTACT_ID),
        "notes": IGNORED,
        "tags": ColumnMapping(Role.ATTRIBUTE, key="tags", kind="text"),
        "verified_email": ColumnMapping(Role.CONTACT_EMAIL),
        "url": ColumnMapping(Role.ATTRIBUTE, key="url", kind="text"),
        "source": ColumnMapping(Role.ATTRIBUTE, key="source", kind="text"),
        "ipaddress": IGNORED,
    },
    patterns=(("useragent", IGNORED),),
)
