"""Where the tables of the organisation in scope lie."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from heedful.design.surveys import queries as surveys
from heedful.design.surveys.types import SurveyFacts
from heedful.listen.audiences import queries as audiences
from heedful.platform.core.organizations import organization
from heedful.understand.warehouse.catalog import Catalog
from heedful.understand.warehouse.columns import ASKS, MENTIONS, RESPONSES, response_columns
from heedful.understand.warehouse.configuration import configuration
from heedful.understand.warehouse.tables import Table, TableShape, table

RESPONSES_SHAPE = TableShape("responses", "response_id", ("survey_id", "day", "response_id"), RESPONSES)
ASKS_SHAPE = TableShape("asks", "ask_id", ("survey_id", "day", "ask_id"), ASKS)
MENTIONS_SHAPE = TableShape("mentions", "response_id", ("survey_id", "theme", "day", "response_id"), MENTIONS)


def organization_folder(uid: str | None = None) -> Path:
    return configuration().folder / (organization().uid if uid is None else uid)


def responses_table() -> Table:
    return table(organization_folder() / "responses", RESPONSES_SHAPE)


def asks_table() -> Table:
    return table(organization_folder() / "asks", ASKS_SHAPE)


def mentions_table() -> Table:
    return table(organization_folder() / "mentions", MENTIONS_SHAPE)


def catalog() -> Catalog:
    """Return what the organisation in scope can be asked about."""
    return Catalog(
        surveys=lambda: surveys.surveys(include_archived=True),
        versions=_versions,
        attributes=audiences.attributes,
        units=audiences.units,
    )


def _versions(survey: SurveyFacts) -> dict[int, frozenset[int]]:
    if survey.version_number is None:
        return {}
    return _versions_until(survey.uid, survey.version_number, survey.id)


@lru_cache(maxsize=512)
def _versions_until(uid: str, newest: int, survey_id: int) -> dict[int, frozenset[int]]:
    # Versions never change, so a survey's are known by its uid and the number of the newest.
    assert uid
    assert newest
    return surveys.version_questions(survey_id)


def expected_types(known: Catalog) -> dict[str, pa.DataType]:
    """Return the columns the organisation's responses have by now."""
    depth = 1 + max((unit.depth for unit in known.units.values()), default=-1)
    return response_columns(known.attributes.values(), known.questions.values(), depth=depth)
