"""LimeSurvey: CSV of responses, headed by question codes or by full names."""

from __future__ import annotations

from heedful.listen.responses.imports.mapping import ColumnMapping
from heedful.listen.responses.imports.sources import IGNORED, Source
from heedful.listen.responses.imports.types import Role

# A response without a day of submission was begun and not finished.
SUBMITTED = (ColumnMapping(Role.ANSWERED_AT, depth=1), ColumnMapping(Role.FINISHED, format="filled"))
RESPONSE_ID = ColumnMapping(Role.RESPONSE_ID)
LANGUAGE = ColumnMapping(Role.LANGUAGE)
LAST_ACTION = ColumnMapping(Role.ANSWERED_AT, depth=2)
STARTED = ColumnMapping(Role.ANSWERED_AT, depth=3)
KIND = Source(
    key="limesurvey",
    label="LimeSurvey",
    signs=(
        frozenset({"id", "submitdate", "lastpage", "startlanguage"}),
        frozenset({"response_id", "date_submitted", "last_page", "start_language"}),
    ),
    roles={
        "id": RESPONSE_ID,
        "response_id": RESPONSE_ID,
        "submitdate": SUBMITTED,
        "date_submitted": SUBMITTED,
        "datestamp": LAST_ACTION,
        "date_last_action": LAST_ACTION,
        "startdate": STARTED,
        "date_started": STARTED,
        "startlanguage": LANGUAGE,
        "start_language": LANGUAGE,
        "lastpage": IGNORED,
        "last_page": IGNORED,
        "seed": IGNORED,
        "token": ColumnMapping(Role.CONTACT_ID),
        "access_code": ColumnMapping(Role.CONTACT_ID),
        "ipaddr": IGNORED,
        "ip_address": IGNORED,
        "refurl": IGNORED,
        "referrer_url": IGNORED,
    },
)
