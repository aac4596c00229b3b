"""Wootric: its CSV of responses, and what its REST API answers."""

from __future__ import annotations

from collections.abc import Sequence

from heedful.listen.responses.imports.format import Table
from heedful.listen.responses.imports.mapping import ColumnMapping
from heedful.listen.responses.imports.sources import IGNORED, Columns, Source, score_by_type
from heedful.listen.responses.imports.types import ColumnFacts, Role


def _score(table: Table, facts: Sequence[ColumnFacts]) -> Columns:  # noqa: ARG001 - the protocol's
    return score_by_type(facts, score="score", type_="survey_type")


EMAIL = ColumnMapping(Role.CONTACT_EMAIL)
PERSON = ColumnMapping(Role.CONTACT_ID)
KIND = Source(
    key="wootric",
    label="Wootric (InMoment)",
    signs=(
        frozenset({"score", "text", "origin_url"}),
        frozenset({"score", "text", "excluded_from_calculations"}),
        frozenset({"score", "text", "end_user_id"}),
        frozenset({"score", "text", "end_user_email"}),
    ),
    roles={
        "id": ColumnMapping(Role.RESPONSE_ID),
        "response_id": ColumnMapping(Role.RESPONSE_ID),
        "email": EMAIL,
        "end_user_email": EMAIL,
        "end_user_id": PERSON,
        "text": ColumnMapping(Role.COMMENT, key="comment", kind="long_text", label="Why?"),
        "feedback": ColumnMapping(Role.COMMENT, key="comment", kind="long_text", label="Why?"),
        "created_at": ColumnMapping(Role.ANSWERED_AT),
        "last_surveyed_at": ColumnMapping(Role.ASKED_AT),
        "end_user_last_surveyed_at": ColumnMapping(Role.ASKED_AT),
        "completed": ColumnMapping(Role.FINISHED),
        "language": ColumnMapping(Role.LANGUAGE),
        "origin_url": ColumnMapping(Role.ATTRIBUTE, key="origin_url", kind="text"),
        "updated_at": IGNORED,
        "ip_address": IGNORED,
        "end_user_created_at": IGNORED,
        "end_user_updated_at": IGNORED,
        "excluded_from_calculations": ColumnMapping(Role.TEST),
    },
    time_zone="UTC",
    more=_score,
)
