"""SurveyMonkey: "all responses" as CSV or XLSX; the second row names parts of questions."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.listen.responses.imports.format import Row
from heedful.listen.responses.imports.mapping import ColumnMapping
from heedful.listen.responses.imports.sources import IGNORED, Source
from heedful.listen.responses.imports.types import Role


def _header_rows(first: Sequence[Row]) -> int:
    """Tell by the second row, which names parts of questions and so has no id of a respondent."""
    return 2 if first and not first[0].cells[0].strip() else 1


KIND = Source(
    key="surveymonkey",
    label="SurveyMonkey",
    signs=(frozenset({"respondent_id", "collector_id", "start_date"}),),
    roles={
        "respondent_id": ColumnMapping(Role.RESPONSE_ID),
        "collector_id": ColumnMapping(Role.ATTRIBUTE, key="collector", kind="text"),
        "end_date": ColumnMapping(Role.ANSWERED_AT, depth=1),
        "date_modified": ColumnMapping(Role.ANSWERED_AT, depth=2),
        "start_date": ColumnMapping(Role.ANSWERED_AT, depth=3),
        "date_created": ColumnMapping(Role.ANSWERED_AT, depth=4),
        "ip_address": IGNORED,
        "email_address": ColumnMapping(Role.CONTACT_EMAIL),
        "first_name": ColumnMapping(Role.CONTACT_NAME),
        "last_name": ColumnMapping(Role.CONTACT_NAME),
    },
    header_rows=_header_rows,
)
