"""Qualtrics: CSV or TSV with three header rows (names, wordings, import ids as JSON)."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.listen.responses.imports.format import Row
from heedful.listen.responses.imports.mapping import ColumnMapping
from heedful.listen.responses.imports.sources import IGNORED, Source
from heedful.listen.responses.imports.types import Role


def _header_rows(first: Sequence[Row]) -> int:
    """Count up to the row of import ids; without it, somebody took the further header rows away."""
    for number, row in enumerate(first[:3], 2):
        if any(cell.startswith('{"ImportId"') for cell in row.cells):
            return number
    return 1


KIND = Source(
    key="qualtrics",
    label="Qualtrics",
    signs=(
        frozenset({"startdate", "enddate", "recordeddate", "responseid"}),
        frozenset({"startdate", "enddate", "finished", "responseid"}),
    ),
    roles={
        "responseid": ColumnMapping(Role.RESPONSE_ID),
        "recordeddate": ColumnMapping(Role.ANSWERED_AT, depth=2),
        "enddate": ColumnMapping(Role.ANSWERED_AT, depth=1),
        "startdate": IGNORED,
        "finished": ColumnMapping(Role.FINISHED),
        "status": ColumnMapping(
            Role.TEST,
            values={
                "IP Address": False, "0": False, "Survey Preview": True, "1": True, "Survey Test": True,
                "2": True, "Imported": False, "4": False, "Spam": False, "8": False,
                "Preview Spam": True, "9": True,
                "Imported Spam": False, "12": False, "Offline": False, "16": False, "Offline Preview": True,
                "17": True,
            },
        ),
        "progress": IGNORED,
        "ipaddress": IGNORED,
        "locationlatitude": IGNORED,
        "locationlongitude": IGNORED,
        "duration_in_seconds": ColumnMapping(Role.ATTRIBUTE, key="duration_seconds", kind="number"),
        "recipientemail": ColumnMapping(Role.CONTACT_EMAIL),
        "recipientfirstname": ColumnMapping(Role.CONTACT_NAME),
        "recipientlastname": ColumnMapping(Role.CONTACT_NAME),
        "externalreference": ColumnMapping(Role.CONTACT_ID),
        "userlanguage": ColumnMapping(Role.LANGUAGE),
        "distributionchannel": ColumnMapping(
            Role.CHANNEL,
            values={
                "email": "email", "anonymous": "link", "gl": "link", "personal": "link", "preview": "other",
                "qr": "qr", "qrcode": "qr", "sms": "sms", "social": "other",
                "website": "web", "offline": "kiosk",
                "test": "other",
            },
        ),
    },
    header_rows=_header_rows,
)  # fmt: skip
