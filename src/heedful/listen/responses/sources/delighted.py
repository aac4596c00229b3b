"""Delighted: its CSV of responses, its CSV of people, and what its REST API answers."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.listen.responses.imports.format import Table
from heedful.listen.responses.imports.mapping import ColumnMapping
from heedful.listen.responses.imports.sources import IGNORED, Columns, Source, score_by_type
from heedful.listen.responses.imports.types import ColumnFacts, Role


def _score(table: Table, facts: Sequence[ColumnFacts]) -> Columns:  # noqa: ARG001 - the protocol's
    return score_by_type(facts, score="score", type_="survey_type")


ANSWERED = ColumnMapping(Role.ANSWERED_AT)
ASKED = ColumnMapping(Role.ASKED_AT)
KIND = Source(
    key="delighted",
    label="Delighted",
    signs=(
        frozenset({"score", "comment", "permalink"}),
        frozenset({"score", "comment", "survey_type"}),
        frozenset({"email", "last_sent_at", "last_responded_at"}),
    ),
    roles={
        "response_id": ColumnMapping(Role.RESPONSE_ID),
        "id": ColumnMapping(Role.RESPONSE_ID),
        "email": ColumnMapping(Role.CONTACT_EMAIL),
        "person_email": ColumnMapping(Role.CONTACT_EMAIL),
        "person": ColumnMapping(Role.CONTACT_ID),
        "person_id": ColumnMapping(Role.CONTACT_ID),
        "name": ColumnMapping(Role.CONTACT_NAME),
        "person_name": ColumnMapping(Role.CONTACT_NAME),
        "comment": ColumnMapping(Role.COMMENT, key="comment", kind="long_text", label="Why?"),
        "responded_at": ANSWERED,
        "created_at": ANSWERED,
        "response_date": ANSWERED,
        "sent_at": ASKED,
        "survey_sent_at": ASKED,
        "last_sent_at": ASKED,
        "last_responded_at": ColumnMapping(Role.DISPOSITION, format="filled"),
        "survey_type": ColumnMapping(Role.ATTRIBUTE, key="survey_type", kind="text"),
        "tags": ColumnMapping(Role.ATTRIBUTE, key="tags", kind="text"),
        "permalink": IGNORED,
        "updated_at": IGNORED,
        "next_survey_scheduled_at": IGNORED,
        "notes": IGNORED,
        "ip_address": IGNORED,
    },
    time_zone="UTC",
    more=_score,
)
